internal import JSONL
internal import Market
internal import Records

/// Amounts as freqtrade prints them.
enum CoinText {
    static func decimals(_ currency: String) -> Int {
        switch currency {
        case "BTC": 8
        case "ETH": 5
        default: 3
        }
    }

    /// With the currency's decimals, without zeros at the end.
    static func text(_ value: Double, currency: String) -> String {
        let text = "\(Precision.rounded(value, decimals: decimals(currency)))"
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}

/// Durations in minutes in the three ways in which they are written.
enum DurationText {
    /// `1 day, 5:57:00`
    static func python(_ minutes: Double) -> String {
        let whole = Int(minutes.rounded(.toNearestOrEven))
        let (days, rest) = (whole / 1_440, whole % 1_440)
        let time = "\(rest / 60):\(two(rest % 60)):00"
        return days == 0 ? time : "\(days) day\(days == 1 ? "" : "s"), \(time)"
    }

    /// `1d 05:57`
    static func days(_ minutes: Double) -> String {
        let whole = Int(minutes.rounded(.toNearestOrEven))
        return "\(whole / 1_440)d \(two(whole % 1_440 / 60)):\(two(whole % 60))"
    }

    /// `1 days 05:57:00`
    static func pandas(_ minutes: Double) -> String {
        let whole = Int(minutes)
        return "\(whole / 1_440) days \(two(whole % 1_440 / 60)):\(two(whole % 60)):00"
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}

extension Int {
    /// Unix milliseconds as `2026-08-02 01:00:00`, UTC.
    var spokenInstant: String {
        let instant = Timestamp(milliseconds: self).description
        return String(instant.prefix(19)).replacing("T", with: " ")
    }
}

extension Trade {
    /// The trade as freqtrade's archive has it; `stoploss` is the strategy's ratio. That of a stop
    /// that moved is not known.
    func exported(stoploss: JSONValue) -> JSONValue {
        func number(_ value: Double?) -> JSONValue { value.map { .number($0) } ?? .null }
        let close = closeMs ?? openMs
        return [
            "pair": .text(pair.symbol),
            "stake_amount": .number(Precision.rounded(stakeAmount, decimals: 8)),
            "max_stake_amount": .number(
                Precision.rounded(maxStakeAmount ?? stakeAmount, decimals: 8)),
            "amount": .number(Precision.rounded(amount, decimals: 8)),
            "open_date": .text(openMs.spokenInstant + "+00:00"),
            "close_date": .text(close.spokenInstant + "+00:00"),
            "open_rate": .number(openRate), "close_rate": number(closeRate),
            "fee_open": .number(feeOpen), "fee_close": .number(feeClose),
            "trade_duration": .integer((close - openMs) / 60_000),
            "profit_ratio": number(profitRatio), "profit_abs": number(profitAbs),
            "exit_reason": .text(exitReason ?? ""),
            "initial_stop_loss_abs": number(initialStopLossAbs),
            "initial_stop_loss_ratio": stoploss, "stop_loss_abs": number(stopLossAbs),
            "stop_loss_ratio": stopLossAbs == initialStopLossAbs ? stoploss : .null,
            "min_rate": number(minRate), "max_rate": number(maxRate), "is_open": .boolean(isOpen),
            "enter_tag": .text(enterTag ?? ""), "leverage": .number(leverage),
            "is_short": .boolean(side == .short), "open_timestamp": .integer(openMs),
            "close_timestamp": .integer(close), "orders": .list(orders.enumerated().map(exported)),
            "funding_fees": .number(fundingFees),
        ]
    }

    private func exported(_ index: Int, _ order: TradeOrder) -> JSONValue {
        [
            "amount": .number(order.filled), "safe_price": .number(order.price),
            "ft_order_side": .text(order.side.rawValue),
            "order_filled_timestamp": order.filledMs.map { .integer($0) } ?? .null,
            "ft_is_entry": .boolean((order.side == .buy) == (side == .long)),
            "ft_order_tag": .text(order.tag ?? ""), "cost": .number(order.cost),
        ]
    }
}
