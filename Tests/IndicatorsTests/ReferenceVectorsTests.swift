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

        var first: String? {
            switch self {
            case .one(let word): word
            case .several(let words): words.first
            }
        }
    }

    private struct Bar: Decodable { let o, h, l, c, v: Double }

    @Test(
        "every function of TA-Lib agrees on EUR/USD, 15 minutes",
        .enabled(if: sharedFolder != nil, "needs ../shared"))
    func agrees() throws {
        let columns = try columns(rows: 300)
        var checked = 0
        for line in try lines("talib-indicators-eurusd15m-300.jsonl.gz") {
            let vector = try JSONDecoder().decode(Vector.self, from: Data(line.utf8))
            let name = Self.otherNames[vector.fn] ?? vector.fn.lowercased()
            let indicator = try #require(Catalogue.indicator(name))
            checked += 1
            var series = ["price", "price0", "price1"].compactMap { vector.inputs[$0]?.first }
            let inputs = indicator.inputs.map { input in
                columns[input.column?.rawValue ?? series.removeFirst()] ?? []
            }
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
        #expect(checked == 112)
    }

    private struct Hits: Decodable {
        let fn: String
        let lookback: Int
        let hits: [[Int]]
    }

    @Test(
        "every candlestick pattern is found on the same candles of EUR/USD",
        .enabled(if: sharedFolder != nil, "needs ../shared"))
    func patterns() throws {
        let columns = try columns(rows: 3_000)
        let inputs = ["open", "high", "low", "close"].map { columns[$0] ?? [] }
        var checked = 0
        for line in try lines("talib-candlestick-eurusd15m-3000.jsonl") {
            let vector = try JSONDecoder().decode(Hits.self, from: Data(line.utf8))
            let indicator = try #require(Catalogue.indicator(vector.fn.lowercased()))
            let settings = indicator.parameters.map { $0.standard ?? 0 }
            let ours = indicator.values(inputs, settings)[0].enumerated()
                .filter { $0.element != 0 }.map { [$0.offset, Int($0.element)] }
            #expect(ours == vector.hits, "\(vector.fn)")
            #expect(indicator.warmUp(settings) == vector.lookback, "\(vector.fn)")
            checked += 1
        }
        #expect(checked == 61)
    }

    private func columns(rows: Int) throws -> [String: [Double]] {
        let bars = try lines("smc-candles-eurusd15m-3000.jsonl.gz").prefix(rows).map {
            try JSONDecoder().decode(Bar.self, from: Data($0.utf8))
        }
        return [
            "open": bars.map(\.o), "high": bars.map(\.h), "low": bars.map(\.l),
            "close": bars.map(\.c), "volume": bars.map(\.v),
        ]
    }

    private func lines(_ file: String) throws -> [Substring] {
        let file = try #require(sharedFolder) + "/oracle/vectors/\(file)"
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(filePath: "/bin/gzip")
        process.arguments = ["-dcf", file]
        process.standardOutput = pipe
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self).split(separator: "\n")
    }
}
