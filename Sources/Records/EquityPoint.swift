/// What a run's account was worth at one instant.
public struct EquityPoint: Hashable, Sendable {
    public var run: String
    public var atMs: Int
    /// Stake currency.
    public var equity: Double
    /// Fall from the highest equity so far, as a ratio of it, 0…1.
    public var drawdownRatio: Double
    /// The same starting balance, spread evenly over the run's pairs and held; nil where there is none.
    public var benchmark: Double?

    public init(
        run: String, atMs: Int, equity: Double, drawdownRatio: Double, benchmark: Double?
    ) {
        self.run = run
        self.atMs = atMs
        self.equity = equity
        self.drawdownRatio = drawdownRatio
        self.benchmark = benchmark
    }
}
