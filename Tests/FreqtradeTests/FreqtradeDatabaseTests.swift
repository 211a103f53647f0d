import Foundation
import Freqtrade
import Market
import Records
import SQLite
import TestSupport
import Testing

private typealias Fixture = FreqtradeFixture

struct FreqtradeDatabaseTests {
    private func books(_ fixture: FreqtradeFixture) throws -> FreqtradeDatabase.Books {
        try withTemporaryFolder { folder in
            let file = folder.appending(path: "tradesv3.sqlite")
            try fixture.write(to: file)
            return try FreqtradeDatabase(path: file.path).books(bot: "alpha")
        }
    }

    @Test("a closed trade is read field by field")
    func closedTrade() throws {
        let fixture = Fixture(
            trades: [
                Fixture.trade(
                    3, at: 61,
                    [
                        "open_date": "'2026-08-01 01:01:02.128919'", "min_rate": "NULL",
                        "timeframe": "60", "is_short": "1", "leverage": "3.0",
                        "funding_fees": "-0.25", "max_stake_amount": "NULL",
                    ])
            ],
            orders: [
                Fixture.order(8, of: 3, "sell"),
                Fixture.order(
                    9, of: 3, "buy",
                    [
                        "average": "NULL", "price": "101.5", "status": "'canceled'",
                        "filled": "0.0", "cost": "NULL", "order_filled_date": "NULL",
                    ]),
                Fixture.order(10, of: 3, "stoploss", ["side": "NULL"]),
            ])
        let books = try books(fixture)
        let trade = try #require(books.trades.first)
        let expected = try Trade(
            origin: .bot(name: "alpha", generation: 1), tradeID: 3, pair: Pair("ETH/USDT"),
            side: .short, isOpen: false, openMs: 1_785_546_062_128,
            closeMs: 1_785_546_660_000, openRate: 100, closeRate: 101, amount: 2,
            stakeAmount: 200, maxStakeAmount: nil, feeOpen: 0.001, feeClose: 0.001, leverage: 3,
            profitAbs: 1.598, profitRatio: 0.008, enterTag: "up", exitReason: "roi", minRate: nil,
            maxRate: 102, initialStopLossAbs: 95, stopLossAbs: 95, fundingFees: -0.25,
            strategy: "EmaCross", timeframe: Timeframe("1h"),
            orders: [
                TradeOrder(
                    side: .sell, status: "closed", amount: 2, filled: 2, price: 100, cost: 200,
                    filledMs: 1_785_542_400_000, tag: "up"),
                TradeOrder(
                    side: .buy, status: "canceled", amount: 2, filled: 0, price: 101.5, cost: 0,
                    filledMs: nil, tag: "up"),
                TradeOrder(
                    side: .buy, status: "closed", amount: 2, filled: 2, price: 100, cost: 200,
                    filledMs: 1_785_542_400_000, tag: "up"),
            ])
        #expect(trade == expected)
        #expect(books.unreadable.isEmpty)
    }

