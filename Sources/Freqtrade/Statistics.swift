internal import JSONL
internal import Records

/// What freqtrade says of one back-test, as far as a run's record has a place for it.
struct Statistics {
    private enum Field: String, CaseIterable {
        case trades, timeframe, pairlist, winrate
        case strategy = "strategy_name"
        case startTs = "backtest_start_ts"
        case endTs = "backtest_end_ts"
        case runStartTs = "backtest_run_start_ts"
        case runEndTs = "backtest_run_end_ts"
        case currency = "stake_currency"
        case stake = "stake_amount"
        case wallet = "starting_balance"
        case maxOpenTrades = "max_open_trades_setting"
        case mostOpenTrades = "max_open_trades"
        case tradingMode = "trading_mode"
        case timeframeDetail = "timeframe_detail"
        case protections = "enable_protections"
        case totalTrades = "total_trades"
        case profitTotal = "profit_total"
        case profitTotalAbs = "profit_total_abs"
        case drawdown = "max_drawdown_account"
    }

    private static let table = FieldTable<Field>(optional: Field.allCases)

    private(set) var strategy: String?
    private(set) var timeframe: String?
    /// Unix milliseconds UTC: the data's first and last candle, and the back-test's own times.
    private(set) var (fromMs, toMs): (Int?, Int?)
    private(set) var (startedMs, completedMs): (Int?, Int?)
    /// Where the list of trades lies in the text.
    private(set) var trades: Range<Int>?
    private var settings: [Field: JSONValue] = [:]
    private var numbers: [Field: Double] = [:]

    init(from reader: inout JSONReader) throws(JSONError) {
        var object = try reader.beginObject()
        while let key = try reader.nextKey(Self.table, in: &object) {
            switch key {
            case .trades:
                let start = reader.offset
                try reader.skip()
                trades = start..<reader.offset
            case .strategy: strategy = try reader.optionalString()
            case .timeframe: timeframe = try reader.optionalString()
            case .startTs: fromMs = try reader.finiteDouble().map { Int($0) }
            case .endTs: toMs = try reader.finiteDouble().map { Int($0) }
            case .runStartTs: startedMs = try reader.finiteDouble().map { Int($0) * 1_000 }
            case .runEndTs: completedMs = try reader.finiteDouble().map { Int($0) * 1_000 }
            case .totalTrades, .profitTotal, .profitTotalAbs, .winrate, .drawdown:
                numbers[key] = try reader.finiteDouble()
            default: settings[key] = try reader.value()
            }
        }
    }

    /// The settings in the order in which our own runs say them.
    func config(exchange: String?, extra: [JSONValue.Member]) -> JSONValue {
        func setting(_ key: String, _ fields: Field...) -> [JSONValue.Member] {
            for field in fields {
                if let value = settings[field], !value.isNull, value != "" {
                    return [.init(key, value)]
                }
            }
            return []
        }
        var venue: [JSONValue.Member] = []
        if let exchange { venue.append(.init("name", .text(exchange))) }
        venue += setting("pair_whitelist", .pairlist)
        return .object(
            setting("max_open_trades", .maxOpenTrades, .mostOpenTrades)
                + setting("stake_currency", .currency) + setting("stake_amount", .stake)
                + setting("dry_run_wallet", .wallet) + extra
                + setting("trading_mode", .tradingMode)
                + setting("enable_protections", .protections)
                + (venue.isEmpty ? [] : [.init("exchange", .object(venue))])
                + (timeframe.map { [.init("timeframe", .text($0))] } ?? [])
                + setting("timeframe_detail", .timeframeDetail)
                + [.init("engine_version", "freqtrade")])
    }

    /// A few measures of an epoch, under the names and in the order of our own searches.
    var measures: JSONValue {
        func number(_ field: Field) -> JSONValue { numbers[field].map { .number($0) } ?? .null }
        let count = numbers[.totalTrades].flatMap { Int(exactly: $0) }
        return [
            "trade_count": count.map { .integer($0) } ?? .null,
            "profit_total": number(.profitTotal), "profit_total_abs": number(.profitTotalAbs),
            "winrate": count == 0 ? .null : number(.winrate),
            "max_drawdown_account": number(.drawdown),
        ]
    }
}
