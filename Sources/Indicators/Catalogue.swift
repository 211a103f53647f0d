/// Every indicator the house knows, one row each: strategies, documentation and tests read this table.
///
/// Names and semantics are TA-Lib's (0.8), pandas' for `rolling_` and `ewm_`, and others' that
/// the rows name; the order of operations is theirs too, so that thresholds fall on the same candle. A missing value is NaN.
public enum Catalogue {
    public static let indicators: [Indicator] = Array(
        // Joined in one go: a sum would copy the first rows for every family that follows.
        [
            averages, kinds, parabolics, cycles, momentum, oscillators, directional, stochastics,
            volatility, channels, volume, flows, statistics, prices, rolling, rollingMore,
            rollingMoments, partial,
            weighted, quantitative, popular, popularOscillators, trends, extremePlaces, schaff,
            pandasTA, patterns,
        ].joined())

    /// The row of that name, nil if there is none.
    public static func indicator(_ name: String) -> Indicator? {
        places[name].map { indicators[$0] }
    }

    private static let places = Dictionary(
        uniqueKeysWithValues: indicators.indices.map { (indicators[$0].name, $0) })
}

/// One row of the catalogue.
public struct Indicator: Sendable {
    /// A series that the indicator reads.
    public struct Input: Hashable, Sendable {
        public let name: String
        /// The candle column that is taken when the caller names no series; nil when one must be given.
        public let column: CandleColumn?
    }

    /// A number that shapes the indicator.
    public struct Parameter: Hashable, Sendable {
        public let name: String
        /// nil when the caller must say it.
        public let standard: Double?
        public let bounds: ClosedRange<Double>
        /// Only whole numbers are taken.
        public let isWhole: Bool
        /// The words that stand for numbers, where users choose by word; else empty.
        public private(set) var choices: [Choice] = []
        /// The parameter before it that it may not exceed, by its name; nil for none.
        public private(set) var ceiling: String?

        /// How users write that number: a word in quotes, `true` or `false`; nil for others.
        public func word(_ number: Double) -> String? {
            choices.first { $0.number == number }.map {
                Bool($0.name) == nil ? "\"\($0.name)\"" : $0.name
            }
        }
    }

    /// A word for a number.
    public struct Choice: Hashable, Sendable {
        public let name: String
        public let number: Double
    }

    public let name: String
    /// One line, and where the definition comes from.
    public let summary: String
    public let inputs: [Input]
    public let parameters: [Parameter]
    /// Names of the outputs; a single one is not named by users.
    public let outputs: [String]
    /// Outputs that say yes or no: they are 0 where others have no value yet, as in TA-Lib.
    public let flags: Set<String>
    /// How many rows at the start have no value, for parameter values in order.
    public let warmUp: @Sendable ([Double]) -> Int
    /// Skips missing values itself, as pandas does; others start after the last leading one.
    let skipsMissing: Bool
    let compute: @Sendable ([[Double]], [Double]) -> [[Double]]

    init(
        _ name: String, _ summary: String, inputs: [Input], parameters: [Parameter] = [],
        outputs: [String] = ["value"], flags: Set<String> = [], skipsMissing: Bool = false,
        warmUp: @escaping @Sendable ([Double]) -> Int,
        compute: @escaping @Sendable ([[Double]], [Double]) -> [[Double]]
    ) {
        self.name = name
        self.summary = summary
        self.inputs = inputs
        self.parameters = parameters
        self.outputs = outputs
        self.flags = flags
        self.skipsMissing = skipsMissing
        self.warmUp = warmUp
        self.compute = compute
    }

    /// One column per output, each as long as the inputs; NaN (0 in flags) where there is no value.
    ///
    /// `inputs` and `parameters` stand in the row's order, the parameters within their bounds. Like
    /// TA-Lib, the calculation starts at the first row where every input has a value.
    public func values(_ inputs: [[Double]], _ parameters: [Double]) -> [[Double]] {
        zip(outputs, calculated(inputs, parameters)).map { output, column in
            flags.contains(output) ? column.map { $0.isNaN ? 0 : $0 } : column
        }
    }

    private func calculated(_ inputs: [[Double]], _ parameters: [Double]) -> [[Double]] {
        precondition(inputs.count == self.inputs.count && parameters.count == self.parameters.count)
        let count = inputs.first?.count ?? 0
        precondition(inputs.allSatisfy { $0.count == count }, "inputs of different lengths")
        let first =
            skipsMissing ? 0 : inputs.reduce(0) { max($0, Self.firstValue($1)) }
        // Rows that skip what is missing know some outputs before others.
        guard count - first > (skipsMissing ? 0 : warmUp(parameters)) else {
            return outputs.map { _ in [Double](repeating: .nan, count: count) }
        }
        guard first > 0 else { return compute(inputs, parameters) }
        let columns = compute(inputs.map { Array($0[first...]) }, parameters)
        return columns.map { [Double](repeating: .nan, count: first) + $0 }
    }

    private static func firstValue(_ column: [Double]) -> Int {
        column.firstIndex { !$0.isNaN } ?? column.count
    }
}

/// A column of a candle series.
public enum CandleColumn: String, CaseIterable, Hashable, Sendable {
    case open, high, low, close, volume
}

extension Indicator.Input {
    /// A series that the caller must give.
    static let series = Self(name: "series", column: nil)
    static let high = Self(name: "high", column: .high)
    static let low = Self(name: "low", column: .low)
    static let close = Self(name: "close", column: .close)
    static let open = Self(name: "open", column: .open)
    static let volume = Self(name: "volume", column: .volume)
}

extension Indicator.Parameter {
    /// A number of candles, from `least` to 100,000 or to another parameter.
    static func period(
        _ standard: Double?, _ name: String = "period", least: Double = 2,
        noMoreThan ceiling: String? = nil
    ) -> Self {
        Self(
            name: name, standard: standard, bounds: least...100_000, isWhole: true,
            ceiling: ceiling)
    }

    /// One of some words.
    static func choice(_ name: String, _ standard: Double, of choices: [Indicator.Choice]) -> Self {
        let numbers = choices.map(\.number)
        return Self(
            name: name, standard: standard, bounds: (numbers.min() ?? 0)...(numbers.max() ?? 0),
            isWhole: true, choices: choices)
    }

    /// Yes, 1, or no, 0.
    static func flag(_ name: String, _ standard: Bool) -> Self {
        .choice(
            name, standard ? 1 : 0,
            of: [
                Indicator.Choice(name: "false", number: 0),
                Indicator.Choice(name: "true", number: 1),
            ])
    }

    static func number(_ name: String, _ standard: Double, _ bounds: ClosedRange<Double>) -> Self {
        Self(name: name, standard: standard, bounds: bounds, isWhole: false)
    }
}
