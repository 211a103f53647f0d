internal import SQLite

/// What rows must be to count: a condition that becomes SQL, or is decided already where a source
/// lacks the column that it speaks of.
indirect enum Restriction {
    case always
    case never
    /// True only of what is there; the text is an expression, the operator one of SQL's.
    case compare(String, String, Value)
    case isNull(String)
    case isPresent(String)
    case all([Restriction])
    case any([Restriction])

    /// Equal, nothing being equal to nothing.
    static func equal(_ expression: String, _ value: Value) -> Restriction {
        value == .null ? .isNull(expression) : .compare(expression, "=", value)
    }

    /// The restriction on a source in which columns are absent: there they are null.
    func resolved(absent: Set<String>) -> Restriction {
        switch self {
        case .compare(let column, _, _), .isPresent(let column):
            return absent.contains(column) ? .never : self
        case .isNull(let column): return absent.contains(column) ? .always : self
        case .all(let parts):
            let rest = parts.map { $0.resolved(absent: absent) }.filter { !$0.isAlways }
            return rest.contains { $0.isNever } ? .never : rest.isEmpty ? .always : .all(rest)
        case .any(let parts):
            let rest = parts.map { $0.resolved(absent: absent) }.filter { !$0.isNever }
            return rest.contains { $0.isAlways } ? .always : rest.isEmpty ? .never : .any(rest)
        case .always, .never: return self
        }
    }

    /// The restriction without parts that say nothing.
    var simplified: Restriction { resolved(absent: []) }

    /// What is left of it for rows of which only some columns are known: it lets more through.
    func loosened(to known: Set<String>) -> Restriction {
        switch self {
        case .compare(let column, _, _), .isNull(let column), .isPresent(let column):
            return known.contains(column) ? self : .always
        case .all(let parts):
            let rest = parts.map { $0.loosened(to: known) }.filter { !$0.isAlways }
            return rest.isEmpty ? .always : .all(rest)
        case .any(let parts):
            let rest = parts.map { $0.loosened(to: known) }
            return rest.contains { $0.isAlways } ? .always : .any(rest)
        case .always, .never: return self
        }
    }

    /// The columns that it speaks of.
    var columns: Set<String> {
        switch self {
        case .compare(let column, _, _), .isNull(let column), .isPresent(let column): [column]
        case .all(let parts), .any(let parts): parts.reduce(into: []) { $0.formUnion($1.columns) }
        case .always, .never: []
        }
    }

    var isAlways: Bool { if case .always = self { true } else { false } }
    var isNever: Bool { if case .never = self { true } else { false } }

    /// The condition as SQL, its values appended to those bound.
    func sql(_ values: inout [Value]) -> String {
        switch self {
        case .always: return "TRUE"
        case .never: return "FALSE"
        case .compare(let column, let comparison, let value):
            // A flag is written out, because an index over some rows only is not used otherwise.
            if Schema.flagColumns.contains(column), case .integer(let flag) = value {
                return "\(column) \(comparison) \(flag)"
            }
            values.append(value)
            return "\(column) \(comparison) ?\(values.count)"
        case .isNull(let column): return "\(column) IS NULL"
        case .isPresent(let column): return "\(column) IS NOT NULL"
        case .all(let parts): return Self.joined(parts, " AND ", &values)
        case .any(let parts): return Self.joined(parts, " OR ", &values)
        }
    }

    private static func joined(
        _ parts: [Restriction], _ word: String, _ values: inout [Value]
    ) -> String {
        let texts = parts.map { $0.sql(&values) }
        return texts.count == 1 ? texts[0] : "(" + texts.joined(separator: word) + ")"
    }
}

// MARK: Conditions

extension Restriction {
    /// A condition of a question.
    ///
    /// A column that a table declares compares texts with numbers as its type demands. What a view
    /// computes does not say what it is: there a text that looks like a number is tried as both.
    ///
    /// - Throws: `QueryError` for less or more than nothing.
    init(_ condition: Query.Condition, isDeclared: Bool) throws(QueryError) {
        let (column, comparison) = (condition.column, condition.comparison)
        guard let text = condition.value else {
            switch comparison {
            case .equal: self = .isNull(column)
            case .notEqual: self = .isPresent(column)
            default: throw .comparisonWithNull(column: column)
            }
            return
        }
        let values = Self.values(text, column: column, isDeclared: isDeclared)
        switch comparison {
        case .equal: self = .any(values.map { .compare(column, "=", $0) })
        case .notEqual:
            self = .any([.isNull(column), .all(values.map { .compare(column, "<>", $0) })])
        default: self = .compare(column, comparison.rawValue, values[0])
        }
    }

    /// What a text may stand for, the likeliest first.
    private static func values(_ text: String, column: String, isDeclared: Bool) -> [Value] {
        if Schema.flagColumns.contains(column), text == "true" || text == "false" {
            return [.integer(text == "true" ? 1 : 0)]
        }
        if isDeclared { return [.text(text)] }
        guard let number = Int(text).map({ Value.integer($0) }) ?? Double(text).map({ .real($0) })
        else { return [.text(text)] }
        return [number, .text(text)]
    }
}

// MARK: Places in an order

extension Restriction {
    /// The rows behind a place in an order, as ranges that follow each other: each is one step in
    /// an index that has the order's columns.
    ///
    /// Where an order goes up, nothing comes first; where it goes down, nothing comes last.
    static func ranges(
        behind place: [Value], in terms: [Listing.Term], isForward: Bool, includingPlace: Bool
    ) -> [Restriction] {
        let equal = zip(terms, place).map { Restriction.equal($0.expression, $1) }
        var ranges = includingPlace ? [Restriction.all(equal)] : []
        for index in terms.indices.reversed() {
            let goesUp = terms[index].isDescending != isForward
            for part in beyond(terms[index].expression, place[index], goesUp: goesUp) {
                ranges.append(.all(equal[..<index] + [part]))
            }
        }
        return ranges
    }

    /// The rows before a place in an order.
    static func before(
        _ place: [Value], in terms: [Listing.Term], isForward: Bool
    ) -> Restriction {
        .any(ranges(behind: place, in: terms, isForward: !isForward, includingPlace: false))
    }

    /// The rows up to a value in an order, with those that have it.
    static func upTo(_ expression: String, _ value: Value, goesUp: Bool) -> Restriction {
        switch (goesUp, value) {
        case (true, .null): .isNull(expression)
        case (true, _): .any([.isNull(expression), .compare(expression, "<=", value)])
        case (false, .null): .always
        case (false, _): .compare(expression, ">=", value)
        }
    }

    private static func beyond(
        _ expression: String, _ value: Value, goesUp: Bool
    ) -> [Restriction] {
        switch (goesUp, value) {
        case (true, .null): [.isPresent(expression)]
        case (true, _): [.compare(expression, ">", value)]
        case (false, .null): []
        case (false, _): [.compare(expression, "<", value), .isNull(expression)]
        }
    }
}
