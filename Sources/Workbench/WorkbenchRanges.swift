internal import Backtesting
public import CLI
internal import Market
internal import Strategies

/// Benches of one strategy on the same candles, each of its own time range.
public struct WorkbenchRanges {
    /// What the command line asked for, both ends included, Unix milliseconds; nil for all there is.
    public let asked: (fromMs: Int?, throughMs: Int?)
    /// The bench of that.
    public let whole: Workbench
    private let maker: BenchMaker

    /// Their sources are kept if they are wanted.
    public init(
        _ arguments: Arguments, of command: Command, keepingSource: Bool = false
    ) throws {
        maker = try BenchMaker(arguments, of: command, keepingSource: keepingSource)
        asked = (maker.request.fromMs, maker.request.throughMs)
        whole = try maker.benches()[0]
    }

    /// From the first candle that may be traded to the end of the last one, Unix milliseconds.
    public var days: Range<Int> {
        let span = whole.testbed.span
        let length = whole.testbed.strategy.rules.timeframe.milliseconds
        return span.lowerBound..<(span.upperBound + length)
    }

    /// The bench of a time range, both ends included, Unix milliseconds; nil for all there is.
    public func bench(fromMs: Int?, throughMs: Int?) throws -> Workbench {
        try maker.benches(over: (fromMs, throughMs))[0]
    }
}