    @Test("an open trade has no end, whatever freqtrade notes of one to come")
    func openTrade() throws {
        var changes = Fixture.open
        changes["close_rate"] = "101.0"
        changes["close_profit_abs"] = "0.5"
        changes["exit_reason"] = "'roi'"
        let trade = try #require(
            try books(Fixture(trades: [Fixture.trade(1, at: 0, changes)])).trades.first)
        #expect(trade.isOpen && trade.closeRate == nil && trade.profitAbs == nil)
        #expect(trade.exitReason == "roi")
    }

    @Test("trades come by id, each with its own orders")
    func orders() throws {
        let books = try books(
            Fixture(
                trades: [
                    Fixture.trade(7, at: 0), Fixture.trade(2, at: 5), Fixture.trade(5, at: 9),
                ],
                orders: [
                    Fixture.order(1, of: 5, "buy"), Fixture.order(2, of: 2, "buy"),
                    Fixture.order(3, of: 5, "sell"), Fixture.order(4, of: 99, "sell"),
                ]))
        #expect(books.trades.map(\.tradeID) == [2, 5, 7])
        #expect(books.trades.map(\.orders.count) == [1, 2, 0])
        #expect(books.facts.strategy == "EmaCross" && books.facts.isDryRun == true)
        #expect(try books.facts.timeframe == Timeframe("5m"))
    }

    @Test(
        "a row that is no trade says which column and why, and the others are read",
        arguments: [
            (["pair": "'BTCUSDT'"], "\"pair\" is \"BTCUSDT\", expected BASE/QUOTE"),
            (
                ["open_date": "'yesterday noon'"],
                "\"open_date\" is \"yesterday noon\", expected a date and time"
            ),
            (["open_date": "1785542400"], "\"open_date\" is 1785542400, expected a date and time"),
            (["amount": "'two'"], "\"amount\" is \"two\", expected a number"),
            (["open_rate": "0.0"], "\"open_rate\" is 0.0, expected a number above 0"),
            (["is_open": "2"], "\"is_open\" is 2, expected 0 or 1"),
            (
                ["close_date": "NULL"],
                "\"close_date\" is null, expected an instant because \"is_open\" is false"
            ),
            (
                ["close_profit_abs": "NULL"],
                "\"close_profit_abs\" is null, expected a number because \"is_open\" is false"
            ),
        ])
    func unreadable(changes: [String: String], reason: String) throws {
        let books = try books(
            Fixture(trades: [
                Fixture.trade(1, at: 0), Fixture.trade(2, at: 20, changes),
                Fixture.trade(3, at: 40),
            ]))
        #expect(books.trades.map(\.tradeID) == [1, 3])
        #expect(books.unreadable.map(\.tradeID) == [2])
        #expect(books.unreadable.map(\.reason) == [reason])
    }

    @Test("names and columns of older versions are understood")
    func olderVersions() throws {
        try withTemporaryFolder { folder in
            let file = folder.appending(path: "old.sqlite")
            var fixture = Fixture(trades: [Fixture.trade(1, at: 0)])
            fixture.orders = [Fixture.order(1, of: 1, "buy")]
            try fixture.write(to: file)
            try Database(path: file.path, access: .readWrite).execute(
                """
                ALTER TABLE trades RENAME exit_reason TO sell_reason;
                ALTER TABLE trades RENAME enter_tag TO buy_tag;
                ALTER TABLE trades DROP COLUMN max_stake_amount;
                ALTER TABLE trades DROP COLUMN is_short;
                ALTER TABLE trades DROP COLUMN leverage;
                ALTER TABLE orders DROP COLUMN ft_order_tag
                """)
            let books = try FreqtradeDatabase(path: file.path).books(bot: "alpha")
            let trade = try #require(books.trades.first)
            #expect(trade.exitReason == "roi" && trade.enterTag == "up")
            #expect(trade.side == .long && trade.leverage == 1 && trade.maxStakeAmount == nil)
        }
    }

    @Test("a database without a table or column that every version has is refused by name")
    func otherSchemas() throws {
        try withTemporaryFolder { folder in
            let file = folder.appending(path: "other.sqlite")
            try Database(path: file.path, access: .readWrite).execute("CREATE TABLE notes (x)")
            #expect(
                throws: FreqtradeError.notFreqtrade(
                    path: file.path, reason: "it has no table trades")
            ) { try FreqtradeDatabase(path: file.path).books(bot: "alpha") }
            try Fixture(trades: []).write(to: file)
            try Database(path: file.path, access: .readWrite).execute(
                "ALTER TABLE trades DROP COLUMN open_date")
            #expect(
                throws: FreqtradeError.notFreqtrade(
                    path: file.path, reason: "its table trades has no column open_date")
            ) { try FreqtradeDatabase(path: file.path).books(bot: "alpha") }
        }
    }

    @Test("a missing file, and a file that is no database")
    func noDatabase() throws {
        try withTemporaryFolder { folder in
            let file = folder.appending(path: "tradesv3.sqlite")
            #expect(throws: FreqtradeError.missing(path: file.path)) {
                try FreqtradeDatabase(path: file.path)
            }
            try String(repeating: "no database ", count: 100).write(
                to: file, atomically: true, encoding: .utf8)
            #expect(
                throws: FreqtradeError.notFreqtrade(
                    path: file.path, reason: "file is not a database")
            ) { try FreqtradeDatabase(path: file.path).books(bot: "alpha") }
        }
    }

    @Test("an empty database tells nothing, and that is fine")
    func empty() throws {
        let books = try books(Fixture(trades: []))
        #expect(books.trades.isEmpty && books.unreadable.isEmpty)
        #expect(books.facts.strategy == nil && books.facts.isDryRun == nil)
    }

    @Test(
        "a real bot's database is read whole",
        .enabled(if: sharedFolder != nil, "needs ../shared"))
    func realBot() throws {
        let shared = try #require(sharedFolder)
        try withTemporaryFolder { folder in
            // A copy: SQLite makes an index file beside what it reads.
            let file = folder.appending(path: "tradesv3.dryrun.sqlite")
            try FileManager.default.copyItem(
                at: URL(filePath: shared + "/oracle/rest/db/tradesv3.dryrun.sqlite"), to: file)
            let books = try FreqtradeDatabase(path: file.path).books(bot: "ftrig")
            #expect(books.unreadable.isEmpty)
            #expect(books.trades.count == 47 && books.trades.count { $0.isOpen } == 3)
            #expect(books.trades.map(\.orders.count).reduce(0, +) == 101)
            #expect(books.facts.strategy == "AlwaysEnter" && books.facts.isDryRun == true)
            let first = try #require(books.trades.first)
            #expect(first.tradeID == 2 && first.pair.symbol == "LTC/BTC")
            #expect(first.openMs == 1_795_210_321_128 && first.closeMs == 1_795_210_385_024)
            #expect(first.profitAbs == 4.093e-05 && first.profitRatio == 0.002045478201737285)
        }
    }
}
