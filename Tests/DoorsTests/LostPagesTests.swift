import Doors
import Foundation
import Glibc
import Market
import SQLite
import Storage
import Testing

/// What becomes of a tool whose store goes away under it.
struct LostPagesTests {
    @Test("a store cut short while its candles are read ends the tool with 74 and what to do")
    func cutShort() async throws {
        let path = FileManager.default.temporaryDirectory
            .appending(path: UUID().uuidString + "cut.sqlite").path
        defer { for end in ["", "-wal", "-shm"] { unlink(path + end) } }
        let outcome = await #expect(
            processExitsWith: .exitCode(74), observing: [\.standardErrorContent]
        ) { [path = path as String] in
            try Self.fillStore(path)
            try withStoreErrors(path) {
                let database = try Database(path: path, access: .readOnly)
                try database.mapped {
                    try database.rows("SELECT columns FROM candle_block") { _ in
                        truncate(path, 4_096)
                    }
                }
            }
        }
        let words = String(decoding: outcome?.standardErrorContent ?? [], as: UTF8.self)
        #expect(words.contains("cut.sqlite was cut short while it was read, or its disk failed"))
        #expect(words.contains("hint: put the last copy in its place; query-store health"))
        #expect(words.hasSuffix("\n") && words.filter { $0 == "\n" }.count == 1)
    }

    /// A store with half a year of candles, all of it in the one file.
    private static func fillStore(_ path: String) throws {
        let store = try Store(path: path, access: .readWrite)
        var series = CandleSeries(
            exchange: "x", pair: try Pair("BTC/USDT"), timeframe: try Timeframe("5m"))
        for place in 0..<50_000 {
            let price = 100 + Double(place % 977)
            series.append(
                try Candle(
                    openMs: place * 300_000, open: price, high: price, low: price, close: price,
                    volume: 1))
        }
        _ = try store.candles.append(series)
    }
}
