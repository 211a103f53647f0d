internal import Market
internal import Records

/// Where the knowledge of each side ends, Unix milliseconds UTC.
struct Horizon {
    /// A back-test closes what is open at its end: that exit says nothing of the strategy.
    let expectedEndMs: Int?
    /// The last thing that the bot is known to have done.
    let actualEndMs: Int?

    init(expected: [Trade], actual: [Trade]) {
        expectedEndMs = expected.compactMap(\.closeMs).max()
        actualEndMs = actual.map { $0.closeMs ?? $0.openMs }.max()
    }

    /// Whether both sides can know how the trade ended.
    func covers(expected: Trade, actual: Trade) -> Bool {
        if expected.exitReason == "force_exit", expected.closeMs == expectedEndMs {
            let endMs = actual.closeMs ?? .max
            return endMs <= expected.closeMs ?? .max
        }
        return !actual.isOpen || (expected.closeMs ?? .max) < actualEndMs ?? .min
    }
}

/// Compares the two sides of one match, field by field.
struct TradeComparison {
    /// Who said what was expected.
    enum Reference: String {
        case store
        case backtest = "back-test"
    }

    let bot: String
    let reference: Reference
    let tolerances: Tolerances
    /// Instants are the same when they lie in the same candle; 1 compares milliseconds.
    let candleMs: Int
    /// nil when both sides know the same.
    var horizon: Horizon?

    /// Breaks of one match, each saying how sure the match is.
    func breaks(expected: Trade, actual: Trade, match: Matching.Match) -> [Break] {
        let confidence = (match.confidence * 100).rounded() / 100
        return breaks(expected: expected, actual: actual).map { found in
            var matched = found
            matched.confidence = confidence
            if match.tier == .near {
                matched.message += " (Matched by time and amount, confidence \(plain(confidence)).)"
            }
            return matched
        }
    }

    /// Breaks of one match; none where both sides agree within the tolerances.
    func breaks(expected: Trade, actual: Trade) -> [Break] {
        var found = [
            quantity(expected, actual), rate("open_rate", \.openRate, expected, actual),
            fee("fee_open", \.feeOpen, value: actual.amount * actual.openRate, expected, actual),
            time("open_ms", "opened", expected.openMs, actual.openMs, expected, actual),
        ]
        guard horizon?.covers(expected: expected, actual: actual) ?? true else {
            return found.compactMap { $0 }
        }
        if expected.exitReason != actual.exitReason {
            // Another reason leaves at another time and price: one cause, one break.
            found.append(exitReason(expected, actual))
        } else if let expectedMs = expected.closeMs, let actualMs = actual.closeMs {
            found.append(closeRate(expected, actual))
            found.append(
                fee(
                    "fee_close", \.feeClose, value: actual.amount * (actual.closeRate ?? 0),
                    expected, actual))
            found.append(time("close_ms", "closed", expectedMs, actualMs, expected, actual))
        }
        return found.compactMap { $0 }
    }

    private func quantity(_ expected: Trade, _ actual: Trade) -> Break? {
        let limit = ratio(tolerances.amountRatio)
        guard differs(expected.amount, actual.amount, limit) else { return nil }
        return broken(
            .tradeQuantity, "amount", expected.amount, actual.amount, limit,
            money: abs(actual.amount - expected.amount) * expected.openRate, trade: actual)
    }

    private func closeRate(_ expected: Trade, _ actual: Trade) -> Break? {
        guard let left = expected.closeRate, let right = actual.closeRate else { return nil }
        let limit = ratio(tolerances.rateRatio)
        guard differs(left, right, limit) else { return nil }
        return broken(
            .tradePrice, "close_rate", left, right, limit,
            money: abs(right - left) * actual.amount, trade: actual)
    }

    private func rate(
        _ field: String, _ value: (Trade) -> Double, _ expected: Trade, _ actual: Trade
    ) -> Break? {
        let (left, right, limit) = (value(expected), value(actual), ratio(tolerances.rateRatio))
        guard differs(left, right, limit) else { return nil }
        return broken(
            .tradePrice, field, left, right, limit, money: abs(right - left) * actual.amount,
            trade: actual)
    }

