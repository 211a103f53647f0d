internal import Market
public import Records
public import Strategies

extension Testbed {
    /// Which entry is to be explained.
    public enum ExplainedEntry: Sendable {
        /// The trade with this number, in closing order from 1.
        case trade(Int)
        /// The candle of the pair that opens at an instant, Unix milliseconds.
        case candle(pair: Int, atMs: Int)
    }

    /// Why a trade was opened and closed as it was, or why there was none: what the engine decided, asked
    /// again while somebody watches.
    ///
    /// nil when there is no such trade, or no such candle that may be traded.
    public func explanation(
        of entry: ExplainedEntry, _ values: ParameterValues, run: String
    ) -> Explanation? {
        let pairs = inputs(values)
        let engine = engine(values)
        let trades = engine.run(pairs).trades
        guard let (pair, row) = place(of: entry, trades, pairs.map(engine.track)) else {
            return nil
        }
        let watch = TradeWatch(pair: pair, row: row)
        _ = engine.run(pairs, watch: watch)
        let explainer = Explainer(
            testbed: self, engine: engine, values: values, track: engine.track(pairs[pair]),
            whole: Track(pairs[pair]), watch: watch,
            tradeID: trades.firstIndex { $0.pair == pair && $0.entryRow == row }.map { $0 + 1 })
        return explainer.explanation(run: run)
    }

    private func place(
        of entry: ExplainedEntry, _ trades: [SimulatedTrade], _ tracks: [Track]
    ) -> (pair: Int, row: Int)? {
        switch entry {
        case .trade(let number):
            guard trades.indices.contains(number - 1) else { return nil }
            return (trades[number - 1].pair, trades[number - 1].entryRow)
        case .candle(let pair, let time):
            let track = tracks[pair]
            let row = track.row(atMs: time)
            guard track.isTraded(row), track.time(row) == time else {
                return nil
            }
            return (pair, row)
        }
    }
}

/// Turns what a watched entry went through into steps that people and programs read.
struct Explainer {
    typealias Step = Explanation.Step
    typealias Number = Explanation.Number

    let testbed: Testbed
    let engine: Backtest
    let values: ParameterValues
    let track: Track
    /// The strategy's own candles, whose signals count; `track` where that has no shorter ones.
    let whole: Track
    let watch: TradeWatch
    let tradeID: Int?

    func explanation(run: String) -> Explanation {
        let trade = watch.trade
        return Explanation(
            run: run, tradeID: tradeID, pair: track.pair, strategy: testbed.strategy.name,
            timeframe: engine.rules.timeframe, openMs: track.time(watch.row),
            closeMs: tradeID == nil ? nil : trade?.closeMs,
            exitReason: tradeID == nil ? nil : trade?.exitReason,
            profitAbs: tradeID == nil ? nil : trade?.profitAbs,
            profitRatio: tradeID == nil ? nil : trade?.profitRatio,
            steps: signal() + watch.events.map(step) + closing())
    }

    var currency: String { engine.configuration.stakeCurrency }

    /// The rules of each side that the market takes.
    private var sides: [(side: Side, enter: [SignalRule], exit: [SignalRule])] {
        let strategy = testbed.strategy
        let long = (Side.long, strategy.enterLong, strategy.exitLong)
        guard engine.isFutures, engine.rules.canShort else { return [long] }
        return [long, (.short, strategy.enterShort, strategy.exitShort)]
    }

