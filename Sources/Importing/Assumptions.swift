internal import Strategies

/// What is known on the way that is followed, because what leads there was asked before.
extension Interpreter {
    /// Follows a way on which `test` holds.
    func assuming<Answer>(_ test: Quantity, _ follow: () -> Answer) -> Answer {
        let outer = assumed
        if isHook { assumed.formUnion(test.term.facts) }
        defer { assumed = outer }
        return follow()
    }
}

extension Value {
    /// What it is where these conditions hold.
    func `where`(_ facts: Set<Term>) -> Value {
        guard !facts.isEmpty, case .choice(let test, let chosen, let otherwise) = self else {
            return self
        }
        if facts.contains(test.term) { return chosen.where(facts) }
        if facts.contains(test.negated.term) { return otherwise.where(facts) }
        return self
    }
}

extension Term {
    /// The conditions that hold where this one does.
    var facts: Set<Term> {
        switch self {
        case .binary(.and, let left, let right): left.facts.union(right.facts)
        case .not(.binary(.or, let left, let right)):
            Term.not(left).facts.union(Term.not(right).facts)
        case .not(.not(let inner)): inner.facts
        default: [self]
        }
    }
}
