internal import JSONL
internal import Market
internal import Records

/// The list of a result's trades, newest first, a hundred to a page.
struct TradePages {
    let frame: Frame
    let result: SiteContent.Result

    static let rowsPerPage = 100

    var pages: [Page] {
        let count = result.trades.count
        let total = (count + Self.rowsPerPage - 1) / Self.rowsPerPage
        return (0..<total).map { index in
            let rows =
                index * Self.rowsPerPage..<min((index + 1) * Self.rowsPerPage, count)
            let links = (0..<total).map { number -> JSONValue in
                [
                    "label": .text(String(number + 1)), "href": .text("trades-\(number + 1).html"),
                    "current": .boolean(number == index),
                ]
            }
            return frame.page(
                "strategies/\(folder(result.run.strategy))/trades-\(index + 1).html",
                template: "trades", title: "Trades of \(result.run.strategy)",
                section: "strategies", run: result.run,
                [
                    ("run", .text(result.run.run)), ("strategy", .text(result.run.strategy)),
                    ("trades", Self.table(result, rows: rows).context), ("pages", .list(links)),
                    ("first", .integer(rows.lowerBound + 1)), ("last", .integer(rows.upperBound)),
                    ("trade_total", Number.count("trades", count).context),
                ])
        }
    }

    /// Some of the trades, counted from the newest.
    static func table(_ result: SiteContent.Result, rows: Range<Int>) -> Table {
        let newest = result.trades.reversed()
        let chosen = newest.dropFirst(rows.lowerBound).prefix(rows.count)
        let hasShorts = result.trades.contains { $0.side == .short }
        let words = ["Trade", "Pair"] + (hasShorts ? ["Side"] : [])
        let columns =
            words.map { Table.Column(title: $0, isNumeric: false) }
            + ["Opened", "Closed", "Stake", "Open rate", "Close rate", "Profit", "Return"].map {
                Table.Column(title: $0)
            } + ["Enter tag", "Exit reason"].map { Table.Column(title: $0, isNumeric: false) }
        return Table(
            identifier: "trades",
            caption: "Trades, newest first; amounts in \(result.currency), "
                + "times in UTC",
            columns: columns,
            rows: chosen.map { row($0, hasShorts, result.currency) })
    }

    private static func row(_ trade: Trade, _ hasShorts: Bool, _ currency: String) -> Table.Row {
        let open = "open"
        let decimals = NumberText.decimals(of: currency)
        func money(_ field: String, _ value: Double?, isResult: Bool) -> Number {
            var number = Number(field, value, unit: "number", isResult: isResult, reason: open)
            guard let value else { return number }
            let text = NumberText.fixed(value, decimals)
            number = Number(
                name: .field(field), value: value,
                text: isResult && value > 0 ? "+" + text : text, tone: number.tone)
            return number
        }
        return Table.Row(
            record: ("trade", String(trade.tradeID)),
            cells: [.text(String(trade.tradeID)), .text(trade.pair.symbol)]
                + (hasShorts ? [.text(trade.side.rawValue)] : []) + [
                    .number(Number("open_ms", Double(trade.openMs), unit: "instant")),
                    .number(
                        Number(
                            "close_ms", trade.closeMs.map(Double.init), unit: "instant",
                            reason: open)),
                    .number(money("stake_amount", trade.stakeAmount, isResult: false)),
                    .number(Number("open_rate", trade.openRate, unit: "price")),
                    .number(Number("close_rate", trade.closeRate, unit: "price", reason: open)),
                    .number(money("profit_abs", trade.profitAbs, isResult: true)),
                    .number(
                        Number(
                            "profit_ratio", trade.profitRatio, unit: "ratio", isResult: true,
                            reason: open)),
                    .text(trade.enterTag ?? ""), .text(trade.exitReason ?? ""),
                ])
    }
}
