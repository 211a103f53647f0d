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

    /// Rows on which at least one rule holds.
    public let enterLong: Bitmap
    public let exitLong: Bitmap
    /// In the strategy's order.
    private let enterRules: [Rule]
    private let exitRules: [Rule]

    public init(count: Int, enter: [Rule], exit: [Rule]) {
        enterLong = Self.union(enter, count)
        exitLong = Self.union(exit, count)
        enterRules = enter
        exitRules = exit
    }

    /// As freqtrade's `dataframe.loc[…] = (1, tag)`: rules apply in order, the last one's tag stays.
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
