internal import CLI
internal import Freqtrade
internal import JSONL
internal import Market
internal import Records
internal import Strategies
internal import YAML

/// A trading configuration in freqtrade's keys, as a file says it.
///
/// What freqtrade lets a configuration set in the strategy's place is set here too; what a back-test
/// cannot follow is refused, and no key is passed over in silence.
struct ConfigurationFile {
    let path: String
    let json: JSONValue
    /// The same with places, for what overrides the strategy; nil where nothing does.
    let document: YAMLNode?

    init(path: String) throws(Diagnostic) {
        self.path = path
        let text = try readText(path)
        do {
            json = try FreqtradeConfig(path: path) { $0 == path ? text : try readText($0) }.document
        } catch let error as FreqtradeError {
            throw Diagnostic(.badConfiguration, error.description, hint: error.hint)
        } catch {
            throw error as? Diagnostic ?? Diagnostic(.bug, "\(error)")
        }
        let json = json
        let overrides = Strategy.overridableKeys.contains { json[$0]?.isNull == false }
        // What other files add has no place in this one.
        let isAlone = json["add_config_files"]?.array?.isEmpty ?? true
        let placed = isAlone ? FreqtradeConfig.withoutComments(text) : json.text
        do throws(YAMLError) {
            document = overrides ? try YAMLNode(parsing: placed, source: inputName(path)) : nil
        } catch {
            throw Diagnostic(error)
        }
    }

    /// Keys of a strategy that do not count under this configuration.
    var ignoredKeys: [String] {
        var keys: [String] = []
        if json["use_custom_stoploss"] == .boolean(false) { keys.append("custom_stoploss") }
        if json["position_adjustment_enable"] == .boolean(false) {
            keys.append("adjust_trade_position")
        }
        if json["enable_protections"] == .boolean(false) { keys.append("protections") }
        // freqtrade asks for a price only where an order has one.
        if json["order_types"]?["entry"] == "market" { keys.append("custom_entry_price") }
        if json["order_types"]?["exit"] == "market" { keys.append("custom_exit_price") }
        return keys
    }

    /// Rules that it sets, which a parameter file does not set then, as in freqtrade.
    var ruleKeys: [String] { RuleSettings.keys.filter { json[$0]?.isNull == false } }

    /// Whether a strategy may become another under this configuration.
    var mayOverride: Bool { document != nil || !ignoredKeys.isEmpty }

    /// `timeframe_detail`, nil for none.
    var detail: Timeframe? {
        get throws(Diagnostic) {
            guard let text = json["timeframe_detail"]?.string, !text.isEmpty else { return nil }
            guard let timeframe = try? Timeframe(text) else {
                throw Diagnostic(
                    .badConfiguration, "\"timeframe_detail\" is \"\(text)\", expected a timeframe",
                    location: inputName(path))
            }
            return timeframe
        }
    }

    /// Keys by which the strategy became another than its own file says.
    func overridden(_ strategy: Strategy, _ own: Strategy) -> [String] {
        var keys: [String] = []
        if strategy.rules != own.rules {
            keys += Strategy.overridableKeys.filter { json[$0]?.isNull == false }
        }
        if strategy.protections != own.protections { keys.append("enable_protections") }
        if strategy.hookNames != own.hookNames {
            keys += ["use_custom_stoploss", "position_adjustment_enable", "order_types"].filter {
                json[$0] != nil
            }
        }
        return keys
    }

    fileprivate func configuration(
        _ strategies: [Strategy], warn: (String) -> Void
    ) throws(Diagnostic) -> TradingConfiguration {
        do throws(RecordError) {
            var configuration = try TradingConfiguration(json: json)
            try ConfigurationKeys(path: path, json: json, strategies: strategies).check(warn: warn)
            let blacklist = try PairPatterns(json["exchange"]?["pair_blacklist"])
            configuration.pairWhitelist.removeAll { blacklist.match($0) }
            return configuration
        } catch {
            throw Diagnostic(.badConfiguration, error.message, location: inputName(path))
        }
    }
}

extension TradingConfiguration {
    /// The file's configuration, or sensible values where there is none, with what the command line sets.
    init(
        _ file: ConfigurationFile?, request: Request, strategies: [Strategy],
        supply: CandleSupply, warn: (String) -> Void
    ) throws(Diagnostic) {
        if let file {
            self = try file.configuration(strategies, warn: warn)
        } else {
            // As freqtrade's new-config proposes.
            let currency = (request.pairs.first ?? supply.pairs.first)?.quote ?? ""
            self.init(
                maxOpenTrades: 3, stakeCurrency: currency, stakeAmount: .unlimited,
                entryTimeoutMinutes: 10, exitTimeoutMinutes: 10, pairWhitelist: [])
        }
        if let fee = request.fee { self.fee = fee }
        if !request.pairs.isEmpty { pairWhitelist = request.pairs }
        let isFutures = tradingMode == .futures
        if pairWhitelist.isEmpty {
            pairWhitelist = supply.pairs.filter { ($0.settle != nil) == isFutures }
        }
        try Self.check(pairWhitelist, isFutures: isFutures, currency: stakeCurrency)
        let currency = stakeCurrency
        let wallet = dryRunWallet * tradableBalanceRatio
        if case .fixed(let stake) = stakeAmount, stake > wallet {
            throw Diagnostic(
                .badConfiguration,
                "stake_amount is \(stake) \(currency), but only \(wallet) may be traded",
                hint: "that is dry_run_wallet times tradable_balance_ratio")
        }
    }

    /// Pairs must be those of the market that is traded, paid in the stake currency.
    private static func check(
        _ pairs: [Pair], isFutures: Bool, currency: String
    ) throws(Diagnostic) {
        if let other = pairs.first(where: { ($0.settle != nil) != isFutures }) {
            throw Diagnostic(
                .badConfiguration,
                isFutures ? "\(other) is a spot pair" : "\(other) is a future, not a spot pair",
                hint: isFutures
                    ? "futures are written \(other.base)/\(currency):\(currency)"
                    : "set \"trading_mode\": \"futures\" and \"margin_mode\": \"isolated\"")
        }
        if let other = pairs.first(where: { ($0.settle ?? $0.quote) != currency }) {
            throw Diagnostic(
                .badConfiguration, "\(other) is not paid in \(currency), the stake currency",
                hint: "name pairs in \(currency) with --pair or in the configuration")
        }
    }
}
