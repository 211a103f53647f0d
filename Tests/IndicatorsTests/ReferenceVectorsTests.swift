import Foundation
import Indicators
import TestSupport
import Testing

@Suite("Indicators against the reference vectors of real candles")
struct ReferenceVectorsTests {
    /// Our name of TA-Lib's function, where it is not the same in lower case.
    private static let otherNames = ["BBANDS": "bbands"]

    private struct Vector: Decodable {
        let fn: String
        let params: [String: Double]
        let inputs: [String: Words]
        let out: [String: [Double?]]
    }

    private enum Words: Decodable {
        case one(String), several([String])

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let word = try? container.decode(String.self) {
                self = .one(word)
            } else {
                self = .several(try container.decode([String].self))
            }
        }
    }

    private struct Bar: Decodable { let o, h, l, c, v: Double }

    @Test(
        "every function of TA-Lib that the catalogue has agrees on EUR/USD, 15 minutes",
        .enabled(if: sharedFolder != nil, "needs ../shared"))
    func agrees() throws {
        let folder = try #require(sharedFolder) + "/oracle/vectors"
        let bars = try lines("\(folder)/smc-candles-eurusd15m-3000.jsonl.gz").prefix(300).map {
            try JSONDecoder().decode(Bar.self, from: Data($0.utf8))
        }
        let columns = [
            "open": bars.map(\.o), "high": bars.map(\.h), "low": bars.map(\.l),
            "close": bars.map(\.c), "volume": bars.map(\.v),
        ]
        var checked = 0
        for line in try lines("\(folder)/talib-indicators-eurusd15m-300.jsonl.gz") {
            let vector = try JSONDecoder().decode(Vector.self, from: Data(line.utf8))
            let name = Self.otherNames[vector.fn] ?? vector.fn.lowercased()
            guard let indicator = Catalogue.indicator(name), name != "beta", name != "correl"
            else { continue }
            checked += 1
            let inputs = indicator.inputs.map { columns[$0.column?.rawValue ?? "close"] ?? [] }
            let settings = indicator.parameters.map { $0.standard ?? 0 }
            let ours = indicator.values(inputs, settings)
            #expect(ours.count == vector.out.count, "\(name)")
            // Outputs come without their order; each of theirs must be one of ours.
            for (output, column) in vector.out {
                let theirs = column.map { $0 ?? .nan }
                let isThere = ours.contains { mine in
                    let distance = Distance(mine, theirs)
                    return distance.gaps == 0 && distance.relative < 1e-9
                }
                #expect(isThere, "\(name) \(output) \(settings)")
            }
        }
        #expect(checked > 60)
    }

    private func lines(_ file: String) throws -> [Substring] {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(filePath: "/bin/gzip")
        process.arguments = ["-dc", file]
        process.standardOutput = pipe
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self).split(separator: "\n")
    }
}
