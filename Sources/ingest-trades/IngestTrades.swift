internal import CLI
internal import Doors

let command = Command(
    name: "ingest-trades",
    summary: "Brings bots' trades and freqtrade's results into the store, or prints them.",
    usage: "[DATABASE | FILE | FOLDER | -]", operands: 0...1,
    examples: [
        .init(
            "ingest-trades --desk data/desk.yaml --all --store desk.sqlite",
            "every bot of the desk"),
        .init(
            "ingest-trades --bot me user_data/tradesv3.sqlite --store desk.sqlite",
            "one bot's database"),
        .init(
            "ingest-trades --desk desk.yaml --all --store - | reconcile-bots --desk desk.yaml -",
            "compare without a store"),
        .init(
            "ingest-trades --bot me user_data/tradesv3.sqlite | render-report - --out site",
            "your own bot as pages, without a store"),
        .init(
            "ingest-trades user_data/backtest_results --store desk.sqlite",
            "freqtrade's latest back-test"),
        .init("ingest-trades --store desk.sqlite - <trades.jsonl", "records of kind bot and trade"),
    ],
    options: [
        Option(
            "bot", value: "NAME", repeats: true,
            help:
                "the name of the bot whose DATABASE or CSV file it is; without one, only this bot of "
                + "the desk"),
        Option("desk", value: "FILE", help: "the desk file (default: desk.yaml)"),
        Option("all", help: "every bot of the desk file"),
        Option("config", short: "c", value: "FILE", help: "the config.json of DATABASE's bot"),
        Option(
            "wallet", value: "AMOUNT", type: .number,
            help: "what the bot started with, in its stake currency, where no config.json says it"),
        .namedStore,
        Option("dry-run", help: "check everything that would be read, write nothing"),
        .asOf, .quiet,
    ] + RecordIntake.options,
    answers: [
        .badData: "a line, a row or a database cannot be read; it is named",
        .missingInput: "a database is not there; the desk's other bots were read",
        .cannotCreate: "the store cannot be made",
        .tryAgain: "another program holds the database or the store",
        .badConfiguration: "the desk file or a config.json is wrong; the place is named",
    ],
    notes: [
        "Databases are freqtrade's (tradesv3.sqlite). They are only read, also while a bot writes.",
        "A bot's trade keeps its id. Where a known id comes back with another pair or open time, "
            + "or the highest id falls, the database was reset: a new generation starts.",
        "Results are freqtrade's: a back-test (.zip, or .json of older versions) becomes a run for "
            + "each strategy with its trades, a search (.fthypt) a run with its epochs. Of a "
            + "folder, .last_result.json names the file.",
        "A CSV file names its columns in the first line, as freqtrade or a trade's record does. "
            + "It needs pair, open_date, open_rate, amount; close_date, close_rate, profit_abs "
            + "and profit_ratio of closed trades; and timeframe, unless --config says it.",
        "Where the desk names copies of a bot's database (snapshots), the store takes those.",
        "Each bot answers with +inserted ~updated =unchanged. Running again changes nothing.",
        "Of a config.json everything but its secrets is kept.",
    ])

func run() -> Never {
    command.main { arguments in
        let request = try Request(arguments)
        let ingestion = try Ingestion(request, arguments)
        return try withStoreErrors(request.storePath ?? "") {
            switch request.source {
            case .records: try ingestion.readRecords()
            case .bots(let bots): try ingestion.read(bots)
            case .table(let files): try ingestion.readTable(files)
            case .backtest(let path): try ingestion.readBacktest(path)
            case .epochs(let path): try ingestion.readEpochs(path)
            }
            return try ingestion.finish()
        }
    }
}

/// Bots' trades, from their databases or from records, into the store or to standard output.
@main enum IngestTrades {
    static func main() { run() }
}
