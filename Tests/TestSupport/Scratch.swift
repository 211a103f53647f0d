public import Foundation

/// A folder of one test's own, in which it runs the built tools; gone with the value.
public final class Scratch {
    public let folder: URL

    public init() throws {
        folder = FileManager.default.temporaryDirectory.appending(
            path: "anytrade-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    public func write(_ text: String, to name: String) throws {
        try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
    }

    public func read(_ name: String) throws -> String {
        try String(contentsOf: folder.appending(path: name), encoding: .utf8)
    }

    /// What the last script said on standard error.
    public var complaint: String { (try? read("error")) ?? "" }

    /// Runs a shell script; its standard error goes to the file `error`.
    public func run(_ script: String) throws -> (status: Int32, lines: [String]) {
        let status = try Package.run(
            ["/bin/sh", "-c", "{ \(script)\n} >output 2>error"], in: folder,
            environment: ["SOURCE_DATE_EPOCH": "1700000000"])
        return (status, try read("output").split(separator: "\n").map(String.init))
    }
}
