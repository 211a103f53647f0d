internal import JSONL
internal import Market
internal import Records

/// Runs that may stand side by side, and those that may not, with what keeps them apart.
///
/// A run compares with the baseline if both traded the same pairs of the same exchange on the same
/// timeframe, in the same currency, from the same balance, at the same fee, over the same days.
public struct Comparison: Sendable {
    /// One thing in which a run differs from the baseline.
    public struct Difference: Hashable, Sendable {
        public let subject: Subject
        public let baseline: String
        public let other: String
    }

    /// What must be alike.
    public enum Subject: String, Hashable, Sendable, CaseIterable {
        case period, exchange, pairs, timeframe, currency
        case balance = "starting balance"
        case fee

        /// Why two runs that differ in it say nothing of each other.
        public var matters: String {
            switch self {
            case .period:
                "Markets change: what other days returned may be the market's doing."
            case .exchange: "Other venues quote other prices for the same pair."
            case .pairs:
                "Other pairs offer other chances: the choice of pairs would be compared."
            case .timeframe:
                "Fills and stops are decided candle by candle: longer ones hide what went on inside."
            case .currency: "Amounts of two currencies have no difference without a dated rate."
            case .balance:
                "The same stake is another part of the account: returns and drawdowns scale with it."
            case .fee: "Every trade pays it: whoever trades more gains more by a lower one."
            }
        }
    }

    /// A run that was left out, with all that keeps it apart.
    public struct Refusal: Sendable {
        public let result: SiteContent.Result
        public let differences: [Difference]
    }

    /// The run that all others are measured against unless a reader picks another.
    public let baseline: SiteContent.Result
    /// The runs that compare, the baseline among them, by strategy.
    public let runs: [SiteContent.Result]
    /// By strategy.
    public let refused: [Refusal]
    /// Older runs that compare as well but found no room.
    public let crowdedOut: Int
    /// Whether somebody named the baseline.
    public let isChosen: Bool
    /// Pearson's correlation of the daily returns of `runs`, row by row; nil where it is not defined.
    public var correlations: [[Double?]] = []

    /// As many curves as eyes can tell apart.
    public static let capacity = 8

    /// Compares the newest completed run of each variant (strategy, version and parameters) that has a
    /// curve. `named` is a run's id or its beginning, or a strategy; without it the baseline is the
    /// best known: of the largest group of runs that compare with each other, the one with the highest
    /// Sharpe of daily returns. nil where no run has a curve, or none is named so.
    public init?(_ results: [SiteContent.Result], baseline named: String? = nil) {
        let candidates = Self.newestVariants(results)
        guard let baseline = Self.baseline(candidates, named) else { return nil }
        let kept = candidates.filter { Self.differences(baseline, $0).isEmpty }
        let newest = kept.sorted { Self.isNewer($0.run, $1.run) }
            .sorted { $0.run.run == baseline.run.run && $1.run.run != baseline.run.run }
        self.baseline = baseline
        runs = Self.ordered(Array(newest.prefix(Self.capacity)))
        crowdedOut = kept.count - runs.count
        refused = Self.ordered(candidates).compactMap { result in
            let differences = Self.differences(baseline, result)
            return differences.isEmpty ? nil : Refusal(result: result, differences: differences)
        }
        isChosen = named != nil
    }

    /// The names by which a baseline can be called: strategies and runs.
    public static func names(_ results: [SiteContent.Result]) -> [String] {
        newestVariants(results).flatMap { [$0.run.strategy, $0.run.run] }
    }

    /// How a run is called on a page: by its strategy, with its id where that is not enough.
    func label(_ result: SiteContent.Result) -> String {
        let all = runs + refused.map(\.result)
        let isUnique = all.filter { $0.run.strategy == result.run.strategy }.count == 1
        return isUnique
            ? result.run.strategy : "\(result.run.strategy) \(result.run.run.prefix(7))"
    }
}

// MARK: Choosing

