import Foundation
import TestSupport
import Testing

/// reconcile-bots on the sample desk: exactly the planted breaks, whichever way it is fed.
///
/// The back-test is the real freqtrade's: the clean desk's databases hold its trades.
struct ReconcileBotsTests {
    private typealias Record = [String: any Sendable]

    /// Runs a shell script in `folder`, beside the sample desk; gives its status and output lines.
    private func run(
        _ script: String, in folder: URL
    ) throws -> (status: Int32, lines: [String]) {
        let data = folder.appending(path: "data")
        if !FileManager.default.fileExists(atPath: data.path) {
            try FileManager.default.createSymbolicLink(
                at: data, withDestinationURL: Package.folder.appending(path: "data"))
        }
        let status = try Package.run(
            ["/bin/sh", "-c", "{ \(script)\n} >output 2>error"], in: folder)
        let output = try String(
            contentsOf: folder.appending(path: "output"), encoding: .utf8)
        return (status, output.split(separator: "\n").map(String.init))
    }

    private func record(_ line: String) throws -> [String: Any] {
        try #require(
            JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any], "\(line)")
    }

    /// Turns the clean desk's bots into runs of run-backtest with the same trades.
    private func writeBacktests(to file: URL, in folder: URL) throws {
        let clean = try run("ingest-trades --desk data/desk-clean.yaml --all", in: folder)
        let lines = try clean.lines.map { line -> String in
            var record = try record(line)
            let run = "run-of-\(record["bot"] ?? "")"
            if record["kind"] as? String == "bot" {
                record = [
                    "kind": "run", "run": run, "tool": "run-backtest", "status": "completed",
                    "strategy": record["strategy"] ?? "", "strategy_hash": "none",
                    "parameters": [String: Int](), "from_ms": 1_785_542_400_000,
                    "to_ms": 1_793_318_400_000, "config": [String: Int](), "started_ms": 0,
                    "completed_ms": 1,
                ]
            } else {
                record["bot"] = nil
                record["generation"] = nil
                record["run"] = run
            }
            return String(
                decoding: try JSONSerialization.data(withJSONObject: record), as: UTF8.self)
        }
        #expect(lines.count > 900)
        try (lines.joined(separator: "\n") + "\n").write(
            to: file, atomically: true, encoding: .utf8)
    }

    @Test("the sample desk has exactly the planted breaks, the clean one none")
    func plantedBreaks() throws {
        try withTemporaryFolder { folder in
            try writeBacktests(to: folder.appending(path: "runs.jsonl"), in: folder)
            let clean = try run(
                """
                (ingest-trades --desk data/desk-clean.yaml --all; cat runs.jsonl) |
                    reconcile-bots --desk data/desk-clean.yaml -
                """, in: folder)
            #expect(clean.status == 0 && clean.lines.isEmpty)
            let found = try run(
                """
                (ingest-trades --desk data/desk.yaml --all; cat runs.jsonl) |
                    reconcile-bots --desk data/desk.yaml -
                """, in: folder)
            #expect(found.status == 1)
            let planted = try String(
                contentsOf: Package.folder.appending(path: "data/expected-breaks.jsonl"),
                encoding: .utf8)
            var left = try found.lines.map(record)
            // Neither a store nor candles are at hand here.
            let unknown: Set = ["BOT-RESET", "TRD-MISSING-STORE", "DATA-GAP"]
            for line in planted.split(separator: "\n") {
                let wanted = try record(String(line))
                if unknown.contains(wanted["code"] as? String ?? "") { continue }
                let index = left.firstIndex { found in
                    wanted.allSatisfy { "\(found[$0.key] ?? "")" == "\($0.value)" }
                }
                #expect(index != nil, "not found: \(line)")
                if let index { left.remove(at: index) }
            }
            #expect(left.isEmpty)
        }
    }

    @Test("what a store knows and a stream tells give the same breaks, also a second time")
    func storeAndStream() throws {
        try withTemporaryFolder { folder in
            let streamed = try run(
                "ingest-trades --desk data/desk.yaml --all | reconcile-bots --desk data/desk.yaml -",
                in: folder)
            let stored = try run(
                """
                ingest-trades --desk data/desk.yaml --all --store desk.sqlite
                reconcile-bots --desk data/desk.yaml --store desk.sqlite
                """, in: folder)
            let again = try run(
                "reconcile-bots --desk data/desk.yaml --store desk.sqlite", in: folder)
            // Only a store remembers an earlier database, or knows what it was never given.
            let shared = try stored.lines.filter {
                try !["BOT-RESET", "TRD-MISSING-STORE"].contains(record($0)["code"] as? String)
            }
            #expect(streamed.lines == shared && shared.count == stored.lines.count - 2)
            #expect(stored.lines == again.lines)
            #expect([streamed.status, stored.status, again.status] == [1, 1, 1])
            let talk = try String(contentsOf: folder.appending(path: "error"), encoding: .utf8)
            #expect(talk.contains("breaks: +0 ~0 =\(stored.lines.count)\n"))
        }
    }

    @Test("a trade that came after the last ingestion is missing in the store until it is ingested")
    func lateTrade() throws {
        try withTemporaryFolder { folder in
            try Self.desk.write(
                to: folder.appending(path: "desk.yaml"), atomically: true, encoding: .utf8)
            let file = folder.appending(path: "bots/alpha/tradesv3.sqlite")
            let trades = [0, 20, 40].enumerated().map {
                FreqtradeFixture.trade($0.offset + 1, at: $0.element)
            }
            let ingest = "ingest-trades --desk desk.yaml --all --store desk.sqlite"
            let reconcile = "reconcile-bots --desk desk.yaml --store desk.sqlite"
            try FreqtradeFixture(trades: Array(trades[..<2])).write(to: file)
            #expect(try run("\(ingest) && \(reconcile)", in: folder).status == 0)
            try FreqtradeFixture(trades: trades).write(to: file)
            let late = try run(reconcile, in: folder)
            let found = try late.lines.map(record)
            #expect(found.map { $0["code"] as? String } == ["TRD-MISSING-STORE"])
            #expect(found.map { $0["trade_id"] as? Int } == [3])
            #expect(try run("\(ingest) && \(reconcile)", in: folder).status == 0)
        }
    }

    static let desk = """
        version: 1
        as_of: 2026-08-01T06:00:00Z
        exchanges: {binance: }
        strategies: {EmaCross: {timeframe: 5m}}
        bots:
          alpha:
            mode: dry_run
            exchange: binance
            strategy: EmaCross
            database: bots/alpha/tradesv3.sqlite

        """
}
