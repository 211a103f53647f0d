/// Names and literals as Python writes them.
enum PythonWords {
    /// The text as a Python literal in double quotes.
    static func literal(_ text: String) -> String {
        var literal = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": literal += "\\" + String(scalar)
            case "\n": literal += "\\n"
            case "\t": literal += "\\t"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F:
                let digits = String(scalar.value, radix: 16)
                literal += "\\x" + (digits.count < 2 ? "0" : "") + digits
            default: literal.unicodeScalars.append(scalar)
            }
        }
        return literal + "\""
    }

    /// The shortest literal that reads back as the same double; whole numbers as integers.
    static func literal(_ number: Double) -> String {
        guard number.magnitude < 1e15, let whole = Int(exactly: number) else { return "\(number)" }
        return "\(whole)"
    }

    /// `07:30` for a minute of the day.
    static func time(minute: Int) -> String {
        [minute / 60, minute % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
    }

    static func literal(_ flag: Bool) -> String { flag ? "True" : "False" }

    /// `name` as an identifier that means nothing else: other characters become `_`, and what
    /// Python, freqtrade or the written file itself calls so gets a `_` at its end.
    static func identifier(_ name: String, avoiding taken: Set<String> = []) -> String {
        var identifier = ""
        for scalar in name.unicodeScalars {
            let isPlain =
                scalar.isASCII
                && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
            identifier += isPlain ? String(scalar) : "_"
        }
        if identifier.first.map({ !$0.isLetter && $0 != "_" }) ?? true {
            identifier = "_" + identifier
        }
        while keywords.contains(identifier) || modules.contains(identifier)
            || taken.contains(identifier)
        {
            identifier += "_"
        }
        return identifier
    }

    private static let keywords: Set<String> = [
        "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class",
        "continue", "def", "del", "elif", "else", "except", "finally", "for", "from", "global",
        "if", "import", "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return",
        "try", "while", "with", "yield", "self", "super", "property", "bool", "float", "int", "abs",
    ]

    /// What the written file imports or defines.
    static let modules: Set<String> = [
        "np", "pd", "talib", "qtpylib", "IStrategy", "IntParameter", "DecimalParameter",
        "CategoricalParameter", "BooleanParameter", "merge_informative_pair",
        "stoploss_from_open", "stoploss_from_absolute", "choose", "divide", "known", "spread",
        "from_candles",
    ]

    /// Attributes of freqtrade's `IStrategy` (2026.9), and those that the written class adds.
    static let attributes: Set<String> = [
        "INTERFACE_VERSION", "adjust_entry_price", "adjust_exit_price", "adjust_order_price",
        "adjust_trade_position", "advise_all_indicators", "advise_entry", "advise_exit",
        "advise_indicators", "ago", "analyze", "analyze_pair", "analyze_ticker", "bot_loop_start",
        "bot_start", "can_short", "check_buy_timeout", "check_entry_timeout", "check_exit_timeout",
        "check_sell_timeout", "config", "confirm_trade_entry", "confirm_trade_exit",
        "custom_entry_price", "custom_exit", "custom_exit_price", "custom_roi", "custom_sell",
        "custom_stake_amount", "custom_stoploss", "disable_dataframe_checks", "dp",
        "enumerate_parameters", "exit_profit_offset", "exit_profit_only",
        "feature_engineering_expand_all", "feature_engineering_expand_basic",
        "feature_engineering_standard", "freqai", "freqai_info", "ft_advise_signals",
        "ft_bot_cleanup", "ft_bot_start", "ft_check_timed_out", "ft_load_hyper_params",
        "ft_plot_annotations", "ft_set_special_params_from_file", "ft_stoploss_adjust",
        "ft_stoploss_reached", "gather_informative_pairs", "get_entry_signal", "get_exit_signal",
        "get_latest_candle", "get_no_optimize_params", "get_strategy_name", "hyperopt",
        "ignore_buying_expired_candle_after", "ignore_expired_candle",
        "ignore_roi_if_entry_signal", "informative_pairs", "is_pair_locked", "kept", "last_candle",
        "leverage", "load_freqAI_model", "load_params_from_file", "lock_pair", "market_direction",
        "max_entry_position_adjustment", "max_open_trades", "min_roi_reached",
        "min_roi_reached_entry", "minimal_roi", "order_filled", "order_time_in_force",
        "order_types", "plot_annotations", "plot_config", "populate_any_indicators",
        "populate_buy_trend", "populate_entry_trend", "populate_exit_trend",
        "populate_indicators", "populate_sell_trend", "position_adjustment_enable",
        "process_only_new_candles", "protections", "set_freqai_targets", "should_exit",
        "stake_currency", "startup_candle_count", "stoploss", "timeframe",
        "trailing_only_offset_is_reached", "trailing_stop", "trailing_stop_positive",
        "trailing_stop_positive_offset", "unlock_pair", "unlock_reason", "use_custom_roi",
        "use_custom_stoploss", "use_exit_signal", "version", "wallets", "buy_params",
        "sell_params", "protection_params", "roi_params", "stoploss_params", "trailing_params",
        "max_open_trades_params", "_ft_params_from_file", "_ft_hyper_params",
        "_ft_informative", "_ft_stop_uses_after_fill",
    ]

    /// Columns of the candles that freqtrade makes or reads itself.
    static let columns: Set<String> = [
        "date", "open", "high", "low", "close", "volume", "enter_long", "exit_long",
        "enter_short", "exit_short", "enter_tag", "exit_tag", "buy", "sell", "buy_tag",
        "open_count", "high_count", "low_count", "close_count", "max_count", "date_merge",
    ]
}