    private func fee(
        _ field: String, _ ratio: (Trade) -> Double, value: Double, _ expected: Trade,
        _ actual: Trade
    ) -> Break? {
        let (left, right) = (ratio(expected), ratio(actual))
        let limit = reference == .store ? tolerances.noiseRatio : tolerances.feeRatio
        guard abs(right - left) > limit * (1 + tolerances.noiseRatio) else { return nil }
        let money = abs(right - left) * value
        return Break(
            id: id(.tradeFee, actual, field), code: BreakCode.tradeFee.rawValue,
            severity: severity(money: money, stake: actual.stake), bot: bot,
            pair: actual.pair.symbol, tradeID: actual.tradeID, openMs: actual.openMs, field: field,
            expected: plain(left), actual: plain(right), delta: right - left, tolerance: limit,
            moneyAtRisk: money, currency: actual.currency,
            message: "\(actual.spoken): \(field.replacing("_", with: " ")) is"
                + " \(percentage(right)) where the \(reference.rawValue) has"
                + " \(percentage(left)).")
    }

    /// The tolerance of this comparison: two copies of one row may differ by noise alone.
    private func ratio(_ ratio: Double) -> Double {
        reference == .store ? tolerances.noiseRatio : ratio
    }

    /// A limit counts as kept when it is missed by noise alone.
    private func differs(_ expected: Double, _ actual: Double, _ limit: Double) -> Bool {
        abs(actual - expected) > (limit + tolerances.noiseRatio) * abs(expected)
    }

    private func broken(
        _ code: BreakCode, _ field: String, _ expected: Double, _ actual: Double,
        _ tolerance: Double, money: Double, trade: Trade
    ) -> Break {
        let name = field.replacing("_", with: " ")
        return Break(
            id: id(code, trade, field), code: code.rawValue,
            severity: severity(money: money, stake: trade.stake), bot: bot,
            pair: trade.pair.symbol, tradeID: trade.tradeID, openMs: trade.openMs, field: field,
            expected: plain(expected), actual: plain(actual), delta: actual - expected,
            tolerance: tolerance * abs(expected), moneyAtRisk: money, currency: trade.currency,
            message: "\(trade.spoken): \(name) is \(plain(actual)) where the \(reference.rawValue)"
                + " has \(plain(expected)) (\(percent(from: expected, to: actual))).")
    }

    private func time(
        _ field: String, _ verb: String, _ expectedMs: Int, _ actualMs: Int, _ expected: Trade,
        _ actual: Trade
    ) -> Break? {
        let candles =
            candleNumber(actualMs, candleMs: candleMs)
            - candleNumber(expectedMs, candleMs: candleMs)
        guard candles != 0 else { return nil }
        let lateMs = actualMs - expectedMs
        let money = profitDifference(expected, actual)
        let rule: Break.Severity = abs(candles) > 1 || reference == .store ? .warn : .info
        let byMoney = severity(money: money ?? 0, stake: actual.stake)
        return Break(
            id: id(.tradeTime, actual, field), code: BreakCode.tradeTime.rawValue,
            severity: byMoney.rank > rule.rank ? byMoney : rule, bot: bot,
            pair: actual.pair.symbol, tradeID: actual.tradeID, openMs: actual.openMs, field: field,
            expected: instant(expectedMs), actual: instant(actualMs), delta: Double(lateMs),
            tolerance: Double(candleMs), moneyAtRisk: money,
            currency: money.map { _ in actual.currency },
            message: "\(actual.spoken) \(verb) at \(instant(actualMs)), \(duration(lateMs))"
                + " \(lateMs > 0 ? "after" : "before") the \(reference.rawValue)"
                + " (\(instant(expectedMs))).")
    }

    private func exitReason(_ expected: Trade, _ actual: Trade) -> Break? {
        let (left, right) = (expected.exitReason ?? "open", actual.exitReason ?? "open")
        let money = profitDifference(expected, actual)
        return Break(
            id: id(.signalDivergence, actual, "exit_reason"),
            code: BreakCode.signalDivergence.rawValue, severity: .info, bot: bot,
            pair: actual.pair.symbol, tradeID: actual.tradeID, openMs: actual.openMs,
            field: "exit_reason", expected: left, actual: right,
            moneyAtRisk: money, currency: money.map { _ in actual.currency },
            message: "\(actual.spoken): the exit reason is \(right) where the"
                + " \(reference.rawValue) has \(left).")
    }

    /// By how much the two results are apart; nil where one of them is not known.
    private func profitDifference(_ expected: Trade, _ actual: Trade) -> Double? {
        expected.profitAbs.flatMap { left in actual.profitAbs.map { abs($0 - left) } }
    }

    private func id(_ code: BreakCode, _ trade: Trade, _ field: String) -> String {
        code.id(bot, "\(trade.tradeID)", trade.pair.symbol, field, reference.rawValue)
    }

    private func severity(money: Double, stake: Double) -> Break.Severity {
        guard stake > 0 else { return .warn }
        if money >= tolerances.criticalRatio * stake { return .critical }
        return money >= tolerances.warnRatio * stake ? .warn : .info
    }
}
