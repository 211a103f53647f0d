/// A prepared statement whose parameters the compiler counts and types.
///
/// ```swift
/// let insert = try database.prepare("INSERT INTO note VALUES (?, ?)", (Int, String?).self)
/// try insert.run(1, "first")
/// ```
public struct Statement<each Parameter: Bindable>: ~Copyable {
    @usableFromInline let handle: Handle
    private let shelf: StatementShelf

    init(_ handle: Handle, _ shelf: StatementShelf) { (self.handle, self.shelf) = (handle, shelf) }

    deinit { shelf.put(handle) }

    /// Runs the statement to its end; rows that it returns are passed over.
    @inlinable
    public borrowing func run(_ values: repeat each Parameter) throws(DatabaseError) {
        try bind(repeat each values)
        while try handle.step() {}
        handle.reset()
    }

    /// Runs the statement with the values that were bound to it.
    public borrowing func run() throws(DatabaseError) {
        while try handle.step() {}
        handle.reset()
        handle.texts?.pointee.removeAll()
    }

    @usableFromInline
    borrowing func bind(_ values: repeat each Parameter) throws(DatabaseError) {
        var index: Int32 = 0
        for value in repeat each values {
            index &+= 1
            try handle.check(value.bind(to: handle, at: index))
        }
    }

    /// Binds values, one after the other, to the parameters behind the first `count`, for a statement
    /// that takes several rows. Every value is to be bound before each run.
    public borrowing func binding(behind count: Int) -> RowBinding {
        RowBinding(handle: handle, index: Int32(truncatingIfNeeded: count))
    }

    /// Binds the parameter behind the first `count`; it stays bound.
    public borrowing func bind(number: Int, behind count: Int) throws(DatabaseError) {
        try handle.check(handle.bind(number, at: Int32(count + 1)))
        handle.numbers?[count + 1] = .integer(number)
    }

    /// Hands every row to `body`, its columns read as the types named.
    @inlinable
    public borrowing func rows<each Column: Readable>(
        _ values: repeat each Parameter, as types: (repeat each Column).Type,
        _ body: (repeat each Column) throws -> Void
    ) throws {
        try bind(repeat each values)
        defer { handle.reset() }
        while try handle.step() {
            var column: Int32 = -1
            func next<T: Readable>(_ type: T.Type) -> T {
                column += 1
                return T.read(from: handle, at: column)
            }
            try body(repeat next((each Column).self))
        }
    }

    /// Hands every row to `body` as it is, for columns that must not be copied.
    public borrowing func rows(
        _ values: repeat each Parameter, each body: (borrowing Row) throws -> Void
    ) throws {
        try bind(repeat each values)
        defer { handle.reset() }
        let row = Row(handle)
        while try handle.step() { try body(row) }
    }
}

/// Binds the values of one row in turn: where there are many rows, a call for each value costs less
/// than handing over all of them.
public struct RowBinding {
    fileprivate let handle: Handle
    fileprivate var index: Int32

    public mutating func add(_ value: Int) throws(DatabaseError) {
        if isBound(.integer(value)) { return }
        try handle.check(handle.bind(value, at: index))
        handle.numbers?[Int(index)] = .integer(value)
    }

    public mutating func add(_ value: Double) throws(DatabaseError) {
        if isBound(.real(value.bitPattern)) { return }
        try handle.check(handle.bind(value, at: index))
        handle.numbers?[Int(index)] = .real(value.bitPattern)
    }

    public mutating func add(_ value: String) throws(DatabaseError) {
        index &+= 1
        try handle.check(handle.bind(value, at: index))
        handle.numbers?[Int(index)] = .other
    }

    public mutating func add(_ value: Bool) throws(DatabaseError) { try add(value ? 1 : 0) }

    public mutating func add(_ value: Int?) throws(DatabaseError) {
        if let value { try add(value) } else { try addNull() }
    }

    public mutating func add(_ value: Double?) throws(DatabaseError) {
        if let value { try add(value) } else { try addNull() }
    }

    public mutating func add(_ value: String?) throws(DatabaseError) {
        if let value { try add(value) } else { try addNull() }
    }

    private mutating func addNull() throws(DatabaseError) {
        if isBound(.null) { return }
        try handle.check(handle.bindNull(at: index))
        handle.numbers?[Int(index)] = .null
    }

    /// Whether the next parameter has that value since another row.
    @inline(__always)
    private mutating func isBound(_ number: BoundNumber) -> Bool {
        index &+= 1
        return handle.numbers?[Int(index)] == number
    }
}
