/// A number for any row: a column, or one number for all rows.
struct NumberReader {
    let column: [Double]
    let scalar: Double

    @inline(__always)
    subscript(row: Int) -> Double { column.isEmpty ? scalar : column[row] }
}

/// A condition for any row, 0 or 1.
struct FlagReader {
    let column: [UInt8]
    let scalar: UInt8

    @inline(__always)
    subscript(row: Int) -> UInt8 { column.isEmpty ? scalar : column[row] }
}

extension Value {
    var isCondition: Bool {
        switch self {
        case .boolean, .booleans: true
        default: false
        }
    }

    var reader: NumberReader {
        switch self {
        case .number(let number): NumberReader(column: [], scalar: number)
        case .numbers(let column): NumberReader(column: column, scalar: .nan)
        default: preconditionFailure("not a number")
        }
    }

    var flags: FlagReader {
        switch self {
        case .boolean(let flag): FlagReader(column: [], scalar: flag ? 1 : 0)
        case .booleans(let column): FlagReader(column: column, scalar: 0)
        default: preconditionFailure("not a condition")
        }
    }
}

extension Kernel {
    @inline(__always)
    static func map(_ value: Value, _ transform: (Double) -> Double) -> Value {
        guard case .numbers(let column) = value else {
            return .number(transform(value.reader.scalar))
        }
        return .numbers(
            fill(column.count) { result in
                column.withUnsafeBufferPointer { column in
                    for row in column.indices { result[row] = transform(column[row]) }
                }
            })
    }

    @inline(__always)
    static func map(
        _ left: Value, _ right: Value, _ transform: (Double, Double) -> Double
    ) -> Value {
        guard let count = rows(left, right) else {
            return .number(transform(left.reader.scalar, right.reader.scalar))
        }
        return .numbers(
            fill(count) { result in combine(left, right, count, into: result, transform) })
    }

    @inline(__always)
    static func test(
        _ left: Value, _ right: Value, _ predicate: (Double, Double) -> Bool
    ) -> Value {
        guard let count = rows(left, right) else {
            return .boolean(predicate(left.reader.scalar, right.reader.scalar))
        }
        return .booleans(
            fill(count) { result in
                combine(left, right, count, into: result) { predicate($0, $1) ? 1 : 0 }
            })
    }

    @inline(__always)
    static func logic(
        _ left: Value, _ right: Value, _ combine: (UInt8, UInt8) -> UInt8
    ) -> Value {
        let (one, other) = (left.flags, right.flags)
        let count = Swift.max(one.column.count, other.column.count)
        guard count > 0 || left.isColumn || right.isColumn else {
            return .boolean(combine(one.scalar, other.scalar) == 1)
        }
        return .booleans(
            fill(count) { result in
                one.column.withUnsafeBufferPointer { left in
                    other.column.withUnsafeBufferPointer { right in
                        if left.isEmpty {
                            for row in 0..<count { result[row] = combine(one.scalar, right[row]) }
                        } else if right.isEmpty {
                            for row in 0..<count { result[row] = combine(left[row], other.scalar) }
                        } else {
                            for row in 0..<count { result[row] = combine(left[row], right[row]) }
                        }
                    }
                }
            })
    }

    /// How many rows the result has; nil when both are scalars.
    private static func rows(_ left: Value, _ right: Value) -> Int? {
        if case .numbers(let column) = left { return column.count }
        if case .numbers(let column) = right { return column.count }
        return nil
    }

    @inline(__always)
    private static func fill<Element>(
        _ count: Int, _ body: (UnsafeMutableBufferPointer<Element>) -> Void
    ) -> [Element] {
        [Element](unsafeUninitializedCapacity: count) { buffer, filled in
            body(buffer)
            filled = count
        }
    }

    /// One loop per combination of column and scalar, so that each is a plain vector loop.
    @inline(__always)
    private static func combine<Element>(
        _ left: Value, _ right: Value, _ count: Int,
        into result: UnsafeMutableBufferPointer<Element>,
        _ transform: (Double, Double) -> Element
    ) {
        switch (left, right) {
        case (.numbers(let one), .numbers(let other)):
            one.withUnsafeBufferPointer { one in
                other.withUnsafeBufferPointer { other in
                    for row in 0..<count { result[row] = transform(one[row], other[row]) }
                }
            }
        case (.numbers(let one), .number(let other)):
            one.withUnsafeBufferPointer { one in
                for row in 0..<count { result[row] = transform(one[row], other) }
            }
        case (.number(let one), .numbers(let other)):
            other.withUnsafeBufferPointer { other in
                for row in 0..<count { result[row] = transform(one, other[row]) }
            }
        default: preconditionFailure("not a number")
        }
    }
}

extension Value {
    fileprivate var isColumn: Bool {
        switch self {
        case .numbers, .booleans, .outputs: true
        default: false
        }
    }
}
