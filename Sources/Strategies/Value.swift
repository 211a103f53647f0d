internal import Glibc

/// What a node of the program yields. Numbers are NaN where they are missing; conditions are 0 or 1.
enum Value: Sendable {
    case number(Double)
    case boolean(Bool)
    case text(String)
    case numbers([Double])
    case booleans([UInt8])
    /// The outputs of an indicator.
    case outputs([[Double]])

    /// Memory of the columns.
    var bytes: Int {
        switch self {
        case .number, .boolean, .text: 0
        case .numbers(let column): column.count * 8
        case .booleans(let column): column.count
        case .outputs(let columns): columns.reduce(0) { $0 + $1.count * 8 }
        }
    }
}

/// Arithmetic, comparison and choice over columns and scalars, row by row.
enum Kernel {
    static func arithmetic(_ binary: BinaryOperator, _ left: Value, _ right: Value) -> Value {
        switch binary {
        case .add: map(left, right) { $0 + $1 }
        case .subtract: map(left, right) { $0 - $1 }
        case .multiply: map(left, right) { $0 * $1 }
        default: map(left, right) { $0 / $1 }
        }
    }

    /// Comparing with a missing value is false, `!=` is true: as IEEE 754 and pandas have it.
    static func comparison(_ binary: BinaryOperator, _ left: Value, _ right: Value) -> Value {
        if case .text(let one) = left, case .text(let other) = right {
            return .boolean((one == other) == (binary == .equal))
        }
        if left.isCondition {
            return logic(left, right) { binary == .equal ? ~($0 ^ $1) & 1 : $0 ^ $1 }
        }
        return switch binary {
        case .less: test(left, right) { $0 < $1 }
        case .lessOrEqual: test(left, right) { $0 <= $1 }
        case .greater: test(left, right) { $0 > $1 }
        case .greaterOrEqual: test(left, right) { $0 >= $1 }
        case .equal: test(left, right) { $0 == $1 }
        default: test(left, right) { $0 != $1 }
        }
    }

    static func function(_ function: MathFunction, _ operands: [Value]) -> Value {
        let first = operands[0]
        return switch function {
        case .absolute: map(first) { $0.magnitude }
        case .squareRoot: map(first) { $0.squareRoot() }
        case .logarithm: map(first) { log($0) }
        case .exponential: map(first) { exp($0) }
        case .floor: map(first) { $0.rounded(.down) }
        case .ceiling: map(first) { $0.rounded(.up) }
        case .least: map(first, operands[1]) { $0.isNaN || $1.isNaN ? .nan : Swift.min($0, $1) }
        case .greatest: map(first, operands[1]) { $0.isNaN || $1.isNaN ? .nan : Swift.max($0, $1) }
        case .isMissing: test(first, .number(0)) { value, _ in value.isNaN }
        case .number: numbers(first)
        case .crossedAbove: crossing(first, operands[1]) { $0 > $1 && $2 <= $3 }
        case .crossedBelow: crossing(first, operands[1]) { $0 < $1 && $2 >= $3 }
        case .crossed:
            crossing(first, operands[1]) { ($0 > $1 && $2 <= $3) || ($0 < $1 && $2 >= $3) }
        case .stoplossFromOpen, .stoplossFromAbsolute:
            preconditionFailure("only hooks know a trade")
        }
    }

    /// qtpylib's crossings: this row against the row before; a scalar crosses like a flat line.
    @inline(__always)
    private static func crossing(
        _ left: Value, _ right: Value, _ crosses: (Double, Double, Double, Double) -> Bool
    ) -> Value {
        let (one, other) = (left.reader, right.reader)
        let count = Swift.max(one.column.count, other.column.count)
        return .booleans(
            [UInt8](unsafeUninitializedCapacity: count) { result, filled in
                for row in 0..<count {
                    let crossed =
                        row > 0
                        && crosses(one[row], other[row], one[row - 1], other[row - 1])
                    result[row] = crossed ? 1 : 0
                }
                filled = count
            })
    }

    static func not(_ operand: Value) -> Value { logic(operand, .boolean(true)) { $0 ^ $1 } }

    static func both(_ left: Value, _ right: Value) -> Value { logic(left, right) { $0 & $1 } }

    static func either(_ left: Value, _ right: Value) -> Value { logic(left, right) { $0 | $1 } }

    /// Row by row one of two values; the test is a column.
    static func choose(_ test: [UInt8], _ chosen: Value, _ otherwise: Value) -> Value {
        if chosen.isCondition {
            let (one, other) = (chosen.flags, otherwise.flags)
            return .booleans(
                test.indices.map { test[$0] == 1 ? one[$0] : other[$0] })
        }
        let (one, other) = (chosen.reader, otherwise.reader)
        return .numbers(test.indices.map { test[$0] == 1 ? one[$0] : other[$0] })
    }

    /// The value `count` rows before; missing (a condition: false) on the first rows.
    static func shift(_ value: Value, by count: Int) -> Value {
        switch value {
        case .numbers(let column): .numbers(shifted(column, by: count, filling: .nan))
        case .booleans(let column): .booleans(shifted(column, by: count, filling: 0))
        case .outputs(let columns):
            .outputs(columns.map { shifted($0, by: count, filling: .nan) })
        default: value
        }
    }

    /// The rows of `value` that `rows` names; missing (false) for −1.
    static func gather(_ value: Value, _ rows: [Int]) -> Value {
        switch value {
        case .numbers(let column): .numbers(rows.map { $0 < 0 ? .nan : column[$0] })
        case .booleans(let column): .booleans(rows.map { $0 < 0 ? 0 : column[$0] })
        case .outputs(let columns):
            .outputs(columns.map { column in rows.map { $0 < 0 ? .nan : column[$0] } })
        default: value
        }
    }

    private static func shifted<Element>(
        _ column: [Element], by count: Int, filling: Element
    ) -> [Element] {
        let filled = Swift.min(count, column.count)
        return Array(repeating: filling, count: filled) + column.dropLast(filled)
    }

    private static func numbers(_ value: Value) -> Value {
        switch value {
        case .boolean(let flag): .number(flag ? 1 : 0)
        case .booleans(let column): .numbers(column.map { Double($0) })
        default: value
        }
    }

    static func negative(_ value: Value) -> Value { map(value) { -$0 } }
}
