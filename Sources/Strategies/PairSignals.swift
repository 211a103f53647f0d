/// What a strategy says of each candle of one pair; row i speaks of candle i, not shifted.
public struct PairSignals: Hashable, Sendable {
    public var enterLong: [Bool]
    public var exitLong: [Bool]
    /// Index into `tags` of each row, −1 for none.
    public var enterTag: [Int16]
    public var exitTag: [Int16]
    public var tags: [String]

    public init(count: Int, tags: [String] = []) {
        enterLong = Array(repeating: false, count: count)
        exitLong = Array(repeating: false, count: count)
        enterTag = Array(repeating: -1, count: count)
        exitTag = Array(repeating: -1, count: count)
        self.tags = tags
    }
}
