import Foundation
import TestSupport
import Testing

/// Strategies, configurations and candles that `differential` invented, and what the real freqtrade made of
/// them (`record`, beside the cases): the same trades and locks, to the last digit.
struct InventedCasesTests {
    private static let folder = golden("BacktestingTests", "invented")

    static let batches: [String] =
        (try? FileManager.default.contentsOfDirectory(atPath: folder.path).filter {
            $0.contains("-")
        }.sorted()) ?? []

    @Test("there are cases of several kinds of market")
    func several() { #expect(Self.batches.count >= 3) }

    @Test(
        "invented strategies on invented candles give exactly freqtrade's trades",
        arguments: batches)
    func compare(batch: String) throws {
        let folder = Self.folder.appending(path: batch)
        let command = try String(contentsOf: folder.appending(path: "command"), encoding: .utf8)
        let ask = command.split(separator: "<")[0]
        let scratch = try Scratch()
        // A Python that answers what the real freqtrade answered when it was given the same.
        let answer = try scratch.run(
            """
            here=$PWD; mkdir -p venv/bin; cd '\(folder.path)' || exit
            gzip -dc outcome.json.gz >"$here/outcome.json"
            printf '#!/bin/sh\\ncp "%s" "$2"\\n' "$here/outcome.json" >"$here/venv/bin/python"
            chmod +x "$here/venv/bin/python"
            gzip -dc candles.jsonl.gz | \(ask) --freqtrade "$here/venv"
            """)
        #expect(answer.status == 0, "\(scratch.complaint)")
        let different = answer.lines.filter {
            !$0.hasPrefix("equal: ") && !$0.hasPrefix("compared, ")
        }
        #expect(different.isEmpty)
        let strategies = command.components(separatedBy: " -s ").count - 1
        #expect(answer.lines.count { $0.hasPrefix("equal: ") } == strategies && strategies > 0)
    }
}
