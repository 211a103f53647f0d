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
        let (trades, currency) = (result.trades, result.currency)
        let hasShorts = trades.contains { $0.side == .short }
        let side = hasShorts ? [Table.Column.words("Side", key: "side")] : []
        return Table(
            identifier: "trades",
            caption: "Trades, newest first; amounts in \(currency), times in UTC",
            columns: [.words("Trade", key: "trade_id"), .words("Pair")] + side + [
                Table.Column(title: "Opened", key: "open_ms"),
                Table.Column(title: "Closed", key: "close_ms"),
                Table.Column(title: "Stake", key: "stake_amount"),
                Table.Column(title: "Open rate"), Table.Column(title: "Close rate"),
                Table.Column(title: "Profit", key: "profit_abs"),
                Table.Column(title: "Return", key: "profit_ratio"), .words("Enter tag"),
                .words("Exit reason"),
            ],
            rows: Table.Rows(trades.count) { place in
                row(trades, trades.count - 1 - place, hasShorts, currency)
            })
    }

    private static func row(
        _ trades: [Trade], _ place: Int, _ hasShorts: Bool, _ currency: String
    ) -> Table.Row {
        let decimals = NumberText.decimals(of: currency)
        func number(
            _ field: String, _ value: Double?, unit: String, isResult: Bool = false
        ) -> Table.Cell {
            .number(Number(field, value, unit: unit, isResult: isResult, reason: "open"))
        }
        func money(_ field: String, _ value: Double?, isResult: Bool) -> Table.Cell {
            .number(
                Number(field, value, decimals: decimals, isResult: isResult, reason: "open"))
        }
        let name = String(trades[place].tradeID)
        var cells: [Table.Cell] = []
        cells.reserveCapacity(12)
        cells.append(.text(name))
        cells.append(.text(trades[place].pair.symbol))
        if hasShorts { cells.append(.text(trades[place].side.rawValue)) }
        cells.append(number("open_ms", Double(trades[place].openMs), unit: "instant"))
        cells.append(number("close_ms", trades[place].closeMs.map(Double.init), unit: "instant"))
        cells.append(money("stake_amount", trades[place].stakeAmount, isResult: false))
        cells.append(number("open_rate", trades[place].openRate, unit: "price"))
        cells.append(number("close_rate", trades[place].closeRate, unit: "price"))
        cells.append(money("profit_abs", trades[place].profitAbs, isResult: true))
        cells.append(
            number("profit_ratio", trades[place].profitRatio, unit: "ratio", isResult: true))
        cells.append(.text(trades[place].enterTag ?? ""))
        cells.append(.text(trades[place].exitReason ?? ""))
        return Table.Row(record: ("trade", name), cells: cells)
    }
}