    /// The entry rules on the candle before, the one whose tag stays last.
    private func signal() -> [Step] {
        let row = track.signalRow(watch.row)
        let said = sides.flatMap { side in
            read(side.enter, row).map { (key: "enter_\(side.side)", reading: $0) }
        }
        let holding = said.filter(\.reading.holds)
        var steps = (holding.isEmpty ? said : holding).map {
            ruleStep($0.key, $0.reading, row: row)
        }
        if holding.isEmpty {
            steps.append(refusal("no entry rule holds: there is no signal"))
        } else if track.entry(from: watch.row) != watch.row {
            for side in sides {
                steps += read(side.exit, row).filter(\.holds).map {
                    ruleStep("exit_\(side.side)", $0, row: row)
                }
            }
            let isTorn = Set(holding.map(\.key)).count > 1
            steps.append(
                refusal(
                    isTorn
                        ? "entry signals of both sides take each other back"
                        : "an exit signal on the same candle takes the entry signal back"))
        } else if watch.events.isEmpty {
            steps.append(refusal("\(track.pair) had an open trade or order already"))
        }
        return steps
    }

    private func read(_ rules: [SignalRule], _ row: Int) -> [RuleReading] {
        testbed.readings(of: rules, pair: watch.pair, row: row, values)
    }

    private func refusal(_ text: String) -> Step {
        Step(atMs: track.time(watch.row), step: .refusal, text: text)
    }

    /// What a rule said at the close of one of the strategy's candles.
    func ruleStep(_ key: String, _ reading: RuleReading, row: Int) -> Step {
        let verdict = reading.holds ? "holds" : "does not hold"
        let tag = reading.holds ? reading.rule.tag.map { ", tag \"\($0)\"" } ?? "" : ""
        let parts = reading.parts.map { part in
            part.isCondition ? "\(part.text): \(part.value == 1)" : assignment(part)
        }
        return Step(
            atMs: whole.time(row), step: .signal,
            text:
                "at the close of this candle \(key), line \(reading.rule.line), \(verdict)\(tag): "
                + parts.joined(separator: "; "),
            values: reading.parts.map { Number($0.text, $0.value) }, numbers: candle(row, of: whole)
        )
    }

    private func assignment(_ part: RuleReading.Part) -> String {
        "\(part.text) = \(part.value.map { "\($0)" } ?? "missing")"
    }

    func candle(_ row: Int) -> [Number] { candle(row, of: track) }

    private func candle(_ row: Int, of track: Track) -> [Number] {
        [
            Number("open", track.open[row]), Number("high", track.high[row]),
            Number("low", track.low[row]), Number("close", track.close[row]),
        ]
    }

    /// What the trade brought, or that it never was one.
    private func closing() -> [Step] {
        guard tradeID != nil, let trade = watch.trade else {
            guard let trade = watch.trade, trade.fillRow == nil,
                trade.closeMs == trade.openMs
            else { return [] }
            return [
                Step(
                    atMs: track.time(track.count - 1), step: .withdrawal,
                    text: "the entry order was never filled: no trade came of it")
            ]
        }
        let (open, close) = trade.values
        let (bought, sold) = trade.isShort ? (close, open) : (open, close)
        let deal =
            trade.isShort
            ? "bought back for \(bought) \(currency) with fees, sold for \(sold) after fees"
            : "sold for \(sold) \(currency) after fees what was bought for \(bought) with fees"
        let numbers = [
            Number("fee_ratio", trade.fee), Number("amount", trade.amount),
            Number("open_rate", trade.openRate), Number("close_rate", trade.closeRate),
            Number("bought_value", bought), Number("sold_value", sold),
            Number("profit_abs", trade.profitAbs), Number("profit_ratio", trade.profitRatio),
        ]
        return [
            Step(
                atMs: trade.closeMs, step: .close,
                text: "\(deal): \(trade.exitReason), profit \(trade.profitAbs) \(currency)"
                    + funding(trade),
                numbers: numbers
                    + (engine.isFutures ? [Number("funding_fees", trade.fundingFees)] : []))
        ]
    }

    private func funding(_ trade: SimulatedTrade) -> String {
        guard trade.fundingFees != 0 else { return "" }
        let verb = trade.fundingFees > 0 ? "got" : "paid"
        return ", funding of \(trade.fundingFees.magnitude) \(currency) \(verb)"
    }
}
