import Foundation
import Indicators
import TestSupport

/// One case of a golden file: a call and the columns that it must give.
struct VectorCase {
    var name: String
    var inputs: [String]
    var parameters: [Double]
    var outputs: [(name: String, column: [Double])] = []

    /// The cases of a file in Tulip's form: `>` a call, then a line for each output;
    /// `#` says the source, `0*35` stands for 35 zeros.
    static func read(_ file: URL) throws -> [VectorCase] {
        var cases: [VectorCase] = []
        for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
        where !line.hasPrefix("#") {
            let words = line.split(separator: " ")
            if words[0] == ">" {
                cases.append(
                    VectorCase(
                        name: String(words[1]),
                        inputs: words[2].split(separator: ",").map(String.init),
                        parameters: words.dropFirst(3).compactMap { Double($0) }))
            } else {
                cases[cases.count - 1].outputs.append((String(words[0]), Self.column(words)))
            }
        }
        return cases
    }

    /// The columns of `candles.txt` by name.
    static func candles(_ file: URL) throws -> [String: [Double]] {
        var columns: [String: [Double]] = [:]
        for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
        where !line.hasPrefix("#") {
            let words = line.split(separator: " ")
            columns[String(words[0])] = column(words)
        }
        return columns
    }

    private static func column(_ words: [Substring]) -> [Double] {
        words.dropFirst().flatMap { word in
            let parts = word.split(separator: "*")
            let value: Double = word == "-" ? .nan : Double(parts[0]) ?? .infinity
            return repeatElement(value, count: parts.count > 1 ? Int(parts[1]) ?? 0 : 1)
        }
    }
}

/// How far two columns are apart.
struct Distance {
    /// Largest distance relative to the other value, or to a hundredth of the column's largest.
    var relative = 0.0
    /// Rows that are not the same double.
    var unequal = 0
    /// Rows where only one of the two is missing.
    var gaps = 0

    init(_ ours: [Double], _ theirs: [Double]) {
        gaps = abs(ours.count - theirs.count)
        let scale = theirs.reduce(0) { $1.isNaN ? $0 : max($0, abs($1)) } / 100
        for (mine, other) in zip(ours, theirs) {
            if mine.isNaN != other.isNaN { gaps += 1 }
            if mine.isNaN || other.isNaN || mine == other { continue }
            unequal += 1
            relative = max(relative, abs(mine - other) / max(abs(other), scale))
        }
    }
}
