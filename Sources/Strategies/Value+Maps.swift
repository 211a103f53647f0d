/// A number for any row: a column, or one number for all rows.
struct NumberReader {
    let column: [Double]
    let scalar: Double

    @inline(__always)
    subscript(row: Int) -> Double { column.isEmpty ? scalar : column[row] }
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
            fill(count) { result in combine(left, right, from: 0, into: result, transform) })
    }

    /// A test of two rows at a time.
    typealias Test = (SIMD2<Double>, SIMD2<Double>) -> SIMDMask<SIMD2<Int64>>

    @inline(__always)
    static func test(_ left: Value, _ right: Value, _ test: Test) -> Value {
        switch (left, right) {
        case (.numbers(let one), .numbers(let other)):
            .booleans(
                one.withUnsafeBytes { one in
                    other.withUnsafeBytes { other in
                        Bitmap(count: one.count / 8) { test(one.pair($0, $1), other.pair($0, $1)) }
                    }
                })
        case (.numbers(let one), .number(let other)):
            .booleans(
                one.withUnsafeBytes { one in
                    Bitmap(count: one.count / 8) { test(one.pair($0, $1), SIMD2(repeating: other)) }
                })
        case (.number(let one), .numbers(let other)):
            .booleans(
                other.withUnsafeBytes { other in
                    Bitmap(count: other.count / 8) {
                        test(SIMD2(repeating: one), other.pair($0, $1))
                    }
                })
        default:
            .boolean(
                test(
                    SIMD2(repeating: left.reader.scalar), SIMD2(repeating: right.reader.scalar))[0])
        }
    }

    /// Two conditions word by word; one that is the same for all rows counts as such a word.
    @inline(__always)
    static func logic(
        _ left: Value, _ right: Value, _ combine: (UInt64, UInt64) -> UInt64
    ) -> Value {
        switch (left, right) {
        case (.boolean(let one), .boolean(let other)):
            .boolean(combine(one ? 1 : 0, other ? 1 : 0) & 1 == 1)
        case (.booleans(let one), .booleans(let other)):
            .booleans(Bitmap.combined(one, other, combine))
        case (.booleans(let one), .boolean(let other)):
            .booleans(
                Bitmap.combined(one, Bitmap(count: one.count, repeating: other), combine))
        case (.boolean(let one), .booleans(let other)):
            .booleans(
                Bitmap.combined(Bitmap(count: other.count, repeating: one), other, combine))
        default: preconditionFailure("not a condition")
        }
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

    /// Rows from `start` on. One loop per combination of column and scalar, so that each is a plain
    /// vector loop.
    @inline(__always)
    private static func combine<Element>(
        _ left: Value, _ right: Value, from start: Int,
        into result: UnsafeMutableBufferPointer<Element>,
        _ transform: (Double, Double) -> Element
    ) {
        let rows = start..<start + result.count
        switch (left, right) {
        case (.numbers(let one), .numbers(let other)):
            one.withUnsafeBufferPointer { one in
                other.withUnsafeBufferPointer { other in
                    let (one, other) = (one.extracting(rows), other.extracting(rows))
                    for row in result.indices { result[row] = transform(one[row], other[row]) }
                }
            }
        case (.numbers(let one), .number(let other)):
            one.withUnsafeBufferPointer { one in
                let one = one.extracting(rows)
                for row in result.indices { result[row] = transform(one[row], other) }
            }
        case (.number(let one), .numbers(let other)):
            other.withUnsafeBufferPointer { other in
                let other = other.extracting(rows)
                for row in result.indices { result[row] = transform(one, other[row]) }
            }
        default: preconditionFailure("not a number")
        }
    }
}

extension UnsafeRawBufferPointer {
    /// The numbers of a row and of the next one, where there are two.
    @inline(__always)
    fileprivate func pair(_ row: Int, _ areTwo: Bool) -> SIMD2<Double> {
        guard areTwo else {
            return SIMD2(loadUnaligned(fromByteOffset: row * 8, as: Double.self), .nan)
        }
        return loadUnaligned(fromByteOffset: row * 8, as: SIMD2<Double>.self)
    }
}
