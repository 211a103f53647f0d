internal import Market
internal import Records

/// The trades of one bot against the store and against a back-test.
struct TradeReconciliation {
    let sources: BotSources
    let tolerances: Tolerances
    private let duplicates: Duplicates
    private let window: TestedWindow?
    private var gaps: IdentityGaps
    /// Trades that the comparison with the store already found missing in the bot.
    private var missingInBot: [Trade] = []

    /// After `endMs` nobody knows what the bot did; nil where it is up to date.
    init(sources: BotSources, tolerances: Tolerances, endMs: Int?) {
        self.sources = sources
        self.tolerances = tolerances
        duplicates = Duplicates(
            bot: sources.bot, trades: sources.trades, earlier: sources.earlier)
        window = TestedWindow(sources, duplicates, endMs: endMs, tolerances: tolerances)
        gaps = IdentityGaps(
            trades: sources.trades, unreadable: sources.unreadable.map(\.tradeID))
    }

    /// Breaks in no particular order.
    mutating func breaks() -> [Break] {
        var found = duplicates.breaks
        if let reported = sources.reported {
            found += ProfitCheck(bot: reported, tolerances: tolerances).breaks(duplicates.kept)
        }
        found += CandleHoles(bot: sources.bot, tolerances: tolerances)
            .breaks(sources.holes, duplicates.kept)
        if let stored = sources.stored { found += againstStore(stored) }
        if let window { found += againstBacktest(window) }
        return found
    }

    private mutating func againstStore(_ stored: [Trade]) -> [Break] {
        if stored.isEmpty, sources.trades.count > 1 { return [neverIngested()] }
        let matching = Matching(byIdentity: stored, sources.trades)
        let comparison = TradeComparison(
            bot: sources.bot, reference: .store, tolerances: tolerances, candleMs: 1)
        // An open trade goes on after it was ingested; only finished ones must agree.
        var found = matching.matches.filter { !stored[$0.expected].isOpen }.flatMap {
            comparison.breaks(expected: stored[$0.expected], actual: sources.trades[$0.actual])
        }
        missingInBot = matching.missing.map { stored[$0] }.filter(\.wasEntered)
        found += missingInBot.map { goneFromBot($0) }
        found += matching.extra.map { missingInStore(sources.trades[$0]) }
        found += sources.unreadable.map { missingInStore($0) }
        return found
    }

    private mutating func againstBacktest(_ window: TestedWindow) -> [Break] {
        let (expected, actual) = (window.expected, window.actual)
        let comparison = TradeComparison(
            bot: sources.bot, reference: .backtest, tolerances: tolerances,
            candleMs: window.candleMs, horizon: Horizon(expected: expected, actual: actual))
        var found = window.matching.matches.flatMap { match in
            comparison.breaks(
                expected: expected[match.expected], actual: actual[match.actual], match: match)
        }
        var missing = window.matching.missing.map { expected[$0] }
            .sorted { $0.openMs < $1.openMs }
        if let skew = window.skew { found.append(skew.found(sources.bot)) }
        if let silence = Silence(actual: actual, missing: missing, tolerances: tolerances) {
            found.append(silence.found(sources.bot))
            missing.removeAll { $0.openMs > silence.lastMs }
        }
        let offsetMs = window.skew?.offsetMs ?? 0
        found += missing.compactMap {
            missed($0, candleMs: window.candleMs, offsetMs: offsetMs)
        }
        found += window.matching.extra.map { extraEntry(actual[$0]) }
        return found
    }

    /// A trade of the back-test that the bot lacks; nil where another break already says why.
    /// The bot's clock is `offsetMs` ahead of the back-test's.
    private mutating func missed(_ trade: Trade, candleMs: Int, offsetMs: Int) -> Break? {
        let candle = candleNumber(trade.openMs, candleMs: candleMs)
        let isKnown = missingInBot.contains {
            $0.pair == trade.pair && $0.side == trade.side
                && abs(candleNumber($0.openMs, candleMs: candleMs) - candle) <= tolerances.candles
        }
        let filling = gaps.take(
            openMs: trade.openMs + offsetMs, slackMs: candleMs * tolerances.candles)
        if isKnown { return nil }
        switch filling {
        case .absent(let id): return removed(trade, id: id)
        case .unreadable: return nil
        case nil: return missedEntry(trade)
        }
    }

