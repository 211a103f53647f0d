internal import Indicators
public import Market
public import YAML

/// A strategy as its file says it: trading rules, parameters, indicators, signals and hooks.
///
/// The room turns a `*.strategy.yaml` into signals. `Strategy(parsing:source:)` reads and checks the
/// file, with the place of every mistake; `Evaluation` computes it on the candles of a pair.
public struct Strategy: Sendable {
    public let name: String
    /// What the file says about the strategy in words, nil if nothing.
    public let summary: String?
    public let rules: TradingRules
    public let parameters: [Parameter]
    public let enterLong: [SignalRule]
    public let exitLong: [SignalRule]
    /// Rules that only futures markets can follow.
    public let enterShort: [SignalRule]
    public let exitShort: [SignalRule]
    public let protections: [Protection]
    /// The same text for two files that differ only in comments and layout: what the hash is made of.
    public let canonicalText: String
    /// The indicators of the file, in its order.
    public let indicators: [NamedIndicator]
    /// What each hook answers, as a node of the program; `custom_exit` is in `customExits`,
    /// `adjust_trade_position` in `adjustments`.
    public let hooks: [Hook: Int]
    /// The rules of `custom_exit` in the file's order.
    public let customExits: [SignalRule]
    /// The rules of `adjust_trade_position` in the file's order.
    public let adjustments: [AdjustmentRule]
    /// What every trade keeps for itself, in the file's order.
    public let customData: [CustomDatum]
    /// All that the strategy computes.
    public let program: Program

    /// Reads a strategy file; `source` is its name for messages.
    ///
    /// - Throws: `YAMLError` at the first thing that is wrong.
    public init(parsing text: String, source: String) throws(YAMLError) {
        try self.init(try YAMLNode(parsing: text, source: source))
    }

    /// Keys that a trading configuration sets in the strategy's place, as in freqtrade.
    public static let overridableKeys = [
        "timeframe", "startup_candle_count", "minimal_roi", "stoploss", "trailing_stop",
        "trailing_stop_positive", "trailing_stop_positive_offset",
        "trailing_only_offset_is_reached", "use_exit_signal", "exit_profit_only",
        "exit_profit_offset", "ignore_roi_if_entry_signal", "max_entry_position_adjustment",
    ]

    /// Reads a strategy whose `overridableKeys` may stand in `configuration`, and without the keys of
    /// `ignored`; its canonical text stays that of `strategy`. `timeframe` is that of the candles which it is run
    /// on, where the document does not say so: what it speaks of besides must be made of them.
    ///
    /// - Throws: `YAMLError` at the first thing that is wrong, in either document.
    public init(
        _ strategy: YAMLNode, overriddenBy configuration: YAMLNode? = nil,
        ignoring ignored: [String] = [], on timeframe: Timeframe? = nil
    ) throws(YAMLError) {
        let document =
            (configuration.map { strategy.replacing(Self.overridableKeys, from: $0) } ?? strategy)
            .removing(ignored)
        var decoding = try StrategyDecoding(document, on: timeframe)
        let data = try CustomDataDecoding(document, ignoring: ignored)
        decoding.checker.customData = try data.declarations(decoding.parameters)
        name = decoding.name
        summary = decoding.summary
        rules = decoding.rules
        parameters = decoding.parameters
        indicators = try decoding.indicators()
        enterLong = try decoding.signals("enter_long")
        exitLong = try decoding.signals("exit_long")
        enterShort = try decoding.signals("enter_short")
        exitShort = try decoding.signals("exit_short")
        guard !enterLong.isEmpty || !enterShort.isEmpty else {
            throw document.error("the strategy never enters: give enter_long")
        }
        hooks = try decoding.hooks()
        customExits = try decoding.customExits()
        adjustments = try decoding.adjustments()
        customData = try data.customData(&decoding.checker)
        protections = try decoding.protections()
        canonicalText = strategy.canonicalText
        program = decoding.checker.program
    }

    /// The defaults of the parameters.
    public var defaults: ParameterValues { ParameterValues(defaultsOf: parameters) }

    /// The hooks that the file gives.
    public var hookNames: [Hook] {
        Hook.allCases.filter { hook in
            switch hook {
            case .orderFilled: customData.contains { $0.changes[hook] != nil }
            case .customExit: !customExits.isEmpty
            case .adjustTradePosition: !adjustments.isEmpty
            default: hooks[hook] != nil
            }
        }
    }

