internal import CLI
internal import Doors
internal import Storage

/// Tables and views of the store for people and programs.
let command = Command(
    name: "query-store",
    summary: "Prints tables and views of the store.",
    usage: "[TABLE | candles | dump]", operands: 0...1,
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
            "query-store candles --pair BTC/USDT --from 2026-08-01 --to 2026-08-02",
            "candles, unpacked from their blocks"),
        .init("query-store dump >store.jsonl", "everything but clocks, to compare two stores"),
    ],
    options: [
        .store, .json, .csv, .table,
        Option(
            "where", short: "w", value: "CONDITION", repeats: true,
            help: "only rows with column=value, also != < <= > >=; may be repeated"),
        Option(
            "order", short: "o", value: "COLUMN", repeats: true,
            help: "sort by a column, COLUMN:desc downwards; may be repeated"),
        Option(
            "limit", short: "n", value: "N", type: .integer(0...Int.max),
            help: "at most this many rows"),
        Option("columns", value: "NAMES", help: "only these columns: pair,profit_abs"),
        Option(
            "except", value: "TABLE", repeats: true,
            help: "dump: leave this table out; may be repeated"),
        Option("exchange", value: "NAME", help: "candles: only this exchange"),
        Option(
            "pair", value: "PAIR", repeats: true,
            help: "candles: only this pair; may be repeated"),
        Option("timeframe", value: "FRAME", help: "candles: only this timeframe"),
        .from, .to, .asOf,
    ],
    answers: [
        .badData: "the file is no store, or a damaged one",
        .missingInput: "there is no store at the path",
        .tryAgain: "another tool holds the store",
    ],
    notes: [
        "Rows that are records are printed as such, one JSON object a line; other rows name their "
            + "table under \"kind\". --csv and --table print the same columns.",
        "Values of conditions are compared as numbers where they are numbers. \"null\" stands for "
            + "nothing, columns that end in _ms also take dates: 'open_ms>=2026-08-01'.",
        "Dumps of two stores are equal exactly if the stores hold the same result: rows are sorted "
            + "by their keys, columns that say when something was done are left out.",
    ])

func run() -> Never {
    command.main { arguments in
        let printer = try RowPrinter(format: Format(arguments))
        let path = arguments.storePath
        do {
            return try withStoreErrors(path) {
                let store = try Store(path: path, access: .readOnly)
                switch arguments.operands.first {
                case nil: try printTables(of: store, on: printer)
                case "candles": try printCandles(arguments, store, printer)
                case "dump": try printDump(arguments, store, printer)
                case let table?: try printRows(question(table, arguments), store, printer)
                }
                try printer.finish()
                return .done
            }
        } catch let error as QueryError {
            throw diagnostic(error)
        }
    }
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

private func printRows(_ query: Query, _ store: Store, _ printer: RowPrinter) throws {
    let table = try store.table(query.table)
    printer.expect(query.columns ?? table.columns)
    try store.snapshot {
        try store.rows(query) { columns, cells in
            try printer.row(kind: table.kind, columns, cells)
        }
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
        let near = suggestion(for: name, among: known + ["candles", "dump"])
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
    }
}

@main enum QueryStore {
    static func main() { run() }
}
