public import JSONL

/// One epoch of a hyperopt: the parameters tried and what came of them.
public struct Trial: Hashable, Sendable {
    /// The hyperopt's run id.
    public var run: String
    /// Counted from 1.
    public var epoch: Int
    /// Parameter values by name, in the order of the strategy.
    public var parameters: JSONValue
    /// Lower is better; nil with too few trades and where the loss is not a finite number.
    public var loss: Double?
    /// A few measures of the trial by name: trades, profit_total, max_drawdown_account, …
    public var measures: JSONValue
    /// True when the loss is below 100 and below that of every earlier epoch of the run.
    public var isBest: Bool
    /// True for the points drawn before the sampler learns.
    public var isInitial: Bool

    public init(
        run: String, epoch: Int, parameters: JSONValue, loss: Double?, measures: JSONValue,
        isBest: Bool, isInitial: Bool
    ) {
        self.run = run
        self.epoch = epoch
        self.parameters = parameters
        self.loss = loss
        self.measures = measures
        self.isBest = isBest
        self.isInitial = isInitial
    }
}
