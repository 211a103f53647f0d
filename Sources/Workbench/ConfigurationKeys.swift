internal import JSONL
internal import Records
internal import Strategies

/// What a configuration may say beyond `TradingConfiguration`.
struct ConfigurationKeys {
    let path: String
    let json: JSONValue
    let strategies: [Strategy]

    /// Read by `TradingConfiguration`, by the strategy or here.
    private static let used: Set<String> = [
        "max_open_trades", "stake_currency", "stake_amount", "tradable_balance_ratio",
        "dry_run_wallet", "fee", "trading_mode", "margin_mode", "unfilledtimeout",
        "amend_last_stake_amount", "last_stake_amount_min_ratio", "available_capital",
        "amount_reserve_percent", "exchange", "pair_whitelist", "pairlists", "order_types",
        "strategy", "enable_protections", "use_custom_stoploss", "liquidation_buffer",
        "timeframe_detail", "position_adjustment_enable", "position_stacking",
        "futures_funding_rate", "ignore_buying_expired_candle_after",
    ]

    /// Of no meaning for a back-test.
    private static let live: Set<String> = [
        "$schema", "dry_run", "fiat_display_currency", "cancel_open_orders_on_exit",
        "entry_pricing", "exit_pricing", "bot_name", "initial_state", "force_entry_enable",
        "internals", "dataformat_ohlcv", "dataformat_trades", "api_server", "telegram", "discord",
        "webhook", "external_message_consumer", "add_config_files", "db_url", "user_data_dir",
        "datadir", "logfile",
        "log_config", "verbosity", "order_time_in_force", "coingecko",
        "custom_price_max_distance_ratio", "process_only_new_candles", "dry_run_show_sensitive",
        "recursive_strategy_search", "strategy_path", "disableparamexport", "produce_signals",
        "runmode", "reduce_df_footprint", "export", "candle_type_def", "config_files",
        "new_pairs_days",
        "download_trades", "disable_dataframe_checks",
    ]

    /// Would change a back-test; harmless only when false or empty.
    private static let unsupported: Set<String> = [
        "freqai", "edge",
    ]

    func check(warn: (String) -> Void) throws(RecordError) {
        for member in json.members ?? [] where !member.value.isNull {
            let key = member.key
            if Self.used.contains(key) || Self.live.contains(key)
                || Strategy.overridableKeys.contains(key)
            {
                continue
            }
            if key == "protections" {
                throw wrong(key, "belongs into the strategy file, as in freqtrade")
            }
            if Self.unsupported.contains(key) {
                if isOff(member.value) { continue }
                throw wrong(key, "is something that back-tests do not follow yet")
            }
            warn("\(path): unknown key \"\(key)\" is not used")
        }
        try checkValues()
    }

    private func checkValues() throws(RecordError) {
        for list in json["pairlists"]?.array ?? [] {
            let method = list["method"]?.string ?? ""
            if method != "StaticPairList" {
                throw wrong(
                    "pairlists",
                    "names \"\(method)\"; back-tests know StaticPairList only, with the pairs of "
                        + "exchange.pair_whitelist or --pair")
            }
        }
        if json["use_custom_stoploss"]?.bool == true,
            let strategy = strategies.first(where: { !$0.hookNames.contains(.customStoploss) })
        {
            throw wrong("use_custom_stoploss", "is true, but \(strategy.name) has none")
        }
        try checkMarketOrder("entry", pricing: "entry_pricing", sides: ["ask", "other"])
        try checkMarketOrder("exit", pricing: "exit_pricing", sides: ["bid", "other"])
    }

    /// As freqtrade asks for; a market order fills at the candle's open, like a limit order without a wish.
    private func checkMarketOrder(
        _ type: String, pricing: String, sides: [String]
    ) throws(RecordError) {
        guard json["order_types"]?[type]?.string == "market",
            !sides.contains(json[pricing]?["price_side"]?.string ?? "")
        else { return }
        throw wrong(
            "order_types",
            "has \"\(type)\": \"market\", which needs \(pricing).price_side \"other\"")
    }

    private func isOff(_ value: JSONValue) -> Bool {
        switch value {
        case .null, .boolean(false): true
        case .object(let members):
            members.isEmpty || value["enabled"] == .boolean(false)
        default: false
        }
    }

    private func wrong(_ key: String, _ why: String) -> RecordError {
        RecordError(field: key, message: "\"\(key)\" \(why)")
    }
}
