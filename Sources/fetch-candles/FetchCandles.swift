internal import CLI
internal import Doors
internal import Market
internal import Records

/// Candles from an invented market, freqtrade's files, CSV or JSON Lines, into the store or to
/// standard output.
let command = Command(
    name: "fetch-candles",
    summary: "Brings candles and market facts into the store, or prints them.",
    usage: "[FILE | FOLDER | -]", operands: 0...1,
    examples: [
        .init(
            "fetch-candles --source synthetic --seed 42 --store desk.sqlite",
            "ten invented pairs, 90 days of 5-minute candles"),
        .init(
            "fetch-candles user_data/data/binance --timeframe 5m --store desk.sqlite",
            "what freqtrade has downloaded"),
        .init(
            "fetch-candles --source csv btc.csv --exchange binance --pair BTC/USDT --timeframe 1h",
            "print a CSV file's candles as records"),
        .init(
            "fetch-candles --source jsonl - --store desk.sqlite <candles.jsonl",
            "store records of kind candle and market"),
        .init(
            "fetch-candles --source synthetic --pair ETH/USDT | run-backtest -s x.strategy.yaml -",
            "try a strategy without a store"),
    ],
    options: [
        Option(
            "source", value: "WHAT", type: .choice(["synthetic", "freqtrade", "csv", "jsonl"]),
            help: "where candles come from (default: freqtrade for a folder, else by the file's "
                + "name)"),
        .namedStore,
        Option(
            "exchange", value: "NAME",
            help: "a CSV file's or a folder's exchange; of records, only this exchange"),
        Option(
            "pair", value: "PAIR", repeats: true,
            help: "a CSV file's pair; else only this pair, may be repeated"),
        Option(
            "timeframe", value: "FRAME",
            help: "length of a candle (synthetic: 5m); of records, only this one",
            offers: Option.frames),
        .from, .to, .seed,
        Option(
            "markets", value: "FILE", help: "also take records of kind market from this file"),
        Option(
            "leverage-tiers", value: "FILE",
            help: "leverage tiers of futures, as ccxt and freqtrade keep them in JSON"),
        .asOf, .quiet,
    ] + RecordIntake.options,
    answers: [
        .badData: "a line, a row or a file is wrong: it is named",
        .missingInput: "a file is not there, or a folder has no candles of a pair",
        .cannotCreate: "the store cannot be made",
        .tryAgain: "another tool holds the store",
    ],
    notes: [
        "Without --store and $ANYTRADE_STORE the records go to standard output: market facts "
            + "first, then candles by pair and time. They are the same that the store would hold.",
        "Candles are kept as they come. The same candle again is counted and dropped; one that "
            + "contradicts another of its instant is kept beside it and reported, as gaps are.",
        "CSV files name their columns in the first line: date, time, timestamp or open_ms (ISO "
            + "8601, or Unix seconds, milliseconds or microseconds), open, high, low, close, "
            + "volume; exchange, pair and timeframe if lines differ in them.",
        "A folder is freqtrade's: PAIR-TIMEFRAME.feather, .json or .json.gz, or folders of such "
            + "files named by their exchange. Where several hold the same candles, feather is "
            + "read before json before json.gz. markets.json beside them gives market facts.",
        "The invented market needs no file. Its records name the exchange \"synthetic\"; without "
            + "--to it ends at the last midnight, without --from it starts 90 days before.",
    ])

func run() -> Never {
    command.main { arguments in
        let request = try Request(arguments)
        return try withStoreErrors(request.storePath ?? ":memory:") {
            let sink = try CandleSink(request)
            let isOfRows = request.source == .freqtrade
            var intake = RecordIntake(
                arguments, of: command, noun: isOfRows ? "row" : "line",
                printing: request.storePath == nil)
            var status = ExitStatus.done
            if let path = request.tiersPath { try sink.addTiers(readTiers(path)) }
            if let path = request.marketsPath { try readRecords(path, request, &intake, sink) }
            switch request.source {
            case .synthetic: try makeSynthetic(request, sink)
            case .freqtrade: status = try readFreqtrade(request, &intake, sink)
            case .csv: try readCSV(request, &intake, sink)
            case .jsonl: try readRecords(request.path, request, &intake, sink)
            }
            let stored = try sink.storeWaiting()
            try intake.check(kept: request.storePath == nil ? nil : stored)
            try sink.tell()
            return intake.ending(status)
        }
    }
}

