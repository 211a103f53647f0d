internal import Strategies

extension Hook {
    /// What freqtrade passes, after `self`.
    var arguments: String {
        switch self {
        case .orderFilled: "pair, trade, order, current_time, **kwargs"
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
        case .orderFilled: "order.safe_price"
        default: "current_rate"
        }
    }
}

extension ExpressionWriter {
    func fact(_ fact: TradeFact) -> Phrase {
        guard let hook else { preconditionFailure("\(fact) outside of a hook") }
        switch fact {
        case .profitRatio:
            let isAsked = hook == .confirmTradeExit || hook == .orderFilled
            return Phrase(isAsked ? "trade.calc_profit_ratio(\(hook.rate))" : "current_profit")
        case .minutes:
            return Phrase("(current_time - trade.open_date_utc).total_seconds() / 60", .product)
        case .currentRate: return Phrase(hook.rate)
        case .entries: return Phrase("trade.nr_of_successful_entries")
        case .exits: return Phrase("trade.nr_of_successful_exits")
        case .minutesSinceFill:
            return Phrase(
                "(current_time - trade.date_last_filled_utc).total_seconds() / 60", .product)
        case .firstStake: return entry(0, "stake_amount_filled")
        case .firstRate: return entry(0, "safe_price")
        case .firstAmount: return entry(0, "safe_filled")
        case .firstCost: return entry(0, "cost")
        case .minutesSinceEntry:
            return Phrase(
                "(current_time - \(entry(-1, "order_filled_utc").text)).total_seconds() / 60",
                .product)
        case .lastEntryStake: return entry(-1, "stake_amount_filled")
        case .lastEntryRate: return entry(-1, "safe_price")
        case .lastEntryAmount: return entry(-1, "safe_filled")
        case .lastEntryCost: return entry(-1, "cost")
        case .minutesSinceExit: return Phrase("minutes_since_exit(trade, current_time)")
        case .lastExitStake: return exit("stake_amount_filled")
        case .lastExitRate: return exit("safe_price")
        case .lastExitAmount: return exit("safe_filled")
        case .lastExitCost: return exit("cost")
        case .stopRate: return Phrase("trade.stop_loss")
        case .initialStopRate: return Phrase("trade.initial_stop_loss")
        // freqtrade has None before it looked at the first candle.
        case .maxRate: return Phrase("(trade.max_rate or trade.open_rate)")
        case .minRate: return Phrase("(trade.min_rate or trade.open_rate)")
        // freqtrade has None where there is no tag, and where the market has no limit.
        case .enterTag: return Phrase("(trade.enter_tag or \"\")")
        case .entryTag: return Phrase("(entry_tag or \"\")")
        case .entrySide: return Phrase("side")
        case .entryLeverage: return Phrase("leverage")
        case .exitReason:
            return Phrase(hook == .customExitPrice ? "exit_tag" : "exit_reason")
        case .orderIsEntry:
            return Phrase("order.ft_order_side == trade.entry_side", .comparison)
        case .orderAmount: return Phrase("amount")
        case .walletTotal: return Phrase("self.wallets.get_total_stake_amount()")
        case .walletAvailable: return Phrase("self.wallets.get_available_stake_amount()")
        case .walletFree: return Phrase("self.wallets.get_free(self.config[\"stake_currency\"])")
        case .minimumStake: return Phrase("(min_stake or 0)")
        case .openRate, .stakeAmount, .amount, .leverage, .isShort, .maxStakeAmount,
            .realizedProfit, .hasOpenOrders, .proposedStake, .maximumStake, .proposedRate,
            .proposedLeverage, .maximumLeverage, .afterFill:
            return Phrase(fact.rawValue)
        }
    }

    /// A part of a filled entry: the first is always there.
    private func entry(_ place: Int, _ part: String) -> Phrase {
        Phrase("trade.select_filled_orders(trade.entry_side)[\(place)].\(part)")
    }

    private func exit(_ part: String) -> Phrase {
        Phrase("of_last_exit(trade, \(PythonWords.literal(part)))")
    }
}
