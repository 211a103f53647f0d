import Foundation
import SQLite
import Synchronization
import TestSupport
import Testing

/// Eight processes write one store at once, each its own bot's trades and a bot's that all of them
/// write: a few rounds in `make test`, a minute in `make crash`.
struct ManyWritersTests {
    private static let isFull = ProcessInfo.processInfo.environment["CRASH"] == "full"

    @Test("eight writers at once lose nothing and leave nothing double")
    func eightWriters() throws {
        let scratch = try Scratch()
        let folder = scratch.folder
        let told = Mutex<[Row]>([])
        let troubles = Mutex<[String]>([])
        let end = Date(timeIntervalSinceNow: Self.isFull ? 60 : 0)
        DispatchQueue.concurrentPerform(iterations: 8) { writer in
            var round = 0
            repeat {
                round += 1
                let rows = Self.rows(writer: writer, round: round)
                do {
                    let status = try Self.write(rows, "\(writer)-\(round)", in: folder)
                    if status != 0 {
                        troubles.withLock {
                            $0.append("writer \(writer), round \(round): \(status)")
                        }
                    }
                } catch {
                    troubles.withLock { $0.append("writer \(writer): \(error)") }
                }
                told.withLock { $0 += rows }
            } while round < 6 || Date() < end
        }
        #expect(troubles.withLock(\.self) == [])
        let all = Set(told.withLock(\.self).map(\.line))
        let (status, stored) = try scratch.run("query-store trade --store desk.sqlite")
        #expect(status == 0)
        #expect(stored.count == all.count)
        #expect(Set(stored) == all)
        let database = try Database(path: scratch.folder.path + "/desk.sqlite", access: .readOnly)
        #expect(try SchemaFixture.list("SELECT * FROM pragma_integrity_check", database) == ["ok"])
        if Self.isFull { print("eight writers: \(all.count) trades, none lost") }
    }

    private static func write(_ rows: [Row], _ name: String, in folder: URL) throws -> Int32 {
        let text = rows.map { $0.line + "\n" }.joined()
        let file = folder.appending(path: "\(name).jsonl")
        try text.write(to: file, atomically: true, encoding: .utf8)
        let ingest = "ingest-trades --quiet --store desk.sqlite - <\(name).jsonl"
        return try Package.run(["/bin/sh", "-c", ingest], in: folder)
    }

    /// One trade, the same whoever writes it.
    private struct Row: Hashable, Sendable {
        let bot: String
        let id: Int

        /// Byte for byte as a record of kind `trade` is written.
        var line: String {
            let openMs = 1_785_542_400_000 + id * 60_000
            return """
                {"kind":"trade","bot":"\(bot)","generation":1,"trade_id":\(id),"pair":"ETH/USDT",\
                "side":"long","is_open":false,"open_ms":\(openMs),"close_ms":\(openMs + 30_000),\
                "open_rate":100.0,"close_rate":101.0,"amount":2.0,"stake_amount":200.0,\
                "max_stake_amount":null,"fee_open":0.001,"fee_close":0.001,"leverage":1.0,\
                "profit_abs":\(Double(id) / 8),"profit_ratio":0.008,"enter_tag":null,\
                "exit_reason":"roi","min_rate":null,"max_rate":null,"initial_stop_loss_abs":null,\
                "stop_loss_abs":null,"funding_fees":0.0,"strategy":"S","timeframe":"5m","orders":[]}
                """
        }
    }

    /// What a writer tells in a round: half of its own trades again, and some that others tell too.
    private static func rows(writer: Int, round: Int) -> [Row] {
        (round * 20..<round * 20 + 40).map { Row(bot: "own-\(writer)", id: $0) }
            + (round * 20..<round * 20 + 25).map { Row(bot: "shared", id: $0 + writer * 3) }
    }
}
