internal import CLI
internal import Doors
internal import Market

/// What the command line asks for, checked.
struct Request {
    /// At least one, unless the strategy is in no file.
    let strategyPaths: [String]
    let configPath: String?
    /// freqtrade's strategy parameter file; nil for none.
    let parametersPath: String?
    /// Empty for the configuration's.
    let pairs: [Pair]
    let exchange: String?
    /// First instant to trade on and last candle's open, both included, Unix milliseconds.
    var fromMs: Int?
    var throughMs: Int?
    let fee: Double?
    /// Timeframe of the candles to trade on inside of the strategy's; nil for the configuration's or none.
    let detail: Timeframe?
    let isQuiet: Bool
    /// A file of records to take in the store's place, `-` for standard input; nil for the store.
    let recordsPath: String?

    init(_ arguments: Arguments, needsStrategy: Bool = true) throws(Diagnostic) {
        let paths = needsStrategy ? arguments.values("strategy") : []
        guard !paths.isEmpty || !needsStrategy else {
            throw Diagnostic(
                .usage, "which strategy? --strategy is missing",
                hint: "-s " + (arguments.operands.first { $0 != "-" } ?? "FILE.strategy.yaml"))
        }
        guard arguments.operands.isEmpty || arguments.operands == ["-"] || !needsStrategy else {
            throw Diagnostic(
                .usage, "\"\(arguments.operands[0])\" is no operand of this tool",
                hint: "\"-\" reads candles from standard input; a strategy needs -s before it")
        }
        if let twice = paths.indices.first(where: { paths[..<$0].contains(paths[$0]) }) {
            throw Diagnostic(.usage, "--strategy names \(paths[twice]) twice")
        }
        for option in ["parameter", "parameters"]
        where paths.count > 1 && arguments.flag(option) {
            throw Diagnostic(
                .usage, "--\(option) is for one strategy", hint: "run the strategies one by one")
        }
        strategyPaths = paths
        configPath = arguments.value("config")
        parametersPath = needsStrategy ? arguments.value("parameters") : nil
        exchange = arguments.value("exchange")
        pairs = try arguments.pairs()
        (fromMs, throughMs) = try Self.range(arguments)
        fee = arguments.number("fee")
        detail = try arguments.value("timeframe-detail").map(Self.detail)
        isQuiet = arguments.flag("quiet")
        recordsPath = try Self.recordsPath(arguments)
        if let fee, !(0...0.1).contains(fee) {
            throw Diagnostic(.usage, "--fee is \(fee), expected a ratio from 0 to 0.1")
        }
    }

    private static func recordsPath(_ arguments: Arguments) throws(Diagnostic) -> String? {
        let operand = arguments.operands.last == "-" ? "-" : nil
        guard let path = arguments.value("candles") else { return operand }
        guard operand == nil else {
            throw Diagnostic(.usage, "--candles and \"-\" exclude each other")
        }
        return path
    }

    /// - Throws: `Diagnostic` for a text that is no timeframe.
    static func detail(_ text: String) throws(Diagnostic) -> Timeframe {
        guard let timeframe = try? Timeframe(text) else {
            throw Diagnostic(
                .usage, "--timeframe-detail: \"\(text)\" is no timeframe", hint: "write 1m, 5m")
        }
        return timeframe
    }

    private static func range(
        _ arguments: Arguments
    ) throws(Diagnostic) -> (fromMs: Int?, throughMs: Int?) {
        var range = (
            fromMs: arguments.instantMs("from"), throughMs: arguments.instantMs("to").map { $0 - 1 }
        )
        if let text = arguments.value("timerange") {
            guard range.fromMs == nil, range.throughMs == nil else {
                throw Diagnostic(.usage, "--timerange and --from or --to exclude each other")
            }
            range = try timerange(text, of: "timerange")
        }
        if let from = range.fromMs, let through = range.throughMs, through < from {
            throw Diagnostic(.usage, "the time range ends before it starts")
        }
        return range
    }
}