/// What the command line asks for.
struct Request {
    enum Source: String { case synthetic, freqtrade, csv, jsonl }

    let source: Source
    let path: String
    let marketsPath: String?
    let tiersPath: String?
    /// nil prints records.
    let storePath: String?
    let exchange: String?
    let pairs: [Pair]
    let timeframe: Timeframe?
    let fromMs: Int?
    let toMs: Int?
    let seed: UInt64
    let nowMs: Int
    let isQuiet: Bool

    init(_ arguments: Arguments) throws(Diagnostic) {
        path = arguments.operands.first ?? "-"
        source = try Self.source(arguments)
        marketsPath = arguments.value("markets")
        tiersPath = arguments.value("leverage-tiers")
        storePath = arguments.namedStorePath
        exchange = arguments.value("exchange")
        pairs = try arguments.pairs()
        let length = arguments.value("timeframe")
        timeframe = length.flatMap { try? Timeframe($0) }
        guard length == nil || timeframe != nil else {
            throw Diagnostic(
                .usage, "--timeframe: \"\(length ?? "")\" is no timeframe",
                hint: "write 1m, 5m, 1h, 1d")
        }
        (fromMs, toMs) = (arguments.instantMs("from"), arguments.instantMs("to"))
        if let fromMs, let toMs, toMs <= fromMs {
            throw Diagnostic(.usage, "--to must lie after --from")
        }
        seed = UInt64(arguments.integer("seed") ?? 42)
        nowMs = arguments.nowMs
        isQuiet = arguments.flag("quiet")
    }

    private static func source(_ arguments: Arguments) throws(Diagnostic) -> Source {
        let operand = arguments.operands.first
        if let word = arguments.value("source"), let source = Source(rawValue: word) {
            if source == .synthetic, let operand {
                throw Diagnostic(.usage, "--source synthetic reads no file, \"\(operand)\" is one")
            }
            if source == .freqtrade, operand == nil || operand == "-" {
                throw Diagnostic(
                    .usage, "--source freqtrade reads a folder", hint: "user_data/data/binance")
            }
            return source
        }
        if let operand, folderExists(operand) || operand.hasSuffix(".feather") {
            return .freqtrade
        }
        if operand?.hasSuffix(".csv") == true { return .csv }
        if operand?.hasSuffix(".jsonl") == true || operand == "-" { return .jsonl }
        if let operand, !fileExists(operand) { closeInput(try openInput(operand)) }
        throw Diagnostic(
            .usage, "--source is missing", hint: "--source synthetic, freqtrade, csv or jsonl")
    }

    /// A progress line that counts what is made or read whole.
    func progress(_ label: String) -> Progress {
        Progress(label, quiet: isQuiet, printing: storePath == nil)
    }

    /// Whether a candle's instant and names were asked for.
    func takes(_ record: CandleRecord) -> Bool {
        record.candle.openMs >= fromMs ?? .min && record.candle.openMs < toMs ?? .max
            && takes(exchange: record.exchange, pair: record.pair)
            && (timeframe == nil || timeframe == record.timeframe)
    }

    /// Whether a file's pair and timeframe were asked for.
    func takes(_ pair: Pair, _ timeframe: Timeframe) -> Bool {
        (pairs.isEmpty || pairs.contains(pair))
            && (self.timeframe == nil || self.timeframe == timeframe)
    }

    /// Whether a pair was asked for.
    func takes(_ pair: Pair) -> Bool { pairs.isEmpty || pairs.contains(pair) }

    /// Whether an instant and its names were asked for.
    func takes(_ record: FundingRecord) -> Bool {
        record.funding.atMs >= fromMs ?? .min && record.funding.atMs < toMs ?? .max
            && takes(exchange: record.exchange, pair: record.pair)
    }

    /// Whether a market's exchange and pair were asked for.
    func takes(_ facts: MarketFacts) -> Bool { takes(exchange: facts.exchange, pair: facts.pair) }

    private func takes(exchange: String, pair: Pair) -> Bool {
        (self.exchange == nil || self.exchange == exchange)
            && (pairs.isEmpty || pairs.contains(pair))
    }
}

@main enum FetchCandles {
    static func main() { run() }
}
