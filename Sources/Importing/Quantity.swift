internal import Strategies

/// A value that candles, parameters or a trade decide: what the strategy file will compute.
struct Quantity: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        case number, condition, text
    }

    var term: Term
    var kind: Kind
    /// How often it changes.
    var shape: Program.Shape
    /// Which candles a series speaks of.
    var candles = Candles.own
    /// About how much there is to write; what grows without end is given up.
    var weight = 1
    /// A condition of earlier candles: pandas leaves the first rows empty, and then it is no mask.
    var hasGaps = false

    static let heaviest = 2_000

    init(
        _ term: Term, _ kind: Kind, _ shape: Program.Shape, candles: Candles = .own,
        weight: Int = 1
    ) {
        self.term = term
        self.kind = kind
        self.shape = shape
        self.candles = candles
        self.weight = weight
    }

    /// A number or condition that is always the same.
    static func number(_ number: Double) -> Quantity { Quantity(.number(number), .number, .scalar) }

    static func condition(_ flag: Bool) -> Quantity {
        Quantity(.boolean(flag), .condition, .scalar)
    }

    static let missing = Quantity(.missing, .number, .scalar)

    /// What `operands` make together; nil where they speak of different candles.
    static func made(
        of operands: [Quantity], _ kind: Kind, _ term: Term
    ) -> Quantity? {
        var made = Quantity(term, kind, .scalar)
        for operand in operands {
            if operand.shape == .series {
                guard made.shape == .scalar || made.candles == operand.candles else { return nil }
                made.candles = operand.candles
            }
            if made.shape < operand.shape, made.shape != .trade { made.shape = operand.shape }
            made.weight += operand.weight
        }
        return made
    }

    /// `number(…)` of a condition.
    var asNumber: Quantity? {
        switch kind {
        case .number: return self
        case .text: return nil
        case .condition:
            if case .boolean(let flag) = term { return .number(flag ? 1 : 0) }
            var number = self
            number.term = .call("number", [term])
            (number.kind, number.hasGaps) = (.number, false)
            return hasGaps ? nil : number
        }
    }

    /// The condition of which this is `number(…)`.
    var counted: Quantity? {
        guard case .call("number", let operands, _) = term, operands.count == 1 else { return nil }
        var condition = self
        (condition.term, condition.kind) = (operands[0], .condition)
        return condition
    }

    /// The condition of which this is 1, or missing, where it is asked whether it is 1.
    func flagged(by other: Term) -> Quantity? {
        guard other == .number(1) else { return nil }
        var condition = self
        condition.kind = .condition
        switch term {
        case .conditional(let test, .number(1), .missing): condition.term = test
        case .shift(.conditional(let test, .number(1), .missing), let count):
            condition.term = .shift(test, count)
        default: return nil
        }
        return condition
    }

    // MARK: Conditions

    static func and(_ left: Quantity, _ right: Quantity) -> Quantity? {
        if left.term == .boolean(true) { return right.closed }
        if right.term == .boolean(true) { return left.closed }
        if left.term == .boolean(false) || right.term == .boolean(false) {
            return .condition(false)
        }
        if left.term == right.term { return left.closed }
        if left.negated.term == right.term { return .condition(false) }
        return made(of: [left, right], .condition, .binary(.and, left.term, right.term))
    }

    static func or(_ left: Quantity, _ right: Quantity) -> Quantity? {
        if left.term == .boolean(false) { return right.closed }
        if right.term == .boolean(false) { return left.closed }
        if left.term == .boolean(true) || right.term == .boolean(true) { return .condition(true) }
        if left.term == right.term { return left.closed }
        if left.negated.term == right.term { return .condition(true) }
        if case .binary(.or, let one, let other) = left.term, [one, other].contains(right.term) {
            return left.closed
        }
        return made(of: [left, right], .condition, .binary(.or, left.term, right.term))
    }

    /// What a mask of both is: without the empty rows.
    private var closed: Quantity {
        var closed = self
        closed.hasGaps = false
        return closed
    }

    var negated: Quantity {
        var negated = self
        switch term {
        case .boolean(let flag): negated.term = .boolean(!flag)
        case .not(let inner): negated.term = inner
        default: negated.term = .not(term)
        }
        return negated
    }

    // MARK: Choices

    /// `if test then chosen else otherwise`, in as few words as it takes; nil where they do not go
    /// together.
    static func choice(
        _ test: Quantity, _ chosen: Quantity, _ otherwise: Quantity
    ) -> Quantity? {
        if chosen == otherwise { return chosen }
        if case .boolean(let flag) = test.term { return flag ? chosen : otherwise }
        guard chosen.kind == otherwise.kind else {
            guard let first = chosen.asNumber, let second = otherwise.asNumber else { return nil }
            return choice(test, first, second)
        }
        if chosen.kind == .condition { return conditionChoice(test, chosen, otherwise) }
        if chosen.term == .number(1), otherwise.term == .number(0) { return test.asNumber }
        return made(
            of: [test, chosen, otherwise], chosen.kind,
            .conditional(test.term, chosen.term, otherwise.term))
    }

    private static func conditionChoice(
        _ test: Quantity, _ chosen: Quantity, _ otherwise: Quantity
    ) -> Quantity? {
        let (first, second) = (chosen.term.conjuncts, otherwise.term.conjuncts)
        let common = zip(first, second).prefix { $0 == $1 }.count
        if common > 0 {
            guard
                let rest = choice(
                    test, chosen.conjunction(Array(first.dropFirst(common))),
                    otherwise.conjunction(Array(second.dropFirst(common))))
            else { return nil }
            return and(chosen.conjunction(Array(first.prefix(common))), rest)
        }
        switch (chosen.term, otherwise.term) {
        case (.boolean(true), _): return or(test, otherwise)
        case (.boolean(false), _): return and(test.negated, otherwise)
        case (_, .boolean(true)): return or(test.negated, chosen)
        case (_, .boolean(false)): return and(test, chosen)
        default:
            return made(
                of: [test, chosen, otherwise], .condition,
                .conditional(test.term, chosen.term, otherwise.term))
        }
    }

    /// All of `terms`, which are parts of it.
    private func conjunction(_ terms: [Term]) -> Quantity {
        var whole = self
        whole.term = terms.dropFirst().reduce(terms.first ?? .boolean(true)) {
            .binary(.and, $0, $1)
        }
        if terms.isEmpty { whole.shape = .scalar }
        return whole
    }
}
