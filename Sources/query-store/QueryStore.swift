internal import CLI
internal import Doors
internal import Storage

/// Tables and views of the store for people and programs.
let command = Command(
    name: "query-store",
    summary: "Prints tables and views of the store.",
    usage: "[TABLE] | backup FILE | prune --older-than AGE", operands: 0...2,
    examples: [
        .init("query-store", "what there is: tables and views, their rows and columns"),
        .init("query-store trade_view --table --limit 20", "the first trades, for people"),
        .init(
            "query-store trade --where bot=ema-cross --where 'profit_abs<0' --order profit_abs",
            "a bot's losses as records, the worst first"),
        .init(
            "query-store measure --columns name,value --csv --where name=profit_total",
            "some columns for a spreadsheet"),
        .init(
            "query-store trade --order close_ms:desc --limit 50 --connection",
            "a page with cursors; --after the endCursor asks for the next one"),
        .init(
            "query-store bot-metrics --table --columns bot,currency,profit_closed,winrate",
            "how the bots do"),
        .init("query-store bot --with trades:3", "each bot with its three newest trades"),
        .init("query-store trade --follow --last 10", "trades as they come and change"),
        .init(
            "query-store candles --pair BTC/USDT --from 2026-08-01 --to 2026-08-02",
            "candles, unpacked from their blocks"),
        .init("query-store health --table", "is anything wrong? then it ends with 1"),
        .init(
            "query-store metrics --format prometheus --out /var/lib/node_exporter/anytrade.prom",
            "for Prometheus, by node_exporter's textfile collector"),
        .init("query-store backup copy.sqlite", "a copy of the store, also while tools write it"),
        .init("query-store dump >store.jsonl", "everything but clocks, to compare two stores"),
        .init("query-store prune --older-than 90d", "what old runs and nights would go"),
    ],
    options: [.store] + Format.options + questionOptions + [
        Option(
            "bot", value: "NAME", repeats: true,
            help: "bot-metrics: only this bot; may be repeated"),
        Option(
            "except", value: "TABLE", repeats: true,
            help: "dump: leave this table out; may be repeated"),
        Option("exchange", value: "NAME", help: "candles: only this exchange"),
        Option(
            "pair", value: "PAIR", repeats: true,
            help: "candles: only this pair; may be repeated"),
        Option(
            "timeframe", value: "FRAME", help: "candles: only this timeframe",
            offers: Option.frames),
        .from, .to,
        Option(
            "max-age", value: "DURATION", type: .duration, default: "26h",
            help: "health: how old a pipeline's last success may be"),
        Option(
            "older-than", value: "DURATION", type: .duration,
            help: "prune: what started earlier is old"),
        Option("apply", help: "prune: remove it, instead of saying how much it is"),
        Option(
            "format", value: "FORMAT", type: .choice(["prometheus"]),
            help: "metrics: print the text exposition format"),
        Option(
            "out", value: "FILE",
            help: "--format: write this file, whole or not at all, instead of printing"),
        .asOf,
    ],
    answers: [
        .no: "health: something needs attention",
        .badData: "the file is no store, or a damaged one",
        .missingInput: "there is no store at the path, or nothing of a name in it",
        .cannotCreate: "the copy, or the file of --out, cannot be made",
        .tryAgain: "another tool holds the store",
    ],
    glossary: ("Tables", Store.listings.map { ($0.name, $0.summary) } + extraTables),
    notes: [
        "Rows that are records are printed as such, one JSON object a line; other rows name their "
            + "table under \"kind\". --csv and --table print the same columns.",
        "Values of conditions are compared as numbers where they are numbers. \"null\" stands for "
            + "nothing, columns that end in _ms also take dates: 'open_ms>=2026-08-01'. In an order "
            + "nothing comes before everything, and last downwards.",
        "A cursor is a row's place in the order asked for. It stays good while rows come and go, "
            + "and is refused for another table or order.",
        "CSV leads a text that a spreadsheet would take for a formula with an apostrophe; tables "
            + "spell out what a terminal would obey.",
        "prune keeps the latest run of each tool and strategy, the latest night of each pipeline, and "
            + "the latest that was completed; candles and bots' trades always.",
        "Dumps of two stores are equal exactly if the stores hold the same result: rows are sorted "
            + "by their keys, columns that say when something was done are left out.",
    ])

/// Operands that are no tables.
private let extraTables: [(word: String, help: String)] =
    computedTables + [
        ("health", Health.summary), ("metrics", gaugesSummary),
        ("candles", "candles, unpacked from their blocks"),
        ("dump", "every row of every table"),
        ("backup", "no rows: a copy of the store in the file named behind it"),
        ("prune", "how much old runs and nights take; --apply removes them"),
    ]

