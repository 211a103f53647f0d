internal import JSONL
internal import Market
internal import Records

/// Holds the profit that a bot reports against what its fills, fees and funding add up to.
struct ProfitCheck {
    let bot: Bot
    let tolerances: Tolerances

    func breaks(_ trades: [Trade]) -> [Break] { trades.compactMap(mismatch) }

    private func mismatch(_ trade: Trade) -> Break? {
        guard let reported = trade.profitAbs, let computed = trade.profitOfFills else { return nil }
        let difference = (Amount(reported) - computed).double
        guard abs(difference) > tolerances.profitRatio * trade.stake else { return nil }
        let equity = bot.equity(in: trade.currency)
        let expected = plain((computed.double * 1e8).rounded() / 1e8)
        return Break(
            id: BreakCode.profitMismatch.id(bot.bot, "\(trade.tradeID)", trade.pair.symbol),
            code: BreakCode.profitMismatch.rawValue,
            severity: severity(abs(difference), equity: equity ?? trade.stake), bot: bot.bot,
            pair: trade.pair.symbol, tradeID: trade.tradeID, openMs: trade.openMs,
            field: "profit_abs", expected: expected, actual: plain(reported), delta: difference,
            tolerance: tolerances.profitRatio * trade.stake, moneyAtRisk: abs(difference),
            currency: trade.currency,
            message: "\(trade.spoken): the bot reports a profit of \(plain(reported))"
                + " \(trade.currency) where its fills and fees add up to \(expected).")
    }

    private func severity(_ money: Double, equity: Double) -> Break.Severity {
        if money > tolerances.equityCriticalRatio * equity { return .critical }
        return money > tolerances.equityWarnRatio * equity ? .warn : .info
    }
}

extension Trade {
    /// What was received less what was paid, with fees and funding, exact but for one division where
    /// more was bought than sold, as fees in the coin itself do; nil while the trade is open.
    var profitOfFills: Amount? {
        guard !isOpen, let closeRate else { return nil }
        let one = Amount(1)
        let entrySide: TradeOrder.Side = side == .long ? .buy : .sell
        var entry = Fills(orders.filter { $0.side == entrySide })
        var exit = Fills(orders.filter { $0.side != entrySide })
        if entry.amount.isZero || exit.amount.isZero {
            entry = Fills(amount: Amount(amount), value: Amount(amount) * Amount(openRate))
            exit = Fills(amount: Amount(amount), value: Amount(amount) * Amount(closeRate))
        }
        var paid = entry.value
        if entry.amount != exit.amount {
            paid = (entry.value * exit.amount).divided(by: entry.amount)
        }
        let (feeOpen, feeClose) = (Amount(feeOpen), Amount(feeClose))
        let profit =
            side == .long
            ? exit.value * (one - feeClose) - paid * (one + feeOpen)
            : paid * (one - feeOpen) - exit.value * (one + feeClose)
        return profit + Amount(fundingFees)
    }
}

/// What some orders moved: base currency and its value.
private struct Fills {
    var amount = Amount.zero
    var value = Amount.zero

    init(amount: Amount, value: Amount) { (self.amount, self.value) = (amount, value) }

    init(_ orders: [TradeOrder]) {
        for order in orders where order.filled > 0 {
            amount = amount + Amount(order.filled)
            value = value + Amount(order.filled) * Amount(order.price)
        }
    }
}

extension Bot {
    /// The capital that the bot's configuration names, in its stake currency; nil where it names none.
    fileprivate func equity(in currency: String) -> Double? {
        let keys = ["available_capital"] + (mode == .dryRun ? ["dry_run_wallet"] : [])
        return keys.lazy.compactMap { key in
            self.config[key]?.double ?? self.config[key]?[currency]?.double
        }.first
    }
}
