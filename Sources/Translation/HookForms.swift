internal import Strategies

extension Hook {
    /// What freqtrade passes, after `self`.
    var arguments: String {
        switch self {
        case .customStoploss:
            "pair, trade, current_time, current_rate, current_profit, after_fill, **kwargs"
        case .customExit: "pair, trade, current_time, current_rate, current_profit, **kwargs"
        case .customStakeAmount:
            "pair, current_time, current_rate, proposed_stake, min_stake, max_stake, leverage, "
                + "entry_tag, side, **kwargs"
        case .customEntryPrice:
            "pair, trade, current_time, proposed_rate, entry_tag, side, **kwargs"
        case .customExitPrice:
            "pair, trade, current_time, proposed_rate, current_profit, exit_tag, **kwargs"
        case .confirmTradeEntry:
            "pair, order_type, amount, rate, time_in_force, current_time, entry_tag, side, "
                + "**kwargs"
        case .confirmTradeExit:
            "pair, trade, order_type, amount, rate, time_in_force, exit_reason, current_time, "
                + "**kwargs"
        case .adjustTradePosition:
            "trade, current_time, current_rate, current_profit, min_stake, max_stake, **kwargs"
        case .leverage:
            "pair, current_time, current_rate, proposed_leverage, max_leverage, entry_tag, side, "
                + "**kwargs"
        }
    }

    var pairName: String { self == .adjustTradePosition ? "trade.pair" : "pair" }

    /// The attribute that makes freqtrade ask for the hook, nil where it always does.
    var enabling: String? {
        switch self {
        case .customStoploss: "use_custom_stoploss"
        case .adjustTradePosition: "position_adjustment_enable"
        default: nil
        }
    }

    /// What a missing answer means.
    var standard: String {
        switch self {
        case .customStakeAmount: "proposed_stake"
        case .customEntryPrice, .customExitPrice: "proposed_rate"
        case .leverage: "proposed_leverage"
        default: "None"
        }
    }

    /// The name of the rate at which the hook is asked.
    fileprivate var rate: String {
        switch self {
        case .confirmTradeEntry, .confirmTradeExit: "rate"
        case .customEntryPrice, .customExitPrice: "proposed_rate"
        default: "current_rate"
        }
    }
}

extension ExpressionWriter {
    func fact(_ fact: TradeFact) -> Phrase {
        guard let hook else { preconditionFailure("\(fact) outside of a hook") }
        switch fact {
        case .profitRatio:
            return Phrase(
                hook == .confirmTradeExit ? "trade.calc_profit_ratio(rate)" : "current_profit")
        case .minutes:
            return Phrase("(current_time - trade.open_date_utc).total_seconds() / 60", .product)
        case .currentRate: return Phrase(hook.rate)
        case .entries: return Phrase("trade.nr_of_successful_entries")
        case .exits: return Phrase("trade.nr_of_successful_exits")
        case .minutesSinceFill:
            return Phrase(
                "(current_time - trade.date_last_filled_utc).total_seconds() / 60", .product)
        case .firstStake:
            return Phrase(
                "trade.select_filled_orders(trade.entry_side)[0].stake_amount_filled")
        case .lastEntryRate:
            return Phrase("trade.select_filled_orders(trade.entry_side)[-1].safe_price")
        // freqtrade has None before it looked at the first candle.
        case .maxRate: return Phrase("(trade.max_rate or trade.open_rate)")
        case .minRate: return Phrase("(trade.min_rate or trade.open_rate)")
        // freqtrade has None where there is no tag, and where the market has no limit.
        case .enterTag: return Phrase("(trade.enter_tag or \"\")")
        case .entryTag: return Phrase("(entry_tag or \"\")")
        case .entrySide: return Phrase("side")
        case .entryLeverage: return Phrase("leverage")
        case .exitReason: return Phrase("exit_reason")
        case .minimumStake: return Phrase("(min_stake or 0)")
        case .openRate, .stakeAmount, .amount, .leverage, .isShort, .maxStakeAmount,
            .realizedProfit, .hasOpenOrders, .proposedStake, .maximumStake, .proposedRate,
            .proposedLeverage, .maximumLeverage, .afterFill:
            return Phrase(fact.rawValue)
        }
    }
}
