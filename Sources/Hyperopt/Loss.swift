public import Backtesting
public import Metrics

/// What a search minimises: one of freqtrade's losses, with what an epoch must have to be judged.
public struct Loss: Sendable {
    public let definition: LossDefinition
    /// Epochs with fewer trades have no loss.
    public let minimumTrades: Int

    public init(_ definition: LossDefinition, minimumTrades: Int = 1) {
        self.definition = definition
        self.minimumTrades = minimumTrades
    }

    /// The loss of that name: ours, as `SharpeDaily`, or that of freqtrade's class, as
    /// `SharpeHyperOptLossDaily`; nil for none.
    public init?(named name: String, minimumTrades: Int = 1) {
        let known = name == "DefaultHyperOptLoss" ? "ShortTradeDur" : name
        let definition = lossDefinitions.first { $0.name == known || $0.className == known }
        guard let definition else { return nil }
        self.init(definition, minimumTrades: minimumTrades)
    }

    public var name: String { definition.name }

    /// Our names of all losses.
    public static var names: [String] { lossDefinitions.map(\.name) }

    /// The loss of an epoch; nil with too few trades and where the loss is not a finite number.
    public func evaluate(_ trades: TradeColumns) -> Double? {
        trades.count < minimumTrades ? nil : definition.evaluate(trades)
    }
}

extension TradeColumns {
    /// Of a simulation of a testbed with `pairCount` pairs.
    public init(_ simulation: Simulation, pairCount: Int) {
        self.init(
            pairCount: pairCount, startingBalance: simulation.startingBalance,
            fromMs: simulation.startMs, toMs: simulation.endMs)
        let closings = simulation.closings
        profits = closings.map { $0.profitAbs }
        ratios = closings.map { $0.profitRatio }
        minutes = closings.map { ($0.closeMs - $0.openMs) / 60_000 }
        closeMs = closings.map { $0.closeMs }
        pairs = closings.map { $0.pair }
    }
}
