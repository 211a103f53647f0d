internal import Strategies

extension Instant.Base {
    /// The minutes since then; nil for now.
    fileprivate var age: Quantity? {
        let fact: TradeFact
        switch self {
        case .now: return nil
        case .opening: fact = .minutes
        case .lastFill: fact = .minutesSinceFill
        case .lastEntry: fact = .minutesSinceEntry
        case .lastExit: fact = .minutesSinceExit
        }
        return Quantity(.name(fact.rawValue), .number, .trade)
    }
}

/// Moments and spans of time; a hook knows the minutes since a trade was opened and its orders were filled.
extension Interpreter {

    func moments(_ word: String, _ left: Value, _ right: Value, _ node: Syntax) -> Value? {
        switch (word, left, right) {
        case ("Sub", .instant(let one), .instant(let other)): return since(other, one, node)
        case ("Add", .instant(let instant), .span(let span)),
            ("Add", .span(let span), .instant(let instant)):
            return moved(instant, by: span, 1, node)
        case ("Sub", .instant(let instant), .span(let span)):
            return moved(instant, by: span, -1, node)
        case ("Add", .span(let one), .span(let other)), ("Sub", .span(let one), .span(let other)):
            return span(arithmetic(word, one, other, node))
        case ("Div", .span(let one), .span(let other)):
            return arithmetic("Div", one, other, node)
        case ("Mult", .span(let span), _), ("Div", .span(let span), _):
            guard let factor = right.quantity else { return nil }
            return self.span(arithmetic(word, span, factor, node))
        case ("Div", .quantity(let seconds), _): return inLargerUnits(seconds, right)
        default: return nil
        }
    }

    private func span(_ value: Value) -> Value {
        value.quantity.map { .span($0) } ?? value
    }

    private func since(_ start: Instant, _ end: Instant, _ node: Syntax) -> Value {
        let more = sum("Sub", end.minutes, start.minutes, node)
        if end.base == start.base { return span(more) }
        let since = start.base.age.map { sum("Add", $0, more.quantity, node) } ?? more
        return span(end.base.age.map { sum("Sub", since.quantity, $0, node) } ?? since)
    }

    /// A sum or a difference of minutes; adding nothing leaves them as they are.
    private func sum(
        _ word: String, _ left: Quantity?, _ right: Quantity?, _ node: Syntax
    ) -> Value {
        guard let left, let right else { return unknown(node, "this time is not translated") }
        if case .number(let number) = right.term {
            if number == 0 { return .quantity(left) }
            if case .number(let other) = left.term {
                return .number(word == "Add" ? other + number : other - number)
            }
        }
        if left.term == .number(0) {
            var result = right
            if word == "Sub" {
                if case .negative(let inner) = right.term {
                    result.term = inner
                } else {
                    result.term = .negative(right.term)
                }
            }
            return .quantity(result)
        }
        return arithmetic(word, left, right, node)
    }

    private func moved(
        _ instant: Instant, by span: Quantity, _ sign: Double, _ node: Syntax
    ) -> Value {
        guard span.shape == .scalar,
            let minutes = sum(sign > 0 ? "Add" : "Sub", instant.minutes, span, node).quantity
        else {
            return unknown(node, "only a constant time can be added to a moment")
        }
        var instant = instant
        instant.minutes = minutes
        return .instant(instant)
    }

    /// A span's seconds; dividing them by 60 gives its minutes again.
    func seconds(of span: Quantity, _ node: Syntax) -> Value {
        if case .number(let minutes) = span.term { return .number(minutes * 60) }
        return arithmetic("Mult", span, .number(60), node)
    }

    /// A span's whole days.
    func days(of span: Quantity, _ node: Syntax) -> Value {
        guard let days = arithmetic("Div", span, .number(1_440), node).quantity else {
            return unknown(node, "the days of this time are not translated")
        }
        return call("floor", [days], node)
    }

    private func inLargerUnits(_ seconds: Quantity, _ divisor: Value) -> Value? {
        guard let unit = divisor.constantNumber, let minutes = seconds.minutesOfSeconds,
            unit == 60 || unit == 3_600 || unit == 86_400
        else { return nil }
        var result = seconds
        result.term =
            unit == 60 ? minutes : .binary(.divide, minutes, .number(unit / 60))
        return .quantity(result)
    }

    /// Comparisons of moments and of spans.
    func spans(_ word: String, _ left: Value, _ right: Value, _ node: Syntax) -> Value? {
        switch (left, right) {
        case (.instant(let one), .instant(let other)):
            let flip = ["Lt": "Gt", "LtE": "GtE", "Gt": "Lt", "GtE": "LtE"]
            if one.base == other.base {
                return compare(word, .quantity(one.minutes), .quantity(other.minutes), node)
            }
            guard let age = other.base.age else {
                return spans(flip[word] ?? word, right, left, node)
            }
            // The minutes since then stand on the left.
            let more = sum("Sub", other.minutes, one.minutes, node)
            guard let own = one.base.age else { return compare(word, .quantity(age), more, node) }
            return compare(word, sum("Sub", age, own, node), more, node)
        case (.span(let one), .span(let other)):
            return compare(word, .quantity(one), .quantity(other), node)
        case (.quantity(let seconds), _):
            guard let minutes = seconds.minutesOfSeconds, let limit = right.constantNumber,
                (limit / 60) * 60 == limit, (limit / 60).rounded() == limit / 60
            else { return nil }
            var result = seconds
            result.term = minutes
            return compare(word, .quantity(result), .number(limit / 60), node)
        default: return nil
        }
    }

    /// `timedelta(…)` of constants, or of parameters in one unit.
    func timeDelta(_ arguments: Arguments) -> Value {
        let units = [
            "weeks": 10_080.0, "days": 1_440, "hours": 60, "minutes": 1, "seconds": 1 / 60.0,
        ]
        let positions = ["days", "seconds"]
        var sum = Value.integer(0)
        let given =
            zip(positions, arguments.positional).map { ($0, $1) }
            + arguments.named.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        for (name, value) in given {
            guard let unit = units[name] else {
                return unknown(arguments.node, "\(name) of a timedelta is not translated")
            }
            let part =
                name == "seconds"
                ? binary("Div", value, .integer(60), arguments.node)
                : unit == 1 ? value : binary("Mult", value, .number(unit), arguments.node)
            sum = sum.constantNumber == 0 ? part : binary("Add", sum, part, arguments.node)
        }
        return span(sum)
    }
}

extension Quantity {
    /// The minutes, where this is sixty times the minutes of a trade.
    fileprivate var minutesOfSeconds: Term? {
        guard case .binary(.multiply, let minutes, .number(60)) = term, shape == .trade else {
            return nil
        }
        return minutes
    }
}
