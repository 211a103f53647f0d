internal import CLI
internal import Doors
internal import JSONL
internal import Market
internal import Records
internal import Shell
internal import Storage

/// Where candles and market facts come from: a store, or records that were read whole.
struct CandleSupply {
    struct Key: Hashable {
        let pair: Pair
        let timeframe: Timeframe
    }

    let exchange: String
    /// Pairs that have candles of the strategy's timeframe.
    let pairs: [Pair]
    typealias Candles = (series: CandleSeries, months: [CandleMonth])

    /// With what is known of whole months of them; nil where there is not one candle.
    let candles: (Key) throws -> Candles?
    let facts: (Pair) throws -> MarketFacts?
    /// Of a future, ascending.
    let funding: (Pair) throws -> [FundingRate]

    init(_ store: Store, request: Request, timeframe: Timeframe) throws {
        let summaries = try store.candles.list().filter { $0.timeframe == timeframe }
        let exchange = try Self.exchange(
            among: summaries.map(\.exchange), asked: request.exchange, timeframe: timeframe)
        self.exchange = exchange
        let known = summaries.filter { $0.exchange == exchange }
        pairs = known.map(\.pair)
        // Their columns, and half as much again for indicators and results.
        expectMemory(bytes: known.reduce(0) { $0 + $1.count } * CandleSeries.bytesPerCandle * 3 / 2)
        candles = { key in
            let stored = try store.candles.stored(
                exchange: exchange, pair: key.pair, timeframe: key.timeframe)
            return stored.series.isEmpty ? nil : stored
        }
        facts = { try store.markets.facts(exchange: exchange, pair: $0) }
        funding = { try store.funding.rates(exchange: exchange, pair: $0) }
    }

    /// Reads a file of records to its end; `-` is standard input.
    init(
        _ path: String, _ intake: inout RecordIntake, request: Request, timeframe: Timeframe
    ) throws {
        var shelf = CandleShelf()
        try intake.read(path, kinds: CandleShelf.kinds) { line, _ in try shelf.take(line) }
        try intake.check()
        let names = shelf.series.keys.filter { $0.timeframe == timeframe }.map(\.exchange)
        let exchange = try Self.exchange(
            among: names, asked: request.exchange, timeframe: timeframe)
        self.exchange = exchange
        pairs = shelf.order.filter { $0.exchange == exchange && $0.timeframe == timeframe }
            .map(\.pair)
        let (stored, known) = (shelf.series, shelf.facts)
        candles = { key in
            stored[.init(exchange: exchange, pair: key.pair, timeframe: key.timeframe)]
                .map { ($0, CandleTable.months(of: $0)) }
        }
        facts = { pair in known.last { $0.exchange == exchange && $0.pair == pair } }
        let rates = shelf.funding
        funding = { pair in
            let own = rates.filter { $0.exchange == exchange && $0.pair == pair }
            // Of several for one instant the last one counts, as in a store.
            let byInstant = Dictionary(own.map { ($0.funding.atMs, $0.funding) }) { $1 }
            return byInstant.values.sorted { $0.atMs < $1.atMs }
        }
    }

    private static func exchange(
        among names: [String], asked: String?, timeframe: Timeframe
    ) throws(Diagnostic) -> String {
        let names = Array(Set(names)).sorted()
        if let asked {
            guard names.contains(asked) else {
                throw Diagnostic(
                    .missingInput, "there are no \(timeframe) candles of exchange \"\(asked)\"",
                    hint: names.isEmpty ? nil : "there are some of " + names.joined(separator: ", ")
                )
            }
            return asked
        }
        guard let first = names.first else {
            throw Diagnostic(
                .missingInput, "there are no \(timeframe) candles",
                hint: "fetch-candles brings them")
        }
        guard names.count == 1 else {
            throw Diagnostic(
                .usage, "candles of several exchanges: " + names.joined(separator: ", "),
                hint: "choose one with --exchange")
        }
        return first
    }
}

/// Candles and market facts in the order in which their records came.
private struct CandleShelf {
    struct Key: Hashable {
        let exchange: String
        let pair: Pair
        let timeframe: Timeframe
    }

    static let kinds = [CandleRecord.kind, MarketFacts.kind, FundingRecord.kind]

    private(set) var facts: [MarketFacts] = []
    private(set) var funding: [FundingRecord] = []
    private(set) var order: [Key] = []
    private var columns: [CandleSeries] = []
    private var places: [Key: Int] = [:]
    private var last: (key: Key, place: Int)?

    var series: [Key: CandleSeries] { places.mapValues { columns[$0] } }

    mutating func take(_ line: RecordLine) throws(BadRecord) {
        switch line.kind {
        case MarketFacts.kind: facts.append(try line.decode(MarketFacts.self))
        case FundingRecord.kind: funding.append(try line.decode(FundingRecord.self))
        default:
            let record = try line.decode(CandleRecord.self)
            columns[place(of: record)].append(record.candle)
        }
    }

    private mutating func place(of record: CandleRecord) -> Int {
        if let last, last.key.pair == record.pair, last.key.exchange == record.exchange,
            last.key.timeframe == record.timeframe
        {
            return last.place
        }
        let key = Key(
            exchange: record.exchange, pair: record.pair, timeframe: record.timeframe)
        let place = places[key] ?? columns.count
        if place == columns.count {
            places[key] = place
            order.append(key)
            columns.append(
                CandleSeries(
                    exchange: key.exchange, pair: key.pair, timeframe: key.timeframe))
        }
        last = (key, place)
        return place
    }
}
