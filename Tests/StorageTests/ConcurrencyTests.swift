import Dispatch
import Foundation
import Records
import SQLite
import Storage
import Synchronization
import Testing

/// Several tools at once on one store: each has its own connection, as processes have.
struct ConcurrencyTests {
    @Test("eight tools may make the same store at the same moment", arguments: 1...16)
    func creation(round: Int) throws {
        try Samples.withFolder { folder in
            let path = folder + "/store.sqlite"
            let errors = together(8) { worker in
                let store = try Store(path: path, access: .readWrite)
                _ = try store.trades.ingest(bot: "bot-\(worker)", trades: [Samples.trade(1)])
            }
            #expect(errors == [])
            let store = try Store(path: path, access: .readOnly)
            #expect(try store.revision(of: "bot_trade") == 8)
        }
    }

    @Test("two writers and a reader do not disturb each other, and lose no revision")
    func writersAndReader() throws {
        try Samples.withFolder { folder in
            let path = folder + "/store.sqlite"
            _ = try Store(path: path, access: .readWrite)
            let errors = together(3) { worker in
                if worker == 2 {
                    let store = try Store(path: path, access: .readOnly)
                    for _ in 0..<20 {
                        // Trades arrive by the hundred, never in part.
                        let count = try store.trades.trades(bot: "bot-0").count
                        if count % 100 != 0 { throw Torn(count: count) }
                    }
                } else {
                    let store = try Store(path: path, access: .readWrite)
                    for part in 1...12 {
                        let trades = try (1...part * 100).map { try Samples.trade($0) }
                        _ = try store.trades.ingest(bot: "bot-\(worker)", trades: trades)
                    }
                }
            }
            #expect(errors == [])
            let store = try Store(path: path, access: .readOnly)
            // Twelve times each; from the eleventh on a writer needs a second transaction.
            #expect(try store.revision(of: "bot_trade") == 24)
            #expect(try store.trades.trades(bot: "bot-1").count == 1_200)
        }
    }

    @Test("a transaction that is never finished leaves nothing behind")
    func unfinished() throws {
        try Samples.withFolder { folder in
            let path = folder + "/store.sqlite"
            let store = try Store(path: path, access: .readWrite)
            try Desk.fill(store)
            let dump = try Desk.dump(store)
            do {
                let other = try Database(path: path, access: .readWrite)
                try other.execute("BEGIN IMMEDIATE; DELETE FROM measure; DELETE FROM equity")
                #expect(try Desk.dump(store) == dump)
            }
            #expect(try Desk.dump(store) == dump)
            #expect(try Desk.fill(store).isReal == false)
        }
    }

    private struct Torn: Error { let count: Int }

    private func together(_ count: Int, _ work: @Sendable (Int) throws -> Void) -> [String] {
        let errors = Mutex<[String]>([])
        DispatchQueue.concurrentPerform(iterations: count) { worker in
            do {
                try work(worker)
            } catch {
                errors.withLock { $0.append("\(worker): \(error)") }
            }
        }
        return errors.withLock { $0 }
    }
}
