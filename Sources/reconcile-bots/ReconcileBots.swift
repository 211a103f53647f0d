internal import CLI
internal import Doors
internal import Reconciliation

let command = Command(
    name: "reconcile-bots",
    summary: "Compares the desk with its bots, their trades with the store and with back-tests.",
    usage: "[-]", operands: 0...1,
    examples: [
        .init(
            "reconcile-bots --desk data/desk.yaml --store desk.sqlite",
            "compare everything, print the breaks and store them"),
        .init(
            "ingest-trades --desk desk.yaml --all --store - | reconcile-bots --desk desk.yaml -",
            "compare without a store"),
        .init("reconcile-bots --desk desk.yaml --table | less -S", "the breaks for people"),
        .init(
            "(ingest-trades --bot me t.sqlite; run-backtest …) | reconcile-bots -",
            "compare a bot with a back-test"),
    ],
    options: [
        Option("desk", value: "FILE", help: "the desk file (default: desk.yaml; of \"-\" none)"),
        Option(
            "store", value: "FILE",
            help: "the store (default: $ANYTRADE_STORE, else anytrade.sqlite); \"-\" for none"),
        .bot,
        Option(
            "waivers", value: "FILE", repeats: true,
            help: "breaks to put up with, besides those of the desk file; may be repeated"),
        Option(
            "fail-on", value: "SEVERITY", type: .choice(["info", "warn", "critical"]),
            default: "info", help: "end with 1 only for breaks at least as severe"),
        Option("explain", value: "ID", help: "say all that is known of one break, change nothing"),
        Option(
            "waterfall",
            help: "also print the run and, per bot, how the back-test's profit became its own"),
    ] + Format.options + [.asOf, .quiet] + RecordIntake.options,
    answers: [
        .no: "there are breaks of the severity of --fail-on that nobody waived",
        .badData: "a line, a database or the store cannot be read; it is named",
        .missingInput: "the desk file, the store or a config.json is not there",
        .tryAgain: "another program holds a database or the store",
        .badConfiguration: "the desk file, a waiver or a config.json is wrong; the place is named",
    ],
    notes: [
        "Bots are read from their own databases and config.json, as the desk file names them, or "
            + "with \"-\" from records of kind bot, trade and run. With \"-\" no store is used "
            + "unless --store names one.",
        "A bot's trades are compared with the store and with the latest back-test of its "
            + "strategy, over the window that both know.",
        "Records of kind candle on standard input, or the store's candles, tell of data gaps.",
        "A waiver has an id, or a code with bot and pair where it is narrower, a reason and the day "
            + "until which it counts. Waived breaks are printed last.",
        "The desk file's as_of is the present of a desk that does not live by the clock; --as-of "
            + "wins.",
        "On a terminal breaks are printed as a table, else as records; --json, --csv and --table "
            + "ask for one or the other.",
        "Only what differs is printed: the most severe first, then by code, bot and time. What is "
            + "printed replaces the breaks in the store; a run beside them says what was compared.",
        "Codes: " + BreakCode.allCases.map(\.rawValue).joined(separator: ", ") + ".",
    ])

func run() -> Never {
    command.main { arguments in
        let request = try Request(arguments)
        return try withStoreErrors(request.storePath ?? "") {
            try Reconciling(request, RecordIntake(arguments, of: command)).run()
        }
    }
}

/// Where desk, bots, store and back-tests disagree, as records of kind break.
@main enum ReconcileBots {
    static func main() { run() }
}
