public import Records

/// What can be wrong with a desk. The table feeds the tool, the pages and the documentation.
public enum BreakCode: String, Hashable, Sendable, CaseIterable {
    case configurationDrift = "CFG-DRIFT"
    case botMissing = "BOT-MISSING"
    case botExtra = "BOT-EXTRA"
    case botStale = "BOT-STALE"
    case botSilent = "BOT-SILENT"
    case botReset = "BOT-RESET"
    case tradeMissingInStore = "TRD-MISSING-STORE"
    case tradeMissingInBot = "TRD-MISSING-BOT"
    case tradeQuantity = "TRD-QTY"
    case tradePrice = "TRD-PRICE"
    case tradeFee = "TRD-FEE"
    case tradeTime = "TRD-TIME"
    case profitMismatch = "PNL-MISMATCH"
    case signalDivergence = "SIG-DIVERGE"
    case duplicate = "DUP"
    case dataGap = "DATA-GAP"
    case clockSkew = "CLK-SKEW"

    /// A few words for a heading.
    public var title: String { facts.title }
    /// When the break is critical, a warning or information.
    public var severityRule: String { facts.severityRule }
    /// What it means and what to look at first, for a person.
    public var explanation: String { facts.explanation }

    private var facts: (title: String, severityRule: String, explanation: String) {
        switch self {
        case .configurationDrift:
            (
                "Configuration drift",
                "critical for dry_run, trading_mode, leverage and stake keys, else warn",
                "The bot runs with another value than the desk file states. Change the bot's"
                    + " config.json, or the desk file if the bot is right."
            )
        case .botMissing:
            (
                "Bot missing", "critical",
                "The desk file names a bot that does not report: its database is not there."
            )
        case .botExtra:
            (
                "Bot extra", "warn",
                "A bot reports that the desk file does not name. Add it to the desk or stop it."
            )
        case .botStale:
            (
                "Bot stale", "warn after 3 heartbeats, critical after 10",
                "The newest instant in the bot's database is too old. freqtrade notes its wallet"
                    + " once a day: the bot, or the copy of its database, stands still."
            )
        case .botSilent:
            (
                "Bot silent", "warn",
                "The bot is alive but opened nothing for longer than 99 % of its own gaps, while"
                    + " the back-test kept entering. Look at its log, its wallet and its locks."
            )
        case .botReset:
            (
                "Bot reset", "warn",
                "The bot's database was started anew: a known trade id came back as another trade,"
                    + " or the highest id fell. The older trades stay in the store."
            )
        case .tradeMissingInStore:
            (
                "Trade missing in the store", "critical if the trade is open, else warn",
                "The bot's database has a trade that the store lacks. Run ingest-trades again;"
                    + " a row that cannot be read says why."
            )
        case .tradeMissingInBot:
            (
                "Trade missing in the bot", "critical if it should be open, else warn",
                "The store or the back-test has a trade whose row is gone from the bot's"
                    + " database: its trade id is skipped there. Look for a deleted trade."
            )
        case .tradeQuantity:
            (
                "Quantity differs", "by money at risk against the stake",
                "The same trade has another amount than expected. Look at the stake, the wallet"
                    + " and partial fills."
            )
        case .tradePrice:
            (
                "Price differs", "by money at risk against the stake",
                "The same trade was opened or closed at another price than expected: slippage"
                    + " or wrong candles."
            )
        case .tradeFee:
            (
                "Fee differs", "by money at risk against the stake",
                "The same trade paid another fee than expected. Look at the fee level of the"
                    + " account, maker against taker, and the back-test's fee."
            )
        case .tradeTime:
            (
                "Time differs", "info up to one candle, else warn; more by money at risk",
                "The same trade opened or closed in another candle than expected. Look at the"
                    + " clock, the bot's throttle and late candles."
            )
        case .profitMismatch:
            (
                "Profit mismatch", "warn above 1 bp of the equity, critical above 10 bp, else info",
                "The profit that the bot reports is not what its fills, fees and funding add up"
                    + " to. Look for a row that was edited, or a fee in another coin."
            )
        case .signalDivergence:
            (
                "Signal divergence", "warn for entries, info for exit reasons",
                "Bot and back-test of the same strategy decided differently: an entry missed or"
                    + " added, or another exit reason. Look at candles, timing and free slots."
            )
        case .duplicate:
            (
                "Duplicate", "warn",
                "One trade is there twice under two ids, or in two generations of a bot: sums"
                    + " count it twice. Look at merged, copied or restored databases."
            )
        case .dataGap:
            (
                "Data gap", "info up to 3 candles, else warn",
                "Candles are missing while a trade was open: back-tests and prices of that time"
                    + " are guesses. Fetch the candles again."
            )
        case .clockSkew:
            (
                "Clock skew", "warn",
                "The bot's times differ from the back-test's by one constant offset: a wrong"
                    + " clock or time zone. All else was compared with the offset taken away."
            )
        }
    }
}

extension BreakCode {
    /// A name that stays the same as long as the code and the identifying words do: the code and
    /// the first 12 hexadecimal digits of FNV-1a (64 bit) of both, words separated by U+001F.
    /// Source: Fowler, Noll, Vo, "The FNV Non-Cryptographic Hash Algorithm".
    func id(_ words: String...) -> String { id(words) }

    func id(_ words: [String]) -> String {
        rawValue + "-" + hexadecimalDigest([rawValue] + words).prefix(12)
    }
}

/// FNV-1a (64 bit) of words that are each ended by U+001F, as 16 hexadecimal digits.
func hexadecimalDigest(_ words: [String]) -> String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for word in words {
        for byte in Array(word.utf8) + [0x1F] {
            hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
        }
    }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
}

extension Break.Severity {
    /// 2 for critical, 1 for a warning, 0 for information.
    public var rank: Int {
        switch self {
        case .info: 0
        case .warn: 1
        case .critical: 2
        }
    }
}