extension Comparison {
    private static func newestVariants(
        _ results: [SiteContent.Result]
    ) -> [SiteContent.Result] {
        var newest: [String: SiteContent.Result] = [:]
        for result in results where result.run.status == .completed && result.equity.count > 1 {
            let variant = JSONValue.list([
                .text(result.run.strategy), .text(result.run.strategyHash), result.run.parameters,
                .text(result.run.tool == "run-backtest" ? "" : result.run.run),
            ]).text
            if let known = newest[variant], isNewer(known.run, result.run) { continue }
            newest[variant] = result
        }
        return ordered(Array(newest.values))
    }

    private static func isNewer(_ left: Run, _ right: Run) -> Bool {
        (left.toMs, left.startedMs, right.run) > (right.toMs, right.startedMs, left.run)
    }

    private static func ordered(_ results: [SiteContent.Result]) -> [SiteContent.Result] {
        results.sorted { ($0.run.strategy, $0.run.run) < ($1.run.strategy, $1.run.run) }
    }

    private static func baseline(
        _ candidates: [SiteContent.Result], _ named: String?
    ) -> SiteContent.Result? {
        if let named {
            return candidates.first { $0.run.run == named }
                ?? candidates.filter { $0.run.strategy == named }
                .min { isNewer($0.run, $1.run) }
                ?? candidates.first { $0.run.run.hasPrefix(named) && named.count >= 4 }
        }
        func rank(_ result: SiteContent.Result) -> (Int, Double) {
            (
                candidates.filter { differences(result, $0).isEmpty }.count,
                result.measures.first { $0.name == "daily_sharpe" }?.value ?? -.infinity
            )
        }
        return candidates.map { ($0, rank($0)) }.max { $0.1 < $1.1 }?.0
    }
}

// MARK: Differences

extension Comparison {
    /// Periods are alike where they share this part of the longer one: start-up candles of two
    /// strategies differ by hours.
    public static let sharedPeriod = 0.98

    static func differences(
        _ baseline: SiteContent.Result, _ other: SiteContent.Result
    ) -> [Difference] {
        Subject.allCases.compactMap { subject in
            let (left, right) = (words(subject, baseline), words(subject, other))
            let isAlike =
                subject == .period ? isSamePeriod(baseline.run, other.run) : left == right
            return isAlike ? nil : Difference(subject: subject, baseline: left, other: right)
        }
    }

    private static func isSamePeriod(_ left: Run, _ right: Run) -> Bool {
        let shared = min(left.toMs, right.toMs) - max(left.fromMs, right.fromMs)
        let longer = max(left.toMs - left.fromMs, right.toMs - right.fromMs)
        return longer == 0
            ? left.fromMs == right.fromMs : Double(shared) >= sharedPeriod * Double(longer)
    }

    private static func words(_ subject: Subject, _ result: SiteContent.Result) -> String {
        let config = result.run.config
        switch subject {
        case .period: return window(result.run).text
        case .exchange:
            return config["exchange"]?["name"]?.string ?? config["exchange"]?.string ?? unknown
        case .pairs:
            let listed = config["exchange"]?["pair_whitelist"]?.array?.compactMap(\.string)
            let pairs = Set(listed ?? result.trades.map(\.pair.symbol)).sorted()
            let (first, rest) = (pairs.prefix(12).joined(separator: ", "), pairs.count - 12)
            guard rest > 0 else { return pairs.isEmpty ? unknown : first }
            // The digest tells long lists apart that begin alike.
            return "\(pairs.count) pairs: \(first) and \(rest) more, "
                + folder(pairs.joined(separator: " ")).suffix(8)
        case .timeframe:
            return config["timeframe"]?.string ?? result.trades.first?.timeframe.description
                ?? unknown
        case .currency: return result.currency.isEmpty ? unknown : result.currency
        case .balance: return amount(config["dry_run_wallet"], unit: result.currency)
        case .fee:
            return config["fee"]?.double.map { NumberText.significant($0 * 100) + " %" }
                ?? unknown
        }
    }

    private static let unknown = "not recorded"

    private static func amount(_ value: JSONValue?, unit: String) -> String {
        value?.double.map { NumberText.text($0, unit: unit) } ?? value?.text ?? unknown
    }
}
