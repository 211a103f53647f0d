internal import CSQLite

/// A prepared statement inside SQLite: where values bind themselves and read themselves back.
public struct Handle {
    let pointer: OpaquePointer
    /// Where bound texts are copied to; nil leaves the copying to SQLite. A pointer, because every
    /// binding would count another owner of an object.
    @usableFromInline let texts: UnsafeMutablePointer<BoundTexts>?
    /// What rows bound to each parameter; nil beside `texts`.
    let numbers: UnsafeMutablePointer<BoundNumber>?

    init(pointer: OpaquePointer, keepsTexts: Bool = false) {
        self.pointer = pointer
        texts = keepsTexts ? .allocate(capacity: 1) : nil
        texts?.initialize(to: BoundTexts())
        // Parameters are counted from 1.
        let count = Int(sqlite3_bind_parameter_count(pointer)) + 1
        numbers = keepsTexts ? .allocate(capacity: count) : nil
        numbers?.initialize(repeating: .null, count: count)
    }

    @inline(never)
    func error(_ code: Int32) -> DatabaseError {
        let connection = sqlite3_db_handle(pointer)
        return DatabaseError(
            extendedCode: code, message: String(cString: sqlite3_errmsg(connection)),
            sql: String(cString: sqlite3_sql(pointer)),
            systemCode: Database.systemCode(code, connection))
    }

    // Parameters are counted from 1, columns from 0, as SQLite counts them.

    public func bindNull(at index: Int32) -> Int32 { sqlite3_bind_null(pointer, index) }

    public func bind(_ value: Int, at index: Int32) -> Int32 {
        sqlite3_bind_int64(pointer, index, Int64(value))
    }

    public func bind(_ value: Double, at index: Int32) -> Int32 {
        sqlite3_bind_double(pointer, index, value)
    }

    public func bind(_ value: String, at index: Int32) -> Int32 {
        var copy = value
        return copy.withUTF8 { bytes in
            // A null pointer would bind NULL, so an empty text lends the address of something.
            bytes.withMemoryRebound(to: CChar.self) { characters in
                guard let base = characters.baseAddress else {
                    return sqlite3_bind_text(pointer, index, "", 0, csqlite_transient())
                }
                if let texts {
                    let kept = texts.pointee.copy(base, count: characters.count)
                    return sqlite3_bind_text64(
                        pointer, index, kept, UInt64(characters.count), nil, UInt8(SQLITE_UTF8))
                }
                return sqlite3_bind_text64(
                    pointer, index, base, UInt64(characters.count), csqlite_transient(),
                    UInt8(SQLITE_UTF8))
            }
        }
    }

    public func bind(_ value: UnsafeRawBufferPointer, at index: Int32) -> Int32 {
        guard let base = value.baseAddress, !value.isEmpty else {
            return sqlite3_bind_zeroblob(pointer, index, 0)
        }
        return sqlite3_bind_blob64(pointer, index, base, UInt64(value.count), csqlite_transient())
    }

    public func isNull(at column: Int32) -> Bool {
        sqlite3_column_type(pointer, column) == SQLITE_NULL
    }

    public func integer(at column: Int32) -> Int { Int(sqlite3_column_int64(pointer, column)) }

    public func real(at column: Int32) -> Double { sqlite3_column_double(pointer, column) }

    public func text(at column: Int32) -> String {
        guard let bytes = sqlite3_column_text(pointer, column) else { return "" }
        let count = Int(sqlite3_column_bytes(pointer, column))
        return String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
    }

    /// The bytes of a blob, valid until the next step.
    public func blob(at column: Int32) -> UnsafeRawBufferPointer {
        let bytes = sqlite3_column_blob(pointer, column)
        return UnsafeRawBufferPointer(
            start: bytes, count: Int(sqlite3_column_bytes(pointer, column)))
    }

    func type(at column: Int32) -> Int32 { sqlite3_column_type(pointer, column) }

    @usableFromInline
    func check(_ code: Int32) throws(DatabaseError) {
        guard code == SQLITE_OK else { throw error(code) }
    }

    /// Moves to the next row; false behind the last one.
    @usableFromInline
    func step() throws(DatabaseError) -> Bool {
        let code = sqlite3_step(pointer)
        if code == SQLITE_ROW { return true }
        guard code == SQLITE_DONE else {
            let failure = error(code)
            sqlite3_reset(pointer)
            throw failure
        }
        return false
    }

    @usableFromInline
    func reset() { sqlite3_reset(pointer) }

    /// Ends the statement; no copy of the handle is of use any more.
    func finalize() {
        sqlite3_finalize(pointer)
        guard let texts else { return }
        texts.pointee.deallocate()
        texts.deinitialize(count: 1)
        texts.deallocate()
        numbers?.deallocate()
    }

    var parameterCount: Int { Int(sqlite3_bind_parameter_count(pointer)) }

    var columnCount: Int { Int(sqlite3_column_count(pointer)) }

    func isDeclared(_ column: Int32) -> Bool { sqlite3_column_decltype(pointer, column) != nil }

    func columnName(_ column: Int32) -> String {
        sqlite3_column_name(pointer, column).map { String(cString: $0) } ?? ""
    }
}
