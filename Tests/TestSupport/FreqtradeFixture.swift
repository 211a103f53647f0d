public import Foundation
internal import SQLite

/// A small database in freqtrade's schema, as a bot leaves it: in write-ahead mode, no log waiting.
///
/// The columns are those of freqtrade 2026.9; what a test does not say is a closed long of two ETH.
public struct FreqtradeFixture: Sendable {
    /// A row as column names and SQL literals.
    public typealias Row = [String: String]

    public var trades: [Row]
    public var orders: [Row]

    public init(trades: [Row], orders: [Row] = []) {
        self.trades = trades
        self.orders = orders
    }

    /// A closed trade of ten minutes, `minutes` after 2026-08-01T00:00Z.
    public static func trade(_ id: Int, at minutes: Int, _ changes: Row = [:]) -> Row {
        let row: Row = [
            "id": "\(id)", "exchange": "'binance'", "pair": "'ETH/USDT'",
            "base_currency": "'ETH'", "stake_currency": "'USDT'", "is_open": "0",
            "fee_open": "0.001", "fee_close": "0.001", "open_rate": "100.0",
            "close_rate": "101.0", "close_profit": "0.008", "close_profit_abs": "1.598",
            "stake_amount": "200.0", "max_stake_amount": "200.0", "amount": "2.0",
            "open_date": "'\(date(minutes))'", "close_date": "'\(date(minutes + 10))'",
            "stop_loss": "95.0", "initial_stop_loss": "95.0", "is_stop_loss_trailing": "0",
            "max_rate": "102.0", "min_rate": "99.0", "exit_reason": "'roi'",
            "strategy": "'EmaCross'", "enter_tag": "'up'", "timeframe": "5", "leverage": "1.0",
            "is_short": "0", "interest_rate": "0.0", "funding_fees": "0.0",
            "record_version": "2",
        ]
        return row.merging(changes) { $1 }
    }

    /// What makes a trade one that is still open.
    public static let open: Row = [
        "is_open": "1", "close_rate": "NULL", "close_profit": "NULL", "close_profit_abs": "NULL",
        "close_date": "NULL", "exit_reason": "NULL",
    ]

    public static func order(_ id: Int, of trade: Int, _ side: String, _ changes: Row = [:]) -> Row
    {
        let row: Row = [
            "id": "\(id)", "ft_trade_id": "\(trade)", "ft_order_side": "'\(side)'",
            "ft_pair": "'ETH/USDT'", "ft_is_open": "0", "ft_amount": "2.0", "ft_price": "100.0",
            "order_id": "'dry_run_\(side)_\(id)'", "status": "'closed'", "side": "'\(side)'",
            "price": "100.0", "average": "100.0", "amount": "2.0", "filled": "2.0",
            "cost": "200.0", "order_filled_date": "'\(date(0))'", "ft_order_tag": "'up'",
        ]
        return row.merging(changes) { $1 }
    }

    /// A naive date as freqtrade writes it.
    public static func date(_ minutes: Int) -> String {
        let day = minutes / 1_440
        let rest = minutes % 1_440
        return String(format: "2026-08-%02d %02d:%02d:00.000000", day + 1, rest / 60, rest % 60)
    }

    public var script: String {
        let tables = [("trades", Self.tradeColumns, trades), ("orders", Self.orderColumns, orders)]
        return tables.map { name, columns, rows in
            "CREATE TABLE \(name) (\(columns));\n"
                + rows.map { row in
                    let keys = row.keys.sorted()
                    let values = keys.map { row[$0] ?? "NULL" }.joined(separator: ", ")
                    return "INSERT INTO \(name) (\(keys.joined(separator: ", ")))"
                        + " VALUES (\(values));\n"
                }.joined()
        }.joined()
    }

    /// Writes the database; an existing one is replaced.
    public func write(to file: URL) throws {
        try? FileManager.default.removeItem(at: file)
        let folder = file.deletingLastPathComponent()
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Database(path: file.path, access: .readWrite).execute(script)
    }

    private static let tradeColumns = """
        id INTEGER NOT NULL, exchange VARCHAR(25) NOT NULL, pair VARCHAR(25) NOT NULL,
        base_currency VARCHAR(25), stake_currency VARCHAR(25), is_open BOOLEAN NOT NULL,
        fee_open FLOAT NOT NULL, fee_close FLOAT NOT NULL, open_rate FLOAT NOT NULL,
        close_rate FLOAT, close_rate_requested FLOAT, close_profit FLOAT, close_profit_abs FLOAT,
        stake_amount FLOAT NOT NULL, max_stake_amount FLOAT, amount FLOAT NOT NULL,
        open_date DATETIME NOT NULL, close_date DATETIME, stop_loss FLOAT,
        initial_stop_loss FLOAT, is_stop_loss_trailing BOOLEAN NOT NULL, max_rate FLOAT,
        min_rate FLOAT, exit_reason VARCHAR(255), strategy VARCHAR(100), enter_tag VARCHAR(255),
        timeframe INTEGER, leverage FLOAT, is_short BOOLEAN NOT NULL,
        interest_rate FLOAT NOT NULL, funding_fees FLOAT, record_version INTEGER NOT NULL,
        PRIMARY KEY (id)
        """

    private static let orderColumns = """
        id INTEGER NOT NULL, ft_trade_id INTEGER NOT NULL, ft_order_side VARCHAR(25) NOT NULL,
        ft_pair VARCHAR(25) NOT NULL, ft_is_open BOOLEAN NOT NULL, ft_amount FLOAT NOT NULL,
        ft_price FLOAT NOT NULL, order_id VARCHAR(255) NOT NULL, status VARCHAR(255),
        side VARCHAR(25), price FLOAT, average FLOAT, amount FLOAT, filled FLOAT, cost FLOAT,
        stop_price FLOAT, order_filled_date DATETIME, ft_order_tag VARCHAR(255),
        PRIMARY KEY (id)
        """
}
