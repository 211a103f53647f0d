import Foundation
import Importing
import JSONL
import TestSupport
import Testing

/// Python reads a file for the tests, as the tool has it read.
enum Reading {
    static let python = ["/usr/bin/python3", "/usr/local/bin/python3"]
        .first { FileManager.default.isExecutableFile(atPath: $0) }

    static func tree(_ source: String) throws -> Syntax {
        let process = Process()
        process.executableURL = URL(filePath: try #require(python))
        process.arguments = ["-I", "-S", "-c", PythonScript.source]
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        try input.fileHandleForWriting.write(contentsOf: Data(source.utf8))
        try input.fileHandleForWriting.close()
        let answer = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return try Syntax(JSONValue(parsing: String(decoding: answer, as: UTF8.self)))
    }

    /// A strategy whose methods are `body`, imported.
    static func strategy(_ body: String) throws -> ImportedStrategy {
        let lines = body.split(separator: "\n", omittingEmptySubsequences: false)
        let source = """
            import numpy as np, ta as plain
            import pandas_ta as pta
            import talib.abstract as ta
            import technical.indicators as ftt
            from technical import qtpylib
            from freqtrade.strategy import *
            class Sample(IStrategy):
                timeframe = "5m"
                stoploss = -0.1
            \(lines.map { "    " + $0 }.joined(separator: "\n"))

            """
        return try ImportedStrategy(
            try tree(source), file: "sample.py", surroundings: .init(parse: { try? tree($0) }))
    }

    /// The rule that a condition of the entry comes to, and what is found on the way.
    static func rule(_ condition: String) throws -> (when: String, gaps: [String]) {
        let imported = try strategy(
            """
            def populate_indicators(self, df, metadata):
                return df
            def populate_entry_trend(self, df, metadata):
                df.loc[\(condition), "enter_long"] = 1
                return df
            """)
        let line = imported.text.split(separator: "\n").first { $0.hasPrefix("  - when: ") }
        let gaps = imported.findings.filter { $0.weight == .gap }.map(\.message)
        return (line.map { String($0.dropFirst("  - when: ".count)) } ?? "", gaps)
    }
}
