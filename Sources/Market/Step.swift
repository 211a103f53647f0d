/// What prices or amounts of a market are multiples of, above 0.
public struct Step: Hashable, Sendable {
    public let size: Double
    /// 10^d for a step of 10^-d, 0 for any other.
    let power: Double

    public init(_ size: Double) {
        self.size = size
        power = Amount(size).inversePower ?? 0
    }

    /// The decimal that the size stands for.
    var exact: Amount { Amount(size) }
}
