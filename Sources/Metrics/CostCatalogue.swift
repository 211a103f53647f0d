public import Records

/// What trading cost, and how much more it could have cost.
///
/// The break-even cost is that of the same fills: dearer orders would also have moved the prices of
/// exits that are derived from fees, and who got a slot. `stressMeasures` says what a back-test at
/// another cost really does.
enum CostCatalogue {
    static let rows: [Row<TradeBook>] = [
        row("turnover", "Turnover", "currency", "V, sum of filled amount × price over all orders") {
            .value($0.costs.turnover)
        },
        row(
            "fees_paid", "Fees paid", "currency",
            "F, sum of filled amount × price × the fee's ratio over all orders; slippage is in the "
                + "prices"
        ) { .value($0.costs.fees) },
        row(
            "order_cost", "Cost of an order", "basis_points",
            "F ÷ V × 10,000: what a mean order cost, as a part of its value"
        ) { book in
            Reading(ratio(book.costs.fees, book.costs.turnover).map { $0 * 1e4 }, otherwise: none)
        },
        row(
            "break_even_cost", "Break-even cost", "basis_points",
            "(P + F) ÷ V × 10,000: the cost of every order at which the same fills would have earned "
                + "nothing; below 0 they lose without any cost"
        ) { book in
            Reading(
                ratio(book.total + book.costs.fees, book.costs.turnover).map { $0 * 1e4 },
                otherwise: none)
        },
    ]

    /// What is said of a back-test at a higher cost, labelled with the stress.
    static let stressed: [Row<TradeBook>] = {
        let names = [
            "order_cost", "trade_count", "profit_total_abs", "profit_total", "profit_mean",
            "winrate", "profit_factor", "max_drawdown_account",
        ]
        let all = rows + TradeCatalogue.rows
        return names.compactMap { name in all.first { $0.definition.name == name } }
    }()

    private static let none = "no order was filled"

    private static func row(
        _ name: String, _ title: String, _ unit: String, _ formula: String,
        _ read: @escaping @Sendable (TradeBook) -> Reading
    ) -> Row<TradeBook> {
        Row(
            definition: MeasureDefinition(
                name: name, title: title, chapter: "Costs", unit: unit, formula: formula,
                annualisation: nil, source: "textbook")
        ) { book in
            book.count == 0 ? .undefined(Reason.noTrades) : read(book)
        }
    }
}

/// What a back-test of the same strategy came to where every order costs more.
///
/// `stress` names the cost, such as `fee=2x,slippage=5bps`; `trades` are those of that back-test in
/// the order of closing, and the rest is as for `tearsheet`.
public func stressMeasures(
    _ stress: String, run: String, trades: [Trade], startingBalance: Double, currency: String,
    fromMs: Int, toMs: Int
) -> [Measure] {
    let book = TradeBook(
        closed: trades, startingBalance: startingBalance,
        days: max(1, (toMs - fromMs) / 86_400_000))
    return CostCatalogue.stressed.map {
        $0.measure(of: book, run: run, currency: currency, label: ("stress", stress))
    }
}

extension Trade {
    /// Value of what was bought and sold and the fees on it, stake currency. A trade without orders, as
    /// spreadsheets know it, was bought and sold at once.
    var costs: (turnover: Double, fees: Double) {
        let entry: TradeOrder.Side = side == .long ? .buy : .sell
        var (turnover, fees, isFilled) = (Sum(), Sum(), false)
        for index in orders.indices where orders[index].filledMs != nil {
            isFilled = true
            let value = orders[index].filled * orders[index].price
            turnover.add(value)
            fees.add(value * (orders[index].side == entry ? feeOpen : feeClose))
        }
        if isFilled { return (turnover.value, fees.value) }
        let (opened, closed) = (amount * openRate, amount * (closeRate ?? 0))
        return (opened + closed, opened * feeOpen + closed * feeClose)
    }
}
