internal import Glibc

/// What a node of the program yields. Numbers are NaN where they are missing.
enum Value: Sendable {
    case number(Double)
    case boolean(Bool)
    case text(String)
    case numbers([Double])
    case booleans(Bitmap)
    /// The outputs of an indicator.
    case outputs([[Double]])

    /// Memory of the columns.
    var bytes: Int {
        switch self {
        case .number, .boolean, .text: 0
        case .numbers(let column): column.count * 8
        case .booleans(let column): column.bytes
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
            return logic(left, right) { binary == .equal ? ~($0 ^ $1) : $0 ^ $1 }
        }
        return switch binary {
        case .less: test(left, right) { $0 .< $1 }
        case .lessOrEqual: test(left, right) { $0 .<= $1 }
        case .greater: test(left, right) { $0 .> $1 }
        case .greaterOrEqual: test(left, right) { $0 .>= $1 }
        case .equal: test(left, right) { $0 .== $1 }
        default: test(left, right) { $0 .!= $1 }
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
        case .power: map(first, operands[1]) { pow($0, $1) }
        case .isMissing: test(first, first) { $0 .!= $1 }
        case .number: numbers(first)
        case .crossedAbove: crossedAbove(first, operands[1])
        case .crossedBelow: crossedAbove(operands[1], first)
        case .crossed:
            either(crossedAbove(first, operands[1]), crossedAbove(operands[1], first))
        case .stoplossFromOpen, .stoplossFromAbsolute, .profitAt, .ago:
            preconditionFailure("only hooks know a trade")
        }
    }

    /// qtpylib's crossings: this row against the row before; a scalar crosses like a flat line.
    private static func crossedAbove(_ left: Value, _ right: Value) -> Value {
        both(
            comparison(.greater, left, right),
            shift(comparison(.lessOrEqual, left, right), by: 1))
    }

    static func not(_ operand: Value) -> Value { logic(operand, .boolean(true)) { $0 ^ $1 } }

    static func both(_ left: Value, _ right: Value) -> Value { logic(left, right) { $0 & $1 } }

    static func either(_ left: Value, _ right: Value) -> Value { logic(left, right) { $0 | $1 } }

    /// Row by row one of two values; the test is a column.
    static func choose(_ test: Bitmap, _ chosen: Value, _ otherwise: Value) -> Value {
        if chosen.isCondition {
            return either(
                both(.booleans(test), chosen), both(.booleans(~test), otherwise))
        }
        let (one, other) = (chosen.reader, otherwise.reader)
        return .numbers((0..<test.count).map { test[$0] ? one[$0] : other[$0] })
    }

    /// The value `count` rows before; missing (a condition: false) on the first rows.
    static func shift(_ value: Value, by count: Int) -> Value {
        switch value {
        case .numbers(let column): .numbers(shifted(column, by: count))
        case .booleans(let column): .booleans(column.shifted(by: count))
        case .outputs(let columns):
            .outputs(columns.map { shifted($0, by: count) })
        default: value
        }
    }

    /// The rows of `value` that `rows` names; missing (false) for −1.
    static func gather(_ value: Value, _ rows: [Int]) -> Value {
        switch value {
        case .numbers(let column): .numbers(rows.map { $0 < 0 ? .nan : column[$0] })
        case .booleans(let column): .booleans(Bitmap(rows.map { $0 >= 0 && column[$0] }))
        case .outputs(let columns):
            .outputs(columns.map { column in rows.map { $0 < 0 ? .nan : column[$0] } })
        default: value
        }
    }

    private static func shifted(_ column: [Double], by count: Int) -> [Double] {
        let filled = Swift.min(count, column.count)
        return Array(repeating: .nan, count: filled) + column.dropLast(filled)
    }

    private static func numbers(_ value: Value) -> Value {
        switch value {
        case .boolean(let flag): .number(flag ? 1 : 0)
        case .booleans(let column): .numbers(column.numbers)
        default: value
        }
    }

    static func negative(_ value: Value) -> Value { map(value) { -$0 } }
}