    /// Names of the parameters that decide a signal, a hook or a protection; turning others changes
    /// nothing.
    public var usedParameters: [String] {
        let used = Set(roots.flatMap { program.nodes[$0].parameters })
        let followed = Set(protections.flatMap(\.parameters))
        return parameters.indices.map { ($0, parameters[$0].name) }
            .filter { used.contains($0) || followed.contains($1) }.map(\.1)
    }

    /// Other timeframes and pairs that `at` and `of` speak of; nil is the strategy's own pair.
    public var otherCandles: [(pair: Pair?, timeframe: Timeframe)] {
        program.contexts.dropFirst().map { ($0.pair, $0.timeframe) }
    }

    /// Whether anybody may ask for volumes: an indicator, or whoever makes longer candles.
    public var needsVolumes: Bool {
        program.contexts.count > 1
            || program.nodes.contains { $0.operation == .column(.volume) }
    }

    /// The nodes that give results.
    public var roots: [Int] { deciding + indicators.map(\.node) }

    /// Those of them that trading asks for: signals and hooks.
    var deciding: [Int] {
        (enterLong + exitLong + enterShort + exitShort).map(\.node) + hooks.values
            + customExits.map(\.node) + adjustments.flatMap(\.nodes)
            + customData.flatMap(\.changes.values)
    }
}

/// One rule of `enter_long` and its like: when it holds, the signal is given, with the tag.
public struct SignalRule: Hashable, Sendable {
    /// The expression as it was written.
    public let when: String
    public let tag: String?
    /// Where the expression begins, from 1.
    public let line: Int
    /// The condition, as a node of the strategy's program.
    public let node: Int
}

/// One rule of `adjust_trade_position`: what to add to a trade, or to take off it.
public struct AdjustmentRule: Hashable, Sendable {
    /// Where the rule begins, from 1.
    public let line: Int
    /// When it counts, as a node of the strategy's program; nil for always.
    public let condition: Int?
    /// The stake to add, or to take off if negative, as a node.
    public let stake: Int
    /// The order's tag.
    public let tag: String?

    /// What it asks for.
    public var nodes: [Int] { (condition.map { [$0] } ?? []) + [stake] }
}

/// One of freqtrade's protections, as data: its method and its numbers.
public struct Protection: Hashable, Sendable {
    /// One setting of a protection, as the file gives it.
    public enum Setting: Hashable, Sendable {
        case number(Double)
        case boolean(Bool)
        case text(String)
        /// The value of the strategy's parameter of that name.
        case parameter(String)
    }

    /// `CooldownPeriod`, `StoplossGuard`, `MaxDrawdown` or `LowProfitPairs`.
    public let method: String
    public let settings: [String: Setting]
    /// The parameter, true or false, that decides whether it counts; nil for always.
    public let condition: String?

    /// The parameters that it follows.
    var parameters: [String] {
        let followed = settings.values.compactMap { setting in
            if case .parameter(let name) = setting { name } else { nil }
        }
        return followed + (condition.map { [$0] } ?? [])
    }
}

/// An indicator that the file gives a name.
public struct NamedIndicator: Sendable {
    public let name: String
    /// Its value, as a node of the strategy's program.
    public let node: Int
    /// Names of the outputs of an indicator that has several.
    public let outputs: [String]
}

extension YAMLNode {
    /// The document without comments and layout: keys and texts quoted, in the file's order.
    var canonicalText: String {
        switch content {
        case .scalar(let text, let style):
            let trimmed =
                text.last?.isWhitespace == true
                ? String(text.reversed().drop { $0.isWhitespace }.reversed()) : text
            return style == .plain ? trimmed : Self.quoted(trimmed)
        case .list(let elements):
            return "[" + elements.map(\.canonicalText).joined(separator: ",") + "]"
        case .map(let entries):
            let members = entries.map { Self.quoted($0.key) + ":" + $0.value.canonicalText }
            return "{" + members.joined(separator: ",") + "}"
        }
    }

    private static func quoted(_ text: String) -> String {
        let special: [UInt8] = [UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "\n")]
        if !text.utf8.contains(where: special.contains) { return "\"\(text)\"" }
        var quoted = "\""
        for character in text {
            if character == "\"" || character == "\\" { quoted.append("\\") }
            quoted += character == "\n" ? "\\n" : String(character)
        }
        return quoted + "\""
    }
}
