internal import Records

/// How much of a back-test hangs on what candles do not tell. Bots do not have these: their exchange
/// knew the order of prices.
enum FillCatalogue {
    static let rows: [Row<FillTally>] = [
        row(
            "same_candle_count", "Trades within one candle", "count",
            "trades that the candle which opened them also closed"
        ) { Double($0.sameCandleTrades) },
        row(
            "order_dependent_count", "Trades that hang on the order of prices", "count",
            "trades whose last candle reached both the stop and the ROI's price, or raised a trailing "
                + "stop with its high and reached it with its low, or bought below or sold above its open and "
                + "reached an exit: the candle does not tell which came first"
        ) { Double($0.orderDependentTrades) },
        row(
            "order_dependent_profit", "Profit that hangs on the order of prices", "currency",
            "sum of the profits after fees of the trades that order_dependent_count counts"
        ) { $0.orderDependentProfit },
        row(
            "gapped_stop_count", "Stops that the price jumped over", "count",
            "trades that left by a stop which their last candle had opened beyond"
        ) { Double($0.gappedStops) },
        row(
            "gap_gift", "Received above the open after such jumps", "currency",
            "sum over them of what the exit brought after its fee, less what the open of the last "
                + "candle would have brought: freqtrade fills at the stop where the candle comes back to it"
        ) { $0.gapGift },
    ]

    private static func row(
        _ name: String, _ title: String, _ unit: String, _ formula: String,
        _ read: @escaping @Sendable (FillTally) -> Double
    ) -> Row<FillTally> {
        Row(
            definition: MeasureDefinition(
                name: name, title: title, chapter: "Fills", unit: unit, formula: formula,
                annualisation: nil, source: "freqtrade 2026.9's rules, by candle")
        ) { .value(read($0)) }
    }
}