    private func removed(_ trade: Trade, id: Int) -> Break {
        broken(
            .tradeMissingInBot, trade, tradeID: id, words: ["back-test"],
            severity: trade.isOpen ? .critical : .warn, expected: trade.entrySpoken,
            message: "The back-test has a trade on \(trade.entrySpoken); the bot's database skips"
                + " trade id \(id) there, so its row was removed.")
    }

    private func goneFromBot(_ trade: Trade) -> Break {
        broken(
            .tradeMissingInBot, trade, tradeID: trade.tradeID, words: ["store"],
            severity: trade.isOpen ? .critical : .warn, expected: trade.entrySpoken,
            message: "\(trade.spoken) (\(instant(trade.openMs))) is in the store but no longer in"
                + " the bot's database.")
    }

    private func missingInStore(_ trade: Trade) -> Break {
        broken(
            .tradeMissingInStore, trade, tradeID: trade.tradeID, words: ["\(trade.tradeID)"],
            severity: trade.isOpen ? .critical : .warn, actual: trade.entrySpoken,
            message: "\(trade.spoken) (\(instant(trade.openMs))) is in the bot's database but not"
                + " in the store.")
    }

    private func neverIngested() -> Break {
        let (count, open) = (sources.trades.count, sources.trades.filter(\.isOpen))
        return Break(
            id: BreakCode.tradeMissingInStore.id(sources.bot, "all"),
            code: BreakCode.tradeMissingInStore.rawValue,
            severity: open.isEmpty ? .warn : .critical, bot: sources.bot, expected: "0",
            actual: "\(count)", delta: Double(count),
            message: "None of the \(count) trades in the bot's database is in the store: it was"
                + " never ingested.")
    }

    private func missingInStore(_ row: BotSources.UnreadableTrade) -> Break {
        Break(
            id: BreakCode.tradeMissingInStore.id(sources.bot, "\(row.tradeID)", "unreadable"),
            code: BreakCode.tradeMissingInStore.rawValue, severity: .warn, bot: sources.bot,
            tradeID: row.tradeID, actual: row.reason,
            message: "Trade \(row.tradeID) of the bot's database cannot be read, so the store lacks"
                + " it: \(row.reason).")
    }

    private func missedEntry(_ trade: Trade) -> Break {
        broken(
            .signalDivergence, trade, tradeID: nil, words: ["missed_entry"], severity: .warn,
            field: "missed_entry", expected: trade.entrySpoken,
            message: "The back-test entered \(trade.entrySpoken); the bot did not.")
    }

    private func extraEntry(_ trade: Trade) -> Break {
        broken(
            .signalDivergence, trade, tradeID: trade.tradeID, words: ["extra_entry"],
            severity: .warn, field: "extra_entry", actual: trade.entrySpoken,
            message: "The bot entered \(trade.entrySpoken) (trade \(trade.tradeID)); the back-test"
                + " did not.")
    }

    /// A break about a whole trade; what is at risk is its stake.
    private func broken(
        _ code: BreakCode, _ trade: Trade, tradeID: Int?, words: [String],
        severity: Break.Severity, field: String? = nil, expected: String? = nil,
        actual: String? = nil, message: String
    ) -> Break {
        let identity = [trade.pair.symbol, trade.side.rawValue, "\(trade.openMs)"]
        return Break(
            id: code.id([sources.bot] + identity + words), code: code.rawValue, severity: severity,
            bot: sources.bot, pair: trade.pair.symbol, tradeID: tradeID, openMs: trade.openMs,
            field: field, expected: expected, actual: actual, moneyAtRisk: trade.stake,
            currency: trade.currency, message: message)
    }
}

extension Trade {
    /// False for an open trade whose entry was never filled: freqtrade deletes it on time-out.
    fileprivate var wasEntered: Bool {
        !isOpen || orders.isEmpty || orders.contains { $0.filled > 0 }
    }
}
