internal import Market
public import Records

/// Which trades of two lists are the same: indices into both.
public struct Matching: Hashable, Sendable {
    /// How sure it is that two trades are one.
    public enum Tier: String, Hashable, Sendable {
        /// The same identity: trade id and pair, or pair, side and opening candle.
        case exact
        /// The same pair and side, a neighbouring candle and nearly the same amount.
        case near
    }

    /// Two trades that are taken for one.
    public struct Match: Hashable, Sendable {
        public var expected: Int
        public var actual: Int
        public var tier: Tier
        /// 1 for an exact match; less the further candle and amount are apart, never below 0.
        public var confidence: Double
    }

    /// In the order of the expected list.
    public private(set) var matches: [Match] = []
    /// Expected trades that the other list lacks, ascending.
    public private(set) var missing: [Int] = []
    /// Trades of the other list that nobody expected, ascending.
    public private(set) var extra: [Int] = []

    /// Matches by trade id and pair: two copies of one bot's books. O(n).
    public init(byIdentity expected: [Trade], _ actual: [Trade]) {
        self.init(expected, actual, exact: Self.pairUp(expected, actual) { Identity($0) })
    }

    /// Matches what two programs did on their own: first pair, side and opening candle; then, among
    /// the rest, one to one with the most matches and the least cost. O(n log n) for lists that
    /// mostly agree.
    public init(
        byCandle expected: [Trade], _ actual: [Trade], candleMs: Int, tolerances: Tolerances
    ) {
        let exact = Self.pairUp(expected, actual) { Entry($0, candleMs: candleMs) }
        self.init(expected, actual, exact: exact)
        let near = NearMatching(
            expected: expected, actual: actual, candleMs: candleMs, tolerances: tolerances)
        let found = near.matches(expected: missing, actual: extra)
        matches = (matches + found).sorted { $0.expected < $1.expected }
        let (left, right) = (Set(found.map(\.expected)), Set(found.map(\.actual)))
        missing.removeAll { left.contains($0) }
        extra.removeAll { right.contains($0) }
    }

    private init(_ expected: [Trade], _ actual: [Trade], exact: [(Int, Int)]) {
        matches = exact.map {
            Match(expected: $0.0, actual: $0.1, tier: .exact, confidence: 1)
        }
        let (left, right) = (Set(exact.map(\.0)), Set(exact.map(\.1)))
        missing = expected.indices.filter { !left.contains($0) }
        extra = actual.indices.filter { !right.contains($0) }
    }

    /// Pairs elements of one key in order of opening.
    private static func pairUp<Key: Hashable>(
        _ expected: [Trade], _ actual: [Trade], key: (Trade) -> Key
    ) -> [(Int, Int)] {
        var waiting: [Key: [Int]] = [:]
        for index in actual.indices.sorted(by: { actual[$0].openMs > actual[$1].openMs }) {
            waiting[key(actual[index]), default: []].append(index)
        }
        return expected.indices.sorted { expected[$0].openMs < expected[$1].openMs }
            .compactMap { index in
                waiting[key(expected[index])]?.popLast().map { (index, $0) }
            }
            .sorted { $0.0 < $1.0 }
    }
}

private struct Identity: Hashable {
    let tradeID: Int
    let pair: Pair

    init(_ trade: Trade) {
        (tradeID, pair) = (trade.tradeID, trade.pair)
    }
}

private struct Entry: Hashable {
    let pair: Pair
    let side: Side
    let candle: Int

    init(_ trade: Trade, candleMs: Int) {
        (pair, side) = (trade.pair, trade.side)
        candle = candleNumber(trade.openMs, candleMs: candleMs)
    }
}

/// Which candle since 1970 an instant lies in, rounded towards the past.
func candleNumber(_ instantMs: Int, candleMs: Int) -> Int {
    let (quotient, remainder) = instantMs.quotientAndRemainder(dividingBy: candleMs)
    return remainder < 0 ? quotient - 1 : quotient
}
