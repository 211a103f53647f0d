internal import JSONL
internal import Market
internal import Records

/// The list of a result's trades, newest first, a hundred to a page.
struct TradePages {
    let frame: Frame
    let result: SiteContent.Result
    /// Where the pages go, ending in a slash.
    let folder: String
    /// Whose trades they are.
    let owner: String
    let section: String
    /// All trades, the newest first.
    let all: Table

    static let rowsPerPage = 100

    var pages: [Page] {
        let count = all.rows.count
        let total = (count + Self.rowsPerPage - 1) / Self.rowsPerPage
        return (0..<total).map { index in
            let rows =
                index * Self.rowsPerPage..<min((index + 1) * Self.rowsPerPage, count)
            return frame.page(
                folder + "trades-\(index + 1).html", template: "trades",
                title: "Trades of \(owner)", section: section, run: result.run,
                [
                    ("run", .text(result.run.run)), ("owner", .text(owner)),
                    ("pages", links(total, current: index)),
                    ("first", .integer(rows.lowerBound + 1)), ("last", .integer(rows.upperBound)),
                    ("trade_total", Number.count("trades", count).context),
                ], tables: [("trades", all.showing(rows))])
        }
    }

    private func links(_ total: Int, current: Int) -> JSONValue {
        .list(
            (0..<total).map { number in
                [
                    "label": .text(String(number + 1)), "href": .text("trades-\(number + 1).html"),
                    "current": .boolean(number == current),
                ]
            })
    }

    /// All trades, the newest first.
    static func table(_ result: SiteContent.Result) -> Table {
        let hasShorts = result.trades.contains { $0.side == .short }
        let side = hasShorts ? [Table.Column.words("Side", key: "side")] : []
        return Table(
            identifier: "trades",
            caption: "Trades, newest first; amounts in \(result.currency), times in UTC",
            columns: [.words("Trade", key: "trade_id"), .words("Pair")] + side + [
                Table.Column(title: "Opened", key: "open_ms"),
                Table.Column(title: "Closed", key: "close_ms"),
                Table.Column(title: "Stake", key: "stake_amount"),
                Table.Column(title: "Open rate"), Table.Column(title: "Close rate"),
                Table.Column(title: "Profit", key: "profit_abs"),
                Table.Column(title: "Return", key: "profit_ratio"), .words("Enter tag"),
                .words("Exit reason"),
            ], rows: result.trades.reversed().map { row($0, hasShorts, result.currency) })
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
