/// One row of a tool's option table: what parsing, help and completions know of an option.
public struct Option: Sendable {
    /// What an option's value must be; checked while parsing, so that nobody checks it again.
    public enum Value: Sendable {
        /// Any text: a name, a path.
        case text
        /// A whole number within bounds.
        case integer(ClosedRange<Int>)
        /// A finite number.
        case number
        /// `2026-11-20`, RFC 3339, or relative to now: `-24h`.
        case instant
        /// `30s`, `5m`, `2h`, `7d`.
        case duration
        /// `2026-11-01..2026-11-08`: days, half open.
        case days
        /// One word of a list.
        case choice([String])
    }

    /// The name without its dashes: `store`.
    public let long: String
    /// The letter of the short form, or nil.
    public let short: Character?
    /// What stands for the value in the help: `FILE`; nil for a flag.
    public let placeholder: String?
    /// What the value must be; of no meaning for a flag.
    public let type: Value
    /// Whether the option may be given several times, each adding a value.
    public let repeats: Bool
    /// The value when the option is not given, or nil.
    public let standard: String?
    /// One sentence for the help.
    public let help: String
    /// Values that a shell offers where any text is taken; the parser does not look at them.
    public let offers: [String]

    public init(
        _ long: String, short: Character? = nil, value placeholder: String? = nil,
        type: Value = .text, repeats: Bool = false, default standard: String? = nil, help: String,
        offers: [String] = []
    ) {
        self.long = long
        self.short = short
        self.placeholder = placeholder
        self.type = type
        self.repeats = repeats
        self.standard = standard
        self.help = help
        self.offers = offers
    }

    var isFlag: Bool { placeholder == nil }

    /// Why `text` is no value for this option, or nil when it is one.
    func complaint(about text: String, nowMs: Int) -> (what: String, hint: String?)? {
        switch type {
        case .text: return text.isEmpty ? ("a text that is not empty", nil) : nil
        case .integer(let bounds):
            guard let number = Int(text), bounds.contains(number) else {
                return (Self.words(for: bounds), nil)
            }
            return nil
        case .number: return Double(text)?.isFinite == true ? nil : ("a number", nil)
        case .instant:
            return instantMs(text, nowMs: nowMs) != nil
                ? nil : ("a date 2026-11-20, a time 2026-11-20T07:30:00Z or -24h", nil)
        case .duration:
            return duration(text) != nil ? nil : ("a duration as 30s, 5m, 2h or 7d", nil)
        case .days:
            return dayRange(text, nowMs: nowMs) != nil
                ? nil : ("days as 2026-11-01..2026-11-08, the last not among them", nil)
        case .choice(let words):
            if words.contains(text) { return nil }
            let near = suggestion(for: text, among: words).map { "did you mean \"\($0)\"?" }
            return ("one of " + words.joined(separator: ", "), near)
        }
    }

    private static func words(for bounds: ClosedRange<Int>) -> String {
        switch (bounds.lowerBound, bounds.upperBound) {
        case (.min, .max): "a whole number"
        case (let low, .max): "a whole number from \(low)"
        case (let low, let high): "a whole number from \(low) to \(high)"
        }
    }
}

/// Options that mean the same in every tool are spelled once, here.
extension Option {
    public static let store = Option(
        "store", value: "FILE",
        help: "the store (default: $ANYTRADE_STORE, else anytrade.sqlite)")
    /// The store of a tool that can do without one; its path is `Arguments.namedStorePath`.
    public static let namedStore = Option(
        "store", value: "FILE",
        help: "write to this store (default: $ANYTRADE_STORE, else none); \"-\" for none: records "
            + "are printed")
    public static let exchange = Option("exchange", value: "NAME", help: "only this exchange")
    public static let pair = Option(
        "pair", value: "PAIR", repeats: true, help: "only this pair, BTC/USDT; may be repeated")
    public static let timeframe = Option(
        "timeframe", value: "FRAME", help: "length of a candle: 5m, 1h, 1d",
        offers: frames)
    /// Lengths of candles that are worth offering.
    public static let frames = ["1m", "5m", "15m", "30m", "1h", "4h", "1d", "1w"]
    public static let from = Option(
        "from", value: "TIME", type: .instant, help: "start at this instant (inclusive)")
    public static let to = Option(
        "to", value: "TIME", type: .instant, help: "end before this instant (exclusive)")
    public static let bot = Option(
        "bot", value: "NAME", repeats: true, help: "only this bot; may be repeated")
    public static let strategy = Option(
        "strategy", short: "s", value: "FILE", repeats: true,
        help: "a strategy file (*.strategy.yaml); may be repeated")
    public static let config = Option(
        "config", short: "c", value: "FILE", help: "the trading configuration")
    public static let seed = Option(
        "seed", value: "N", type: .integer(0...Int.max), default: "42",
        help: "seed of everything random")
    public static let jobs = Option(
        "jobs", short: "j", value: "N", type: .integer(1...1_024),
        help: "work on this many things at once (default: one a core)")
    public static let json = Option("json", help: "print JSON Lines")
    public static let csv = Option("csv", help: "print comma separated values")
    public static let table = Option("table", help: "print a table for people")
    public static let quiet = Option("quiet", short: "q", help: "say nothing but errors")
    public static let verbose = Option("verbose", short: "v", help: "say more")
    public static let asOf = Option(
        "as-of", value: "TIME", type: .instant, help: "take this instant for now")
    public static let maxErrors = Option(
        "max-errors", value: "N", type: .integer(0...Int.max), default: "20",
        help: "print at most this many bad lines, then a count")
    public static let onError = Option(
        "on-error", value: "WHAT", type: .choice(["fail", "skip"]), default: "fail",
        help: "at a bad line keep what came before and fail, or skip the line")
    public static let skipOtherKinds = Option(
        "skip-other-kinds", help: "pass over records of kinds this tool does not take")
    public static let apply = Option("apply", help: "do it; without, only print the plan")

    /// Every tool answers these.
    static let universal = [
        Option("help", short: "h", help: "print this help"),
        Option("help-json", help: "print the option table as JSON"),
        Option("help-man", help: "print the manual page"),
        Option(
            "completions", value: "SHELL", type: .choice(Shell.allCases.map(\.rawValue)),
            help: "print what makes a shell complete the command line"),
        Option("version", help: "print the version"),
    ]
}
