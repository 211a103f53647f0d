public import Indicators
public import Market

/// What a strategy computes, as a graph: equal subexpressions are one node, operands come before
/// the nodes that read them.
public struct Program: Sendable {
    /// The candles that a node speaks of; context 0 is the strategy's own pair and timeframe.
    public struct Context: Hashable, Sendable {
        /// nil for the strategy's own pair.
        public let pair: Pair?
        public let timeframe: Timeframe
    }

    public enum Operation: Hashable, Sendable {
        case number(Double)
        case boolean(Bool)
        case text(String)
        /// The strategy's parameter of that index.
        case parameter(Int)
        case column(CandleColumn)
        case date(DatePart)
        /// The pair that the strategy trades, whatever the context.
        case pair
        case fact(TradeFact)
        /// The date of the trade's moment, not of the candle.
        case currentTime(DatePart)
        /// The strategy's custom data of that index as the trade has it, and before any hook changed it.
        case kept(Int, standard: Double?)
        /// A row of the catalogue; operands are its inputs, then its parameters.
        case indicator(String)
        /// One output of an indicator.
        case output(Int)
        case binary(BinaryOperator)
        case negative
        case not
        case conditional
        case shift(Int)
        case function(MathFunction)
        /// From the operand's context into the node's, each candle when it has closed.
        case merge
    }

    /// How often a value changes.
    public enum Shape: Int, Comparable, Sendable {
        case scalar, series
        /// With every trade and candle: only hooks.
        case trade

        public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
    }

    public struct Node: Hashable, Sendable {
        public let operation: Operation
        public let operands: [Int]
        public let context: Int
        public let shape: Shape
        /// Ascending indexes of the parameters that its value depends on.
        public let parameters: [Int]

        /// The same in memory of its own.
        fileprivate func apart() -> Node {
            Node(
                operation: operation, operands: operands.map { $0 }, context: context,
                shape: shape, parameters: parameters.map { $0 })
        }
    }

    public private(set) var nodes: [Node] = []
    public private(set) var contexts: [Context]
    private var indexes: [Node: Int] = [:]

    init(timeframe: Timeframe) { contexts = [Context(pair: nil, timeframe: timeframe)] }

    /// The same in memory of its own, as long as no node is added.
    func apart() -> Program {
        var program = self
        program.nodes = nodes.map { $0.apart() }
        program.contexts = contexts.map { $0 }
        program.indexes = [:]
        return program
    }

    /// The index of the context, made if it is new.
    mutating func context(_ context: Context) -> Int {
        if let index = contexts.firstIndex(of: context) { return index }
        contexts.append(context)
        return contexts.count - 1
    }

    /// The index of the node, made if no equal one exists.
    mutating func node(
        _ operation: Operation, _ operands: [Int] = [], context: Int, shape least: Shape = .scalar
    ) -> Int {
        let shape = operands.reduce(least) { max($0, nodes[$1].shape) }
        var parameters = Set(operands.flatMap { nodes[$0].parameters })
        if case .parameter(let index) = operation { parameters.insert(index) }
        let node = Node(
            operation: operation, operands: operands, context: shape == .scalar ? 0 : context,
            shape: shape, parameters: parameters.sorted())
        if let index = indexes[node] { return index }
        nodes.append(node)
        indexes[node] = nodes.count - 1
        return nodes.count - 1
    }
}

/// What `date.` and `current_time.` can be asked for, UTC.
public enum DatePart: String, CaseIterable, Hashable, Sendable {
    case year, month, day, hour, minute
    /// 0 = Monday … 6 = Sunday, as pandas counts.
    case weekday

    func value(ofMs milliseconds: Int) -> Double {
        let instant = Timestamp(milliseconds: milliseconds)
        return switch self {
        case .year: Double(instant.date.year)
        case .month: Double(instant.date.month)
        case .day: Double(instant.date.day)
        case .hour: Double(instant.hour)
        case .minute: Double(instant.millisecondOfDay / 60_000 % 60)
        case .weekday: Double(instant.weekday)
        }
    }
}

/// Functions that look at one row, or at two for the crossings.
public enum MathFunction: String, CaseIterable, Hashable, Sendable {
    case crossedAbove = "crossed_above"
    case crossedBelow = "crossed_below"
    case crossed
    case absolute = "abs"
    case squareRoot = "sqrt"
    case logarithm = "log"
    case exponential = "exp"
    case floor
    case ceiling = "ceil"
    case least = "min"
    case greatest = "max"
    case power
    case isMissing = "is_missing"
    case number
    case stoplossFromOpen = "stoploss_from_open"
    case stoplossFromAbsolute = "stoploss_from_absolute"
    /// The profit ratio of leaving a trade at another rate.
    case profitAt = "profit_at"
    /// A column so many candles before a hook's own.
    case ago
}
