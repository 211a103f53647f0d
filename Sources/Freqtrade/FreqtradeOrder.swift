internal import Records

/// A row of freqtrade's table `orders`, in its spelling.
struct FreqtradeOrder {
    static let columns: [Column] = [
        .optional("id"), .required("ft_trade_id"), .required("ft_order_side"),
        .optional("ft_is_open"), .optional("ft_amount"), .optional("ft_price"),
        .optional("status"), .optional("side"), .optional("price"), .optional("average"),
        .optional("amount"), .optional("filled"), .optional("cost"), .optional("stop_price"),
        .optional("order_filled_date"), .optional("ft_order_tag"),
    ]

    let side: TradeOrder.Side
    let status: String
    let amount, filled, price, cost: Double
    /// Unix milliseconds UTC.
    let orderFilledDate: Int?
    let tag: String?

    /// - Parameters:
    ///   - cells: the row.
    ///   - isShort: the side of the trade, because a stop loss on the exchange does not name its own.
    /// - Throws: `CellError` for the first column that holds something else.
    init(_ cells: Cells, ofShort isShort: Bool) throws(CellError) {
        let words = [cells.words("ft_order_side"), cells.words("side")]
        side =
            words.compactMap { $0.flatMap(TradeOrder.Side.init(rawValue:)) }.first
            ?? (isShort ? .buy : .sell)
        let isOpen = try cells.flag("ft_is_open", default: false)
        status = cells.words("status") ?? (isOpen ? "open" : "closed")
        amount = try Self.first(of: ["amount", "ft_amount"], cells)
        filled = try cells.optionalReal("filled") ?? 0
        // The average of the fills, else the price asked for.
        price = try Self.first(of: ["average", "price", "stop_price", "ft_price"], cells)
        cost = try cells.optionalReal("cost") ?? price * filled
        orderFilledDate = try cells.instantMs("order_filled_date")
        tag = try cells.text("ft_order_tag")
    }

    /// The first of some columns that says something, else 0.
    private static func first(of names: [String], _ cells: Cells) throws(CellError) -> Double {
        for name in names {
            if let number = try cells.optionalReal(name) { return number }
        }
        return 0
    }

    func tradeOrder() throws(RecordError) -> TradeOrder {
        try TradeOrder(
            side: side, status: status, amount: amount, filled: filled, price: price, cost: cost,
            filledMs: orderFilledDate, tag: tag)
    }
}