func run() -> Never {
    command.main { arguments in
        let printer = try RowPrinter(format: Format(arguments))
        let path = arguments.storePath
        if let extra = arguments.operands.dropFirst().first, arguments.operands[0] != "backup" {
            throw Diagnostic(.usage, "\"\(extra)\" is one operand too many")
        }
        try checkOptions(arguments)
        do {
            return try withStoreErrors(path) {
                if arguments.operands.first == "prune" {
                    try prune(arguments, printer)
                    try printer.finish()
                    return .done
                }
                let store = try Store(path: path, access: .readOnly)
                switch arguments.operands.first {
                case nil: try printTables(of: store, on: printer)
                case "candles": try printCandles(arguments, store, printer)
                case "backup": try writeBackup(arguments, store)
                case "dump": try printDump(arguments, store, printer)
                case "bot-metrics":
                    try checkBots(arguments, store)
                    let table = try botMetrics(store, bots: arguments.values("bot"))
                    try answer(arguments, Subject(table), store, printer)
                case "strategy-performance":
                    try answer(arguments, Subject(strategyPerformance(store)), store, printer)
                case "health": return try answerHealth(arguments, store, printer)
                case "metrics": try answerMetrics(arguments, store, printer)
                case let name?: try answer(arguments, Subject(name, of: store), store, printer)
                }
                try printer.finish()
                return .done
            }
        } catch let error as QueryError {
            throw diagnostic(error)
        }
    }
}

/// What is asked of a table is not asked of what is none.
private func checkOptions(_ arguments: Arguments) throws(Diagnostic) {
    let operand = arguments.operands.first
    let what = operand ?? "the list of tables"
    let isNone = operand.map { ["candles", "dump", "backup", "prune"].contains($0) } ?? true
    let taken = operand == "candles" ? ["limit"] : []
    for option in questionOptions where isNone && !taken.contains(option.long) {
        guard !arguments.flag(option.long) else {
            throw Diagnostic(
                .usage, "--\(option.long) asks a table, and \(what) is none",
                hint: operand == nil ? "name the table before it: query-store trade" : nil)
        }
    }
    for name in ["older-than", "apply"] where operand != "prune" && arguments.flag(name) {
        throw Diagnostic(.usage, "--\(name) belongs to prune")
    }
}

private func checkBots(_ arguments: Arguments, _ store: Store) throws {
    var known: Set<String> = []
    for table in ["bot", "bot_generation"] {
        var query = Query(table: table)
        query.columns = ["bot"]
        try store.rows(query) { known.insert($0.cells[0].plainText) }
    }
    for bot in arguments.values("bot") where !known.contains(bot) {
        throw Diagnostic(
            .missingInput, "the store has no bot \"\(bot)\"",
            hint: suggestion(for: bot, among: known.sorted()).map { "did you mean \"\($0)\"?" }
                ?? (known.isEmpty
                    ? "ingest-trades brings them"
                    : "it has " + known.sorted().joined(separator: ", ")))
    }
}

private func answerHealth(
    _ arguments: Arguments, _ store: Store, _ printer: RowPrinter
) throws -> ExitStatus {
    let maximumAge = arguments.duration("max-age") ?? .seconds(26 * 3_600)
    let health = Health(
        try store.snapshot { try Vitals(store) }, nowMs: arguments.nowMs,
        maximumAgeMs: Int(maximumAge / .milliseconds(1)))
    try answer(arguments, Subject(health.table()), store, printer)
    try printer.finish()
    return health.isWell ? .done : .no
}

private func answerMetrics(
    _ arguments: Arguments, _ store: Store, _ printer: RowPrinter
) throws {
    let gauges = try store.snapshot { try allGauges(store) }
    guard arguments.flag("format") else {
        return try answer(arguments, Subject(table(of: gauges)), store, printer)
    }
    try writeFile(exposition(of: gauges), to: arguments.value("out") ?? "-")
}

private func printTables(of store: Store, on printer: RowPrinter) throws {
    let revisions = try store.revisions()
    for table in try store.tables() {
        try printer.row(
            kind: "table", ["table", "is_view", "rows", "revision", "columns"],
            [
                .text(table.name), .flag(table.isView), .integer(try store.count(of: table)),
                table.isView ? .null : .integer(revisions[table.name] ?? 0),
                .text(table.columns.joined(separator: ",")),
            ])
    }
}

private func printDump(
    _ arguments: Arguments, _ store: Store, _ printer: RowPrinter
) throws {
    guard printer.format == .json else {
        throw Diagnostic(.usage, "dump is JSON Lines: tables differ in their columns")
    }
    let excluded = arguments.values("except")
    for name in excluded { _ = try store.table(name) }
    try store.dump(except: Set(excluded)) { table, columns, cells in
        try printer.row(kind: "row", ["table"] + columns, [.text(table)] + cells)
    }
}

private func diagnostic(_ error: QueryError) -> Diagnostic {
    switch error {
    case .unknownTable(let name, let known):
        let near = suggestion(for: name, among: known + extraTables.map(\.word))
        return Diagnostic(
            .usage, "there is no table \"\(name)\"",
            hint: near.map { "did you mean \"\($0)\"?" } ?? "query-store lists what there is")
    case .unknownColumn(let name, let table, let known):
        let near = suggestion(for: name, among: known)
        return Diagnostic(
            .usage, "\(table) has no column \"\(name)\"",
            hint: near.map { "did you mean \"\($0)\"?" }
                ?? "it has " + known.joined(separator: ", "))
    case .comparisonWithNull(let column):
        return Diagnostic(
            .usage, "\"\(column)\" cannot be less or more than null", hint: "use = or !=")
    case .noCursor(let text):
        return Diagnostic(
            .usage, "\"\(text)\" is no cursor",
            hint: "take it whole from --connection or --cursors")
    case .foreignCursor(let table):
        return Diagnostic(
            .usage, "the cursor belongs to another table than \(table), or to another order",
            hint: "ask with the --order that it came from")
    }
}

@main enum QueryStore {
    static func main() { run() }
}
