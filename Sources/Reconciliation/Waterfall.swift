internal import Market
public import Records

/// How a back-test's profit became its bot's one, in one currency; exact to the last digit.
///
/// A matched pair of trades is taken apart in a fixed order: first the entry rate moves, then the exit
/// rate, both at the back-test's amount; then the amount; then fees and funding. A rate of another
/// candle is timing, not slippage. What freqtrade rounds away is the residual.
struct Waterfall: Sendable {
    /// The terms, in the order in which they are summed; the last one is their sum.
    enum Term: String, Hashable, Sendable, CaseIterable {
        case backtest
        case missedTrades = "missed_trades"
        case extraTrades = "extra_trades"
        case entrySlippage = "entry_slippage"
        case exitSlippage = "exit_slippage"
        case fees
        case funding
        case timing
        case quantity
        case residual
        case live
    }

    let currency: String
    private var values: [Term: Amount] = [:]
    private var counts: [Term: Int] = [:]

    init(currency: String) { self.currency = currency }

    subscript(term: Term) -> Amount { values[term] ?? .zero }

    /// How many trades have a part in the term.
    func trades(_ term: Term) -> Int { counts[term] ?? 0 }

    mutating func add(_ amount: Amount, to term: Term) {
        guard !amount.isZero else { return }
        values[term] = self[term] + amount
        counts[term, default: 0] += 1
    }
}

extension Waterfall {
    /// The waterfalls of one bot, one a currency, by its name. `copies` are trades that are in its
    /// books a second time: extra ones. Instants in one candle of `candleMs` are the same.
    static func all(
        expected: [Trade], actual: [Trade], copies: [Trade] = [], matching: Matching, candleMs: Int
    ) -> [Waterfall] {
        var falls: [String: Waterfall] = [:]
        func change(_ trade: Trade, _ body: (inout Waterfall) -> Void) {
            body(&falls[trade.currency, default: Waterfall(currency: trade.currency)])
        }
        for trade in expected { change(trade) { $0.add(trade.profit, to: .backtest) } }
        for trade in actual + copies { change(trade) { $0.add(trade.profit, to: .live) } }
        for index in matching.missing {
            let trade = expected[index]
            change(trade) { $0.add(-trade.profit, to: .missedTrades) }
        }
        for trade in matching.extra.map({ actual[$0] }) + copies {
            change(trade) { $0.add(trade.profit, to: .extraTrades) }
        }
        for match in matching.matches {
            let (left, right) = (expected[match.expected], actual[match.actual])
            change(left) { $0.take(apart: left, right, candleMs: candleMs) }
        }
        return falls.values.sorted { $0.currency < $1.currency }
    }

    /// Splits the difference of two trades that are the same.
    private mutating func take(apart left: Trade, _ right: Trade, candleMs: Int) {
        let total = right.profit - left.profit
        guard let leftClose = left.closeRate, let rightClose = right.closeRate,
            left.profitAbs != nil, right.profitAbs != nil
        else { return add(total, to: .timing) }
        let isShort = left.side == .short
        func signed(_ amount: Amount) -> Amount { isShort ? -amount : amount }
        let (amount, other) = (Amount(left.amount), Amount(right.amount))
        let entry = signed(amount * (Amount(left.openRate) - Amount(right.openRate)))
        let exit = signed(amount * (Amount(rightClose) - Amount(leftClose)))
        let quantity = signed((other - amount) * (Amount(rightClose) - Amount(right.openRate)))
        let fees = left.fees - right.fees
        let funding = Amount(right.fundingFees) - Amount(left.fundingFees)
        let parts = entry + exit + quantity + fees + funding
        let (entryTerm, exitTerm) = (
            Self.isSame(left.openMs, right.openMs, candleMs) ? Term.entrySlippage : .timing,
            Self.isSame(left.closeMs, right.closeMs, candleMs) ? Term.exitSlippage : .timing
        )
        if entryTerm == exitTerm {
            add(entry + exit, to: entryTerm)
        } else {
            add(entry, to: entryTerm)
            add(exit, to: exitTerm)
        }
        add(quantity, to: .quantity)
        add(fees, to: .fees)
        add(funding, to: .funding)
        add(total - parts, to: .residual)
    }

    private static func isSame(_ left: Int?, _ right: Int?, _ candleMs: Int) -> Bool {
        left.map { candleNumber($0, candleMs: candleMs) }
            == right.map { candleNumber($0, candleMs: candleMs) }
    }
}

/// How each bot's profit follows from its back-test's, over the window that both know.
///
/// - Parameters:
///   - sources: as for `reconcile`.
///   - run: the comparison's id.
///   - nowMs: as for `reconcile`.
///   - tolerances: as for `reconcile`.
/// - Returns: for each bot and currency all terms in their order, the back-test's profit first and the
///   bot's last: the sum of the others. Bots without a back-test have none.
public func observations(
    _ sources: [BotSources], run: String, nowMs: Int? = nil, tolerances: Tolerances = Tolerances()
) -> [Observation] {
    sources.sorted { $0.bot < $1.bot }.flatMap { bot -> [Observation] in
        let health = BotHealth(sources: bot, tolerances: tolerances, nowMs: nowMs)
        let duplicates = Duplicates(bot: bot.bot, trades: bot.trades, earlier: [])
        guard bot.reported != nil,
            let window = TestedWindow(
                bot, duplicates, endMs: health.staleSinceMs, tolerances: tolerances)
        else { return [] }
        return Waterfall.all(
            expected: window.expected, actual: window.actual, copies: window.copies,
            matching: window.matching, candleMs: window.candleMs
        ).flatMap { fall in
            Waterfall.Term.allCases.enumerated().map { position, term in
                Observation(
                    run: run, bot: bot.bot, backtest: window.run.run, currency: fall.currency,
                    position: position, name: term.rawValue, value: fall[term],
                    trades: fall.trades(term), fromMs: window.fromMs, toMs: window.toMs)
            }
        }
    }
}

extension Trade {
    /// Zero while the trade is open.
    fileprivate var profit: Amount { profitAbs.map { Amount($0) } ?? .zero }

    /// Of a closed trade, stake currency.
    fileprivate var fees: Amount {
        let entry = Amount(openRate) * Amount(feeOpen)
        let exit = Amount(closeRate ?? 0) * Amount(feeClose)
        return Amount(amount) * (entry + exit)
    }
}
