internal import Market
internal import Records

/// A row of freqtrade's table `trades`, in its spelling; `trade` makes it one of ours, checked.
struct FreqtradeTrade {
    /// What a row that does not say it is taken to mean.
    struct Defaults {
        let bot: String
        let strategy: String?
        let timeframe: Timeframe?
    }

    static let columns: [Column] = [
        .required("id"), .optional("exchange"), .required("pair"), .optional("stake_currency"),
        .required("is_open"), .required("fee_open"), .required("fee_close"),
        .required("open_rate"), .optional("close_rate"), .optional("close_profit"),
        .optional("close_profit_abs"), .required("stake_amount"), .optional("max_stake_amount"),
        .required("amount"), .required("open_date"), .optional("close_date"),
        .optional("stop_loss"), .optional("initial_stop_loss"), .optional("max_rate"),
        .optional("min_rate"), .optional("exit_reason", "sell_reason"), .optional("strategy"),
        .optional("enter_tag", "buy_tag"), .optional("timeframe", "ticker_interval"),
        .optional("leverage"), .optional("is_short"), .optional("funding_fees"),
    ]

    let id: Int
    let pair: Pair
    let isOpen: Bool
    let isShort: Bool
    let feeOpen, feeClose, openRate, stakeAmount, amount: Double
    let closeRate, closeProfit, closeProfitAbs, maxStakeAmount: Double?
    /// Unix milliseconds UTC.
    let openDate: Int
    let closeDate: Int?
    let stopLoss, initialStopLoss, maxRate, minRate: Double?
    let leverage, fundingFees: Double?
    let exitReason, strategy, enterTag: String?
    let timeframe: Timeframe?
    let orders: [FreqtradeOrder]

    init(_ cells: Cells, orders: [Cells], defaults: Defaults) throws(CellError) {
        id = try cells.integer("id")
        pair = try cells.pair("pair")
        isOpen = try cells.flag("is_open", default: false)
        isShort = try cells.flag("is_short", default: false)
        feeOpen = try cells.real("fee_open")
        feeClose = try cells.real("fee_close")
        openRate = try cells.real("open_rate")
        stakeAmount = try cells.real("stake_amount")
        amount = try cells.real("amount")
        closeRate = try cells.optionalReal("close_rate")
        closeProfit = try cells.optionalReal("close_profit")
        closeProfitAbs = try cells.optionalReal("close_profit_abs")
        maxStakeAmount = try cells.optionalReal("max_stake_amount")
        guard let opened = try cells.instantMs("open_date") else {
            throw cells.wrong("open_date", "a date and time")
        }
        openDate = opened
        closeDate = try cells.instantMs("close_date")
        stopLoss = try cells.optionalReal("stop_loss")
        initialStopLoss = try cells.optionalReal("initial_stop_loss")
        maxRate = try cells.optionalReal("max_rate")
        minRate = try cells.optionalReal("min_rate")
        leverage = try cells.optionalReal("leverage")
        fundingFees = try cells.optionalReal("funding_fees")
        exitReason = try cells.text("exit_reason")
        strategy = try cells.text("strategy") ?? defaults.strategy
        enterTag = try cells.text("enter_tag")
        timeframe = try cells.timeframe("timeframe") ?? defaults.timeframe
        let isShort = isShort
        self.orders = try orders.map { (order) throws(CellError) in
            try FreqtradeOrder(order, ofShort: isShort)
        }
    }

    /// The row as a trade of generation 1: the store finds out which generation it belongs to.
    ///
    /// What freqtrade notes of an end that has not come yet (a requested exit, the profit of a
    /// part) is left out of an open trade.
    func trade(bot: String) throws(RecordError) -> Trade {
        guard let timeframe else {
            throw RecordError(
                field: "timeframe", message: "\"timeframe\" is null, and nothing else tells it")
        }
        var orders: [TradeOrder] = []
        for order in self.orders { orders.append(try order.tradeOrder()) }
        return try Trade(
            origin: .bot(name: bot, generation: 1), tradeID: id, pair: pair,
            side: isShort ? .short : .long, isOpen: isOpen, openMs: openDate,
            closeMs: isOpen ? nil : closeDate, openRate: openRate,
            closeRate: isOpen ? nil : closeRate, amount: amount, stakeAmount: stakeAmount,
            maxStakeAmount: maxStakeAmount, feeOpen: feeOpen, feeClose: feeClose,
            leverage: leverage ?? 1, profitAbs: isOpen ? nil : closeProfitAbs,
            profitRatio: isOpen ? nil : closeProfit, enterTag: enterTag, exitReason: exitReason,
            minRate: minRate, maxRate: maxRate, initialStopLossAbs: initialStopLoss,
            stopLossAbs: stopLoss, fundingFees: fundingFees ?? 0, strategy: strategy ?? "",
            timeframe: timeframe, orders: orders)
    }

    /// A rule's words with the columns under the names that freqtrade gave them.
    static func freqtradeSpelling(_ message: String) -> String {
        [
            ("close_ms", "close_date"), ("open_ms", "open_date"),
            ("profit_abs", "close_profit_abs"),
            ("profit_ratio", "close_profit"), ("initial_stop_loss_abs", "initial_stop_loss"),
            ("stop_loss_abs", "stop_loss"),
        ].reduce(message) { $0.replacing("\"\($1.0)\"", with: "\"\($1.1)\"") }
    }
}
