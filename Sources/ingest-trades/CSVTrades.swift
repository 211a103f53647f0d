internal import CLI
internal import Doors
internal import JSONL
internal import Market
internal import Records

/// Where in a line of CSV each field of a trade stands, under our names or freqtrade's.
struct CSVTrades {
    /// Every field with its names, our own first.
    static let spellings: [[String]] = [
        ["trade_id", "id"], ["pair", "symbol"], ["side"], ["is_short"], ["is_open"],
        ["open_ms", "open_timestamp", "open_date"], ["close_ms", "close_timestamp", "close_date"],
        ["open_rate"], ["close_rate"], ["amount"], ["stake_amount"], ["max_stake_amount"],
        ["fee_open"], ["fee_close"], ["leverage"], ["profit_abs", "close_profit_abs"],
        ["profit_ratio", "close_profit"], ["enter_tag", "buy_tag"],
        ["exit_reason", "sell_reason"], ["min_rate"], ["max_rate"],
        ["initial_stop_loss_abs", "initial_stop_loss"], ["stop_loss_abs", "stop_loss"],
        ["funding_fees"], ["strategy"], ["timeframe"],
    ]

    /// Columns that are no field of a trade.
    let unused: [String]
    private let columns: [String: Int]
    private let names: [String]
    private let bot: String
    private let strategy: String
    private let timeframe: Timeframe?

    /// - Throws: `Diagnostic` for a first line without the columns that every trade needs.
    init(
        _ header: CSVFields, bot: String, strategy: String?, timeframe: Timeframe?
    ) throws(Diagnostic) {
        names = header.values.map { $0.lowercased() }
        var columns: [String: Int] = [:]
        for fields in Self.spellings {
            columns[fields[0]] = fields.lazy.compactMap(names.firstIndex(of:)).first
        }
        self.columns = columns
        self.bot = bot
        self.strategy = strategy ?? ""
        self.timeframe = timeframe
        unused = names.filter { !Self.spellings.joined().contains($0) }
        for name in ["pair", "open_ms", "open_rate", "amount"] where columns[name] == nil {
            let spellings = Self.spellings.first { $0[0] == name } ?? []
            throw header.error(
                0, "no column is named \(spellings.joined(separator: ", "))",
                hint: "the first line must name the columns as freqtrade or a trade's record does")
        }
        guard timeframe != nil || columns["timeframe"] != nil else {
            throw header.error(
                0, "no column is named timeframe",
                hint: "add one, or give the bot's configuration with --config")
        }
    }

    /// The trade on a line.
    ///
    /// - Parameters:
    ///   - fields: The line.
    ///   - row: Its number among trades: the id of a trade that has none.
    /// - Returns: a trade of the bot's generation 1.
    /// - Throws: `Diagnostic` at the value that is wrong.
    func trade(_ fields: CSVFields, row: Int) throws(Diagnostic) -> Trade {
        guard fields.values.count == names.count else {
            throw fields.error(
                0, "\(fields.values.count) values, expected \(names.count) as in the first line")
        }
        do {
            return try trade(CSVTradeLine(columns: columns, names: names, fields: fields), row)
        } catch let error as RecordError {
            throw fields.error(columns[error.field] ?? 0, error.message)
        } catch {
            throw error as? Diagnostic ?? fields.error(0, "\(error)")
        }
    }

    private func trade(_ line: CSVTradeLine, _ row: Int) throws -> Trade {
        let amount = try line.needed("amount")
        let openRate = try line.needed("open_rate")
        let leverage = try line.number("leverage") ?? 1
        let closeMs = try line.instantMs("close_ms")
        guard let openMs = try line.instantMs("open_ms") else {
            throw line.wrong("open_ms", "a date and time")
        }
        return try Trade(
            origin: .bot(name: bot, generation: 1), tradeID: line.integer("trade_id") ?? row,
            pair: line.pair(), side: line.side(), isOpen: line.flag("is_open") ?? (closeMs == nil),
            openMs: openMs, closeMs: closeMs, openRate: openRate,
            closeRate: line.number("close_rate"), amount: amount,
            stakeAmount: line.number("stake_amount") ?? amount * openRate / leverage,
            maxStakeAmount: line.number("max_stake_amount"),
            feeOpen: line.number("fee_open") ?? 0, feeClose: line.number("fee_close") ?? 0,
            leverage: leverage, profitAbs: line.number("profit_abs"),
            profitRatio: line.number("profit_ratio"), enterTag: line.text("enter_tag"),
            exitReason: line.text("exit_reason"), minRate: line.number("min_rate"),
            maxRate: line.number("max_rate"),
            initialStopLossAbs: line.number("initial_stop_loss_abs"),
            stopLossAbs: line.number("stop_loss_abs"),
            fundingFees: line.number("funding_fees") ?? 0,
            strategy: line.text("strategy") ?? strategy,
            timeframe: line.timeframe(standard: timeframe), orders: [])
    }
}

/// One line of a CSV file of trades; an empty value is absent.
private struct CSVTradeLine {
    let columns: [String: Int]
    let names: [String]
    let fields: CSVFields

    func text(_ field: String) -> String? {
        columns[field].map { wordsOfCSV(fields.values[$0]) }.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// An error at a field's value, under the name that its column has.
    func wrong(_ field: String, _ expected: String) -> Diagnostic {
        let column = columns[field] ?? 0
        return fields.wrong(column, names[column], expected)
    }

    func number(_ field: String) throws(Diagnostic) -> Double? {
        guard text(field) != nil, let column = columns[field] else { return nil }
        return try fields.number(column, names[column])
    }

    func needed(_ field: String) throws(Diagnostic) -> Double {
        guard let number = try number(field) else { throw wrong(field, "a number") }
        return number
    }

    func integer(_ field: String) throws(Diagnostic) -> Int? {
        guard let text = text(field) else { return nil }
        guard let number = Int(text) else { throw wrong(field, "a whole number") }
        return number
    }

    func instantMs(_ field: String) throws(Diagnostic) -> Int? {
        guard text(field) != nil, let column = columns[field] else { return nil }
        return try fields.instantMs(column, names[column])
    }

    func flag(_ field: String) throws(Diagnostic) -> Bool? {
        switch text(field)?.lowercased() {
        case nil: return nil
        case "true", "1", "1.0": return true
        case "false", "0", "0.0": return false
        default: throw wrong(field, "true or false")
        }
    }

    func pair() throws(Diagnostic) -> Pair {
        guard let pair = try? Pair(text("pair") ?? "") else {
            throw wrong("pair", "a pair such as BTC/USDT")
        }
        return pair
    }

    func side() throws(Diagnostic) -> Side {
        guard let text = text("side") else { return try flag("is_short") == true ? .short : .long }
        guard let side = Side(rawValue: text.lowercased()) else {
            throw wrong("side", "long or short")
        }
        return side
    }

    /// freqtrade writes minutes in its database, and `5m` elsewhere.
    func timeframe(standard: Timeframe?) throws(Diagnostic) -> Timeframe {
        guard let text = text("timeframe") else {
            guard let standard else { throw wrong("timeframe", "a timeframe such as 5m") }
            return standard
        }
        guard let timeframe = try? Timeframe(Int(text) == nil ? text : text + "m") else {
            throw wrong("timeframe", "a timeframe such as 5m")
        }
        return timeframe
    }
}
