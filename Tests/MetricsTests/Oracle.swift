import Foundation
import Market
import Records
import TestSupport
import Testing

/// The reference runs and vectors of the shared folder, where it is at hand.
enum Oracle {
    static let exists = sharedFolder != nil

    static func object(_ path: String) throws -> [String: Any] {
        try #require(try json(path) as? [String: Any])
    }

    /// A JSON object of `Tests/MetricsTests/Golden`.
    static func golden(_ name: String) throws -> [String: Any] {
        let data = try Data(contentsOf: TestSupport.golden("MetricsTests", name))
        return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    }

    static func integer(_ value: Any?) throws -> Int { try #require(value as? NSNumber).intValue }

    static func trades(_ run: String) throws -> [Trade] {
        let rows = try #require(try json("freqtrade/\(run)/trades.json.gz") as? [[String: Any]])
        return try rows.enumerated().map { index, row in
            var trade = try trade(
                id: index + 1, profit: try #require(row["profit_abs"] as? Double),
                closeMs: try integer(row["close_timestamp"]))
            trade.pair = try Pair(try #require(row["pair"] as? String))
            trade.openMs = try integer(row["open_timestamp"])
            trade.profitRatio = try #require(row["profit_ratio"] as? Double)
            trade.stakeAmount = try #require(row["stake_amount"] as? Double)
            trade.side = row["is_short"] as? Bool == true ? .short : .long
            trade.exitReason = row["exit_reason"] as? String
            trade.enterTag = row["enter_tag"] as? String
            trade.orders = try #require(row["orders"] as? [[String: Any]]).map { order in
                try TradeOrder(
                    side: .buy, status: "closed", amount: 1, filled: 1, price: 1,
                    cost: #require(order["cost"] as? Double), filledMs: 0, tag: nil)
            }
            return trade
        }
    }

    static func trade(id: Int, profit: Double, closeMs: Int) throws -> Trade {
        try Trade(
            origin: .run("r"), tradeID: id, pair: Pair("BTC/USDT"), side: .long, isOpen: false,
            openMs: 0, closeMs: closeMs, openRate: 1, closeRate: 1, amount: 1, stakeAmount: 1,
            maxStakeAmount: nil, feeOpen: 0, feeClose: 0, leverage: 1, profitAbs: profit,
            profitRatio: profit, enterTag: "tag", exitReason: "roi", minRate: nil, maxRate: nil,
            initialStopLossAbs: nil, stopLossAbs: nil, fundingFees: 0, strategy: "s",
            timeframe: Timeframe("5m"), orders: [])
    }

    private static func json(_ path: String) throws -> Any {
        let folder = try #require(sharedFolder)
        let file = "\(folder)/oracle/\(path)"
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = path.hasSuffix(".gz") ? ["gzip", "-dc", file] : ["cat", file]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return try JSONSerialization.jsonObject(with: data)
    }
}
