internal import JSONL
internal import Records
internal import YAML

/// A bot's configuration as the desk states it: shared keys, then the bot's own, then what the
/// desk says in its own words.
struct DeskConfiguration {
    let shared: YAMLNode?
    let own: YAMLNode?

    /// Keys that the desk file states outside of `config`.
    static let saidElsewhere = ["dry_run": "mode", "strategy": "strategy", "db_url": "database"]

    /// freqtrade's top-level keys, for spelling. Source: freqtrade's documentation, "Configuration
    /// parameters" (2026.9); `pair_whitelist` and `pair_blacklist` stand for those of `exchange`.
    static let knownKeys: [String] = [
        "max_open_trades", "stake_currency", "stake_amount", "tradable_balance_ratio",
        "available_capital", "amend_last_stake_amount", "last_stake_amount_min_ratio",
        "amount_reserve_percent", "timeframe", "fiat_display_currency", "dry_run_wallet",
        "cancel_open_orders_on_exit", "process_only_new_candles", "minimal_roi", "stoploss",
        "trailing_stop", "trailing_stop_positive", "trailing_stop_positive_offset",
        "trailing_only_offset_is_reached", "fee", "futures_funding_rate", "trading_mode",
        "margin_mode", "liquidation_buffer", "unfilledtimeout", "entry_pricing", "exit_pricing",
        "custom_price_max_distance_ratio", "use_exit_signal", "exit_profit_only",
        "exit_profit_offset", "ignore_roi_if_entry_signal", "ignore_buying_expired_candle_after",
        "order_types", "order_time_in_force", "position_adjustment_enable",
        "max_entry_position_adjustment", "exchange", "pairlists", "pair_whitelist",
        "pair_blacklist", "protections", "leverage", "initial_state", "force_entry_enable",
        "disable_dataframe_checks", "disableparamexport", "internals", "logger",
        "user_data_dir", "dataformat_ohlcv", "dataformat_trades", "reduce_df_footprint",
        "strategy_path", "recursive_strategy_search", "add_config_files", "bot_name", "freqai",
        "startup_candle_count", "edge", "datadir", "sync_trades_interval", "orderflow",
    ]

    /// - Throws: `YAMLError` where a value cannot be a configuration's.
    func stated(
        mode: Bot.Mode, exchange: DeskFile.Exchange, strategy: DeskFile.DesiredStrategy
    ) throws(YAMLError) -> JSONValue {
        var merged: JSONValue = .object([])
        for layer in [shared, own] {
            if let layer { merged = merged.merging(lifted(try json(layer))) }
        }
        var words: [JSONValue.Member] = [.init("dry_run", .boolean(mode == .dryRun))]
        words.append(.init("strategy", .text(strategy.name)))
        words.append(.init("exchange", .object([.init("name", .text(exchange.freqtradeName))])))
        if let timeframe = strategy.timeframe, merged["timeframe"] == nil {
            words.append(.init("timeframe", .text(timeframe)))
        }
        return merged.merging(.object(words))
    }

    /// Moves the pair lists to where freqtrade keeps them.
    private func lifted(_ configuration: JSONValue) -> JSONValue {
        guard case .object(let members) = configuration else { return configuration }
        let lists = members.filter { ["pair_whitelist", "pair_blacklist"].contains($0.key) }
        let others = members.filter { !["pair_whitelist", "pair_blacklist"].contains($0.key) }
        guard !lists.isEmpty else { return configuration }
        return JSONValue.object(others).merging(
            .object([.init("exchange", .object(lists))]))
    }

    private func json(_ node: YAMLNode) throws(YAMLError) -> JSONValue {
        switch node.content {
        case .list(let elements):
            var values: [JSONValue] = []
            for element in elements { values.append(try json(element)) }
            return .list(values)
        case .map(let entries):
            var members: [JSONValue.Member] = []
            for entry in entries { members.append(.init(entry.key, try json(entry.value))) }
            return .object(members)
        case .scalar:
            if node.isNull { return .null }
            if let flag = try? node.boolean() { return .boolean(flag) }
            if let whole = try? node.integer() { return .integer(whole) }
            if let number = try? node.number() { return .number(number) }
            return .text(try node.string())
        }
    }
}

extension JSONValue {
    /// This object with the other's keys laid over it; objects under one key are merged in turn.
    func merging(_ other: JSONValue) -> JSONValue {
        guard case .object(var members) = self, case .object(let others) = other else {
            return other
        }
        for member in others {
            guard let index = members.firstIndex(where: { $0.key == member.key }) else {
                members.append(member)
                continue
            }
            members[index] = Member(member.key, members[index].value.merging(member.value))
        }
        return .object(members)
    }
}
