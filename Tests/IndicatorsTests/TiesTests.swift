import Foundation
import Indicators
import TestSupport
import Testing

/// Where prices have coarse ticks and stand still, the last bit of an average decides on which candle it
/// is crossed.
@Suite("Indicators on candles with many ties")
struct TiesTests {
    /// A call and the digests of TA-Lib's columns.
    private struct Recorded {
        let inputs: [String]
        let parameters: [Double]
        var digests: [(output: String, digest: String)] = []
    }

    private static func recorded() throws -> [String: [Recorded]] {
        var calls: [String: [Recorded]] = [:]
        var name = ""
        let text = try String(contentsOf: golden("IndicatorsTests", "ties.txt"), encoding: .utf8)
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            let words = line.split(separator: " ").map(String.init)
            if words[0] == ">" {
                name = words[1]
                calls[name, default: []].append(
                    Recorded(
                        inputs: words[2].split(separator: ",").map(String.init),
                        parameters: words.dropFirst(3).compactMap { Double($0) }))
            } else if let last = calls[name]?.indices.last {
                calls[name]?[last].digests.append((words[0], words[1]))
            }
        }
        return calls
    }

    /// Of every bit; `ties.py` beside the digests says how it is made.
    private static func digest(_ column: [Double]) -> String {
        let value = column.reduce(14_695_981_039_346_656_037 as UInt64) {
            ($0 ^ ($1.isNaN ? 0 : $1.bitPattern)) &* 1_099_511_628_211
        }
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    @Test("every row of TA-Lib's has TA-Lib's bits")
    func sameBits() throws {
        let columns = try VectorCase.candles(golden("IndicatorsTests", "ties-candles.txt"))
        let calls = try Self.recorded()
        #expect(calls.count > 100)
        for (name, cases) in calls {
            let indicator = try #require(Catalogue.indicator(name))
            for call in cases {
                let inputs = try call.inputs.map { try #require(columns[$0]) }
                let ours = indicator.values(inputs, call.parameters)
                #expect(indicator.outputs == call.digests.map(\.output))
                for (column, theirs) in zip(ours, call.digests) {
                    let isSame = Self.digest(column) == theirs.digest
                    #expect(isSame, "\(name) \(call.inputs) \(call.parameters) \(theirs.output)")
                }
            }
        }
    }
}
