/// What a strategy says of each candle of one pair; row i speaks of candle i, not shifted.
public struct PairSignals: Hashable, Sendable {
    /// Where a rule holds, and the tag that it gives.
    public struct Rule: Hashable, Sendable {
        public let rows: Bitmap
        public let tag: String?

        public init(rows: Bitmap, tag: String?) {
            self.rows = rows
            self.tag = tag
        }
    }

    /// The rules of one side, and the rows on which at least one of them holds.
    public struct Side: Hashable, Sendable {
        public let enter: Bitmap
        public let exit: Bitmap

        init(count: Int, enter: [Rule], exit: [Rule]) {
            self.enter = PairSignals.union(enter, count)
            self.exit = PairSignals.union(exit, count)
        }
    }

    public let long: Side
    /// nil for a strategy that says nothing of shorts.
    public let short: Side?
    /// In the strategy's order, those of shorts last.
    private let enterRules: [Rule]
    private let exitRules: [Rule]
    /// How many of them are those of shorts.
    private let shortEntries: Int
    private let shortExits: Int

    public init(
        count: Int, enter: [Rule], exit: [Rule], enterShort: [Rule] = [], exitShort: [Rule] = []
    ) {
        long = Side(count: count, enter: enter, exit: exit)
        short =
            enterShort.isEmpty && exitShort.isEmpty
            ? nil : Side(count: count, enter: enterShort, exit: exitShort)
        enterRules = enter + enterShort
        exitRules = exit + exitShort
        (shortEntries, shortExits) = (enterShort.count, exitShort.count)
    }

    public var count: Int { long.enter.count }

    /// The same said of `count` shorter candles, `parts` of which make one of these.
    public func parted(by parts: Int, count: Int) -> PairSignals {
        func rules(_ rules: [Rule]) -> [Rule] {
            rules.map { Rule(rows: $0.rows.parted(by: parts, count: count), tag: $0.tag) }
        }
        let (longs, exits) = (enterRules.count - shortEntries, exitRules.count - shortExits)
        return PairSignals(
            count: count, enter: rules(Array(enterRules[..<longs])),
            exit: rules(Array(exitRules[..<exits])), enterShort: rules(Array(enterRules[longs...])),
            exitShort: rules(Array(exitRules[exits...])))
    }

    /// As freqtrade's `dataframe.loc[…] = (1, tag)`: rules apply in order, the last one's tag stays. One column
    /// holds the tags of both sides.
    public func enterTag(_ row: Int) -> String? { Self.tag(enterRules, row) }

    public func exitTag(_ row: Int) -> String? { Self.tag(exitRules, row) }

    private static func tag(_ rules: [Rule], _ row: Int) -> String? {
        rules.last { $0.tag != nil && $0.rows[row] }?.tag
    }

    private static func union(_ rules: [Rule], _ count: Int) -> Bitmap {
        guard let first = rules.first else { return Bitmap(count: count) }
        return rules.dropFirst().reduce(first.rows) { $0 | $1.rows }
    }
}
