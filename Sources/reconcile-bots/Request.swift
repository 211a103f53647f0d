internal import CLI
internal import Desk
internal import Doors
internal import Glibc
internal import Market
internal import Reconciliation
internal import Records
internal import YAML

/// What the command line asks for.
struct Request {
    /// nil without a desk file: then no bot is missing or extra.
    let desk: DeskFile?
    /// nil compares without a store.
    let storePath: String?
    /// Bots come from standard input instead of their databases.
    let readsRecords: Bool
    /// Only these bots; empty for all.
    let bots: Set<String>
    let waivers: [WaiverRule]
    /// The least severity that makes the answer no.
    let failOn: Break.Severity
    /// The id of the one break that is asked for; nil compares for good.
    let explained: String?
    /// Also print what pages draw: the run and its observations.
    let printsWaterfall: Bool
    /// How breaks are printed.
    let format: Format
    let isQuiet: Bool
    let nowMs: Int
    let tolerances: Tolerances

    init(_ arguments: Arguments) throws(Diagnostic) {
        let operand = arguments.operands.first
        if let operand, operand != "-" {
            throw Diagnostic(
                .usage, "\"\(operand)\" is not read", hint: "name the desk with --desk \(operand)")
        }
        readsRecords = operand == "-"
        let store = arguments.value("store") ?? (readsRecords ? "-" : arguments.storePath)
        storePath = store == "-" ? nil : store
        bots = Set(arguments.values("bot"))
        isQuiet = arguments.flag("quiet")
        printsWaterfall = arguments.flag("waterfall")
        format =
            try Format.chosen(arguments) ?? (isatty(1) == 1 && !printsWaterfall ? .table : .json)
        guard format == .json || !printsWaterfall else {
            throw Diagnostic(
                .usage, "--waterfall prints records of several kinds",
                hint: "leave --csv or --table")
        }
        explained = arguments.value("explain")
        failOn = arguments.value("fail-on").flatMap(Break.Severity.init(rawValue:)) ?? .info
        let path = arguments.value("desk") ?? (readsRecords ? nil : "desk.yaml")
        if arguments.value("desk") == nil, let path, !fileExists(path) {
            throw Diagnostic(
                .missingInput, "there is no \(path) here", hint: "name the desk file with --desk")
        }
        desk = try path.map { (path) throws(Diagnostic) in try Self.desk(path) }
        let isDated = arguments.value("as-of") != nil
        nowMs = isDated ? arguments.nowMs : desk?.asOfMs ?? arguments.nowMs
        tolerances = Tolerances(desk?.tolerances ?? [:])
        var waivers = desk?.waivers ?? []
        for path in arguments.values("waivers") { waivers += try Self.waivers(path) }
        self.waivers = try waivers.map { (waiver) throws(Diagnostic) in try WaiverRule(waiver) }
    }

    private static func waivers(_ path: String) throws(Diagnostic) -> [DeskWaiver] {
        let text = try readText(path)
        return try located { () throws(YAMLError) in
            try DeskWaiver.list(parsing: text, source: inputName(path))
        }
    }

    private static func desk(_ path: String) throws(Diagnostic) -> DeskFile {
        let text = try readText(path)
        return try located { () throws(YAMLError) in
            try DeskFile(parsing: text, source: inputName(path))
        }
    }

    private static func located<Value>(
        _ parse: () throws(YAMLError) -> Value
    ) throws(Diagnostic) -> Value {
        do throws(YAMLError) {
            return try parse()
        } catch {
            throw Diagnostic(
                .badConfiguration, error.message, hint: error.hint,
                location: "\(error.source):\(error.line):\(error.column)")
        }
    }
}

extension WaiverRule {
    /// - Throws: `Diagnostic` for a code that no break has.
    init(_ waiver: DeskWaiver) throws(Diagnostic) {
        let codes = BreakCode.allCases.map(\.rawValue)
        if let code = waiver.code, !codes.contains(code) {
            let near = suggestion(for: code, among: codes)
            throw Diagnostic(
                .badConfiguration, "there is no break with the code \"\(code)\"",
                hint: near.map { "did you mean \($0)?" } ?? "codes: "
                    + codes.joined(separator: ", "),
                location: waiver.place)
        }
        self.init(
            id: waiver.id, code: waiver.code, bot: waiver.bot, pair: waiver.pair,
            waiver: Break.Waiver(
                reason: waiver.reason, untilMs: waiver.until.milliseconds, by: waiver.by))
    }
}

extension Tolerances {
    /// The defaults with what the desk states in their place, by the desk file's keys.
    init(_ stated: [String: Double]) {
        self.init()
        let ratios: [(String, WritableKeyPath<Tolerances, Double>)] = [
            ("rate_ratio", \.rateRatio), ("amount_ratio", \.amountRatio),
            ("fee_ratio", \.feeRatio), ("warn_ratio", \.warnRatio),
            ("critical_ratio", \.criticalRatio), ("profit_ratio", \.profitRatio),
            ("equity_warn_ratio", \.equityWarnRatio),
            ("equity_critical_ratio", \.equityCriticalRatio), ("stale_warn", \.staleWarn),
            ("stale_critical", \.staleCritical), ("silence_quantile", \.silenceQuantile),
        ]
        let counts: [(String, WritableKeyPath<Tolerances, Int>)] = [
            ("candles", \.candles), ("heartbeat", \.heartbeatMs),
            ("silence_history", \.silenceHistory), ("gap_info_candles", \.gapInfoCandles),
        ]
        for (key, path) in ratios { if let value = stated[key] { self[keyPath: path] = value } }
        for (key, path) in counts {
            if let value = stated[key] { self[keyPath: path] = Int(value) }
        }
    }
}
