public import Foundation
public import JSONL

/// One reference back-test of freqtrade: a folder with its inputs and its results.
public struct OracleRun {
    public let folder: URL

    /// nil where the references are not at hand.
    public init?(_ name: String) {
        guard let shared = TestSupport.sharedFolder else { return nil }
        folder = URL(filePath: shared).appending(path: "oracle/freqtrade/\(name)")
    }

    /// A JSON text from `name` or `name.gz`.
    public func json(_ name: String) throws -> JSONValue {
        try JSONValue(parsing: String(decoding: data(name), as: UTF8.self))
    }

    private func data(_ name: String) throws -> Data {
        let plain = folder.appending(path: name)
        if FileManager.default.fileExists(atPath: plain.path) { return try Data(contentsOf: plain) }
        return try Self.unpacked(plain.path + ".gz")
    }

    /// Rows of `signals/PAIR.csv` by column; the empty text where a cell is empty.
    public func signals(pair: String) throws -> [String: [String]] {
        let name = pair.replacing("/", with: "_").replacing(":", with: "_")
        let archive = folder.appending(path: "signals.tar.xz").path
        return Self.columns(
            try Self.output(["/bin/tar", "-xJOf", archive, "signals/\(name).csv"]))
    }

    /// Columns of a reference candle file, such as `ETH_BTC-5m`.
    public static func candles(_ name: String) throws -> [String: [String]] {
        let shared = TestSupport.sharedFolder ?? ""
        return columns(try unpacked("\(shared)/oracle/candles/\(name).csv.gz"))
    }

    public static func unpacked(_ path: String) throws -> Data {
        try output(["/bin/gzip", "-dc", path])
    }

    private static func columns(_ csv: Data) -> [String: [String]] {
        var lines = String(decoding: csv, as: UTF8.self).split(whereSeparator: \.isNewline)[...]
        let names = lines.popFirst()?.split(separator: ",").map(String.init) ?? []
        var columns = [[String]](repeating: [], count: names.count)
        for line in lines {
            let cells = line.split(separator: ",", omittingEmptySubsequences: false)
            for index in names.indices {
                columns[index].append(index < cells.count ? String(cells[index]) : "")
            }
        }
        return Dictionary(uniqueKeysWithValues: zip(names, columns))
    }

    /// What a program writes to its standard output.
    public static func output(_ argv: [String]) throws -> Data {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(filePath: argv[0])
        process.arguments = Array(argv.dropFirst())
        process.standardOutput = pipe
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return data
    }
}
