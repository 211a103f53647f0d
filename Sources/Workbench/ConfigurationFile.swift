internal import CLI
internal import JSONL
internal import Market
internal import Records
internal import Strategies

/// The trading configuration: a file in freqtrade's keys, or sensible values where there is none.
///
/// No key is passed over in silence: those that only a live bot needs are known, those that would
/// change a back-test and that we cannot follow are refused, and all others are warned of.
enum ConfigurationFile {
    static func configuration(
        _ request: Request, strategy: Strategy, supply: CandleSupply, warn: (String) -> Void
    ) throws(Diagnostic) -> TradingConfiguration {
        var configuration: TradingConfiguration
        if let path = request.configPath {
            configuration = try read(path, strategy: strategy, warn: warn)
        } else {
            // As freqtrade's new-config proposes.
            let currency = (request.pairs.first ?? supply.pairs.first)?.quote ?? ""
            configuration = TradingConfiguration(
                maxOpenTrades: 3, stakeCurrency: currency, stakeAmount: .unlimited,
                pairWhitelist: [])
        }
        if let fee = request.fee { configuration.fee = fee }
        if !request.pairs.isEmpty { configuration.pairWhitelist = request.pairs }
        if configuration.pairWhitelist.isEmpty { configuration.pairWhitelist = supply.pairs }
        let currency = configuration.stakeCurrency
        if let other = configuration.pairWhitelist.first(where: { $0.quote != currency }) {
            throw Diagnostic(
                .badConfiguration, "\(other) is not paid in \(currency), the stake currency",
                hint: "name pairs in \(currency) with --pair or in the configuration")
        }
        return configuration
    }

    private static func read(
        _ path: String, strategy: Strategy, warn: (String) -> Void
    ) throws(Diagnostic) -> TradingConfiguration {
        let json: JSONValue
        let text = try readText(path)
        do throws(JSONError) {
            json = try JSONValue(parsing: text)
        } catch {
            let bad = BadRecord(error, in: text, source: inputName(path))
            throw Diagnostic(
                .badConfiguration, bad.message, hint: bad.hint, location: bad.location)
        }
        do throws(RecordError) {
            var configuration = try TradingConfiguration(json: json)
            try ConfigurationKeys(path: path, json: json, strategy: strategy).check(warn: warn)
            let blacklist = json["exchange"]?["pair_blacklist"]?.array?.compactMap(\.string) ?? []
            configuration.pairWhitelist.removeAll { blacklist.contains($0.symbol) }
            return configuration
        } catch {
            throw Diagnostic(.badConfiguration, error.message, location: inputName(path))
        }
    }
}

/// What a configuration may say beyond `TradingConfiguration`.
private struct ConfigurationKeys {
    let path: String
    let json: JSONValue
    let strategy: Strategy

    /// Read by `TradingConfiguration` or here.
    private static let used: Set<String> = [
        "max_open_trades", "stake_currency", "stake_amount", "tradable_balance_ratio",
        "dry_run_wallet", "fee", "trading_mode", "margin_mode", "unfilledtimeout",
        "amend_last_stake_amount", "last_stake_amount_min_ratio", "exchange", "pair_whitelist",
        "timeframe", "pairlists", "order_types", "strategy", "enable_protections",
    ]

    /// Of no meaning for a back-test.
    private static let live: Set<String> = [
        "$schema", "dry_run", "fiat_display_currency", "cancel_open_orders_on_exit",
        "entry_pricing", "exit_pricing", "bot_name", "initial_state", "force_entry_enable",
        "internals", "dataformat_ohlcv", "dataformat_trades", "api_server", "telegram", "discord",
        "webhook", "external_message_consumer", "db_url", "user_data_dir", "datadir", "logfile",
        "log_config", "verbosity", "order_time_in_force", "coingecko", "add_config_files",
        "custom_price_max_distance_ratio", "process_only_new_candles", "dry_run_show_sensitive",
        "recursive_strategy_search", "strategy_path", "disableparamexport", "produce_signals",
        "runmode", "reduce_df_footprint", "export", "candle_type_def", "config_files",
        "liquidation_buffer", "new_pairs_days", "download_trades",
    ]

    /// Of the strategy in freqtrade too; a configuration would override it there.
    private static let ofStrategy: Set<String> = [
        "minimal_roi", "stoploss", "trailing_stop", "trailing_stop_positive",
        "trailing_stop_positive_offset", "trailing_only_offset_is_reached", "use_exit_signal",
        "exit_profit_only", "exit_profit_offset", "ignore_roi_if_entry_signal",
        "use_custom_stoploss", "startup_candle_count", "protections",
        "max_entry_position_adjustment",
    ]

    /// Would change a back-test; harmless only when false or empty.
    private static let unsupported: Set<String> = [
        "position_adjustment_enable", "position_stacking", "timeframe_detail", "available_capital",
        "ignore_buying_expired_candle_after", "freqai", "edge",
    ]

    func check(warn: (String) -> Void) throws(RecordError) {
        for member in json.members ?? [] where !member.value.isNull {
            let key = member.key
            if Self.used.contains(key) || Self.live.contains(key) { continue }
            if Self.ofStrategy.contains(key) {
                throw wrong(key, "belongs into the strategy file here")
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
        if let timeframe = json["timeframe"]?.string,
            timeframe != strategy.rules.timeframe.description
        {
            throw wrong("timeframe", "differs from the strategy's \(strategy.rules.timeframe)")
        }
        if json["enable_protections"]?.bool == false, !strategy.protections.isEmpty {
            throw wrong("enable_protections", "is false, but a strategy's protections always count")
        }
        for list in json["pairlists"]?.array ?? [] {
            let method = list["method"]?.string ?? ""
            if method != "StaticPairList" {
                throw wrong("pairlists", "names \"\(method)\"; only StaticPairList is known")
            }
        }
        for type in json["order_types"]?.members ?? []
        where ["entry", "exit", "stoploss"].contains(type.key) && type.value.string == "market" {
            // A stop loss leaves at the stop either way.
            if type.key == "stoploss" { continue }
            throw wrong("order_types", "asks for market orders; back-tests use limit orders")
        }
        for pair in json["exchange"]?["pair_blacklist"]?.array ?? [] {
            let symbol = pair.string ?? ""
            if symbol.contains(where: { "*+?()[]|^$\\".contains($0) }) {
                throw wrong(
                    "exchange.pair_blacklist", "has the pattern \"\(symbol)\"; name whole pairs")
            }
        }
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
