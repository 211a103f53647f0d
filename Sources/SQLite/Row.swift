/// One row of a query whose columns are known only when it runs; valid inside the closure it is given to.
public struct Row: ~Copyable {
    @usableFromInline let handle: Handle
    /// Names of the columns, in order.
    public let columns: [String]

    init(_ handle: Handle) {
        self.handle = handle
        columns = (0..<handle.columnCount).map { handle.columnName(Int32($0)) }
    }

    public var count: Int { columns.count }

    /// The value of a column counted from 0.
    public subscript(column: Int) -> Value { Value.read(from: handle, at: Int32(column)) }

    /// The value of a named column; nil where there is no column of that name.
    public subscript(name: String) -> Value? {
        columns.firstIndex(of: name).map { self[$0] }
    }

    /// A column counted from 0, read as the type that the caller expects.
    @inlinable
    public func read<Column: Readable>(_ column: Int, as type: Column.Type = Column.self) -> Column
    {
        Column.read(from: handle, at: Int32(truncatingIfNeeded: column))
    }

    /// Lends the bytes of a blob column without copying them.
    public func withBlob<Result>(
        _ column: Int, _ body: (UnsafeRawBufferPointer) throws -> Result
    ) rethrows -> Result {
        try body(handle.blob(at: Int32(column)))
    }
}
