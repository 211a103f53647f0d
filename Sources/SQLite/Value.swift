internal import CSQLite

/// A value that a statement's parameter takes.
public protocol Bindable {
    func bind(to handle: Handle, at index: Int32) -> Int32
}

/// A value that a column gives back; a column of another type is converted as SQLite converts.
public protocol Readable {
    static func read(from handle: Handle, at column: Int32) -> Self
}

extension Int: Bindable, Readable {
    public func bind(to handle: Handle, at index: Int32) -> Int32 { handle.bind(self, at: index) }

    public static func read(from handle: Handle, at column: Int32) -> Int {
        handle.integer(at: column)
    }
}

extension Double: Bindable, Readable {
    public func bind(to handle: Handle, at index: Int32) -> Int32 { handle.bind(self, at: index) }

    public static func read(from handle: Handle, at column: Int32) -> Double {
        handle.real(at: column)
    }
}

extension Bool: Bindable, Readable {
    public func bind(to handle: Handle, at index: Int32) -> Int32 {
        handle.bind(self ? 1 : 0, at: index)
    }

    public static func read(from handle: Handle, at column: Int32) -> Bool {
        handle.integer(at: column) != 0
    }
}

extension String: Bindable, Readable {
    public func bind(to handle: Handle, at index: Int32) -> Int32 { handle.bind(self, at: index) }

    public static func read(from handle: Handle, at column: Int32) -> String {
        handle.text(at: column)
    }
}

/// Bytes.
extension [UInt8]: Bindable, Readable {
    public func bind(to handle: Handle, at index: Int32) -> Int32 {
        withUnsafeBytes { handle.bind($0, at: index) }
    }

    public static func read(from handle: Handle, at column: Int32) -> [UInt8] {
        Array(handle.blob(at: column))
    }
}

extension Optional: Bindable where Wrapped: Bindable {
    @inlinable
    public func bind(to handle: Handle, at index: Int32) -> Int32 {
        switch self {
        case .some(let value): value.bind(to: handle, at: index)
        case .none: handle.bindNull(at: index)
        }
    }
}

extension Optional: Readable where Wrapped: Readable {
    @inlinable
    public static func read(from handle: Handle, at column: Int32) -> Wrapped? {
        handle.isNull(at: column) ? nil : Wrapped.read(from: handle, at: column)
    }
}

/// A value whose type only the row knows.
public enum Value: Hashable, Sendable {
    case null
    case integer(Int)
    case real(Double)
    case text(String)
    case blob([UInt8])

    /// The whole number; nil for every other type.
    public var integer: Int? {
        guard case .integer(let value) = self else { return nil }
        return value
    }

    /// The number, whole or real; nil for every other type.
    public var real: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .real(let value): value
        default: nil
        }
    }

    /// The text; nil for every other type.
    public var text: String? {
        guard case .text(let value) = self else { return nil }
        return value
    }

    /// The bytes; nil for every other type.
    public var blob: [UInt8]? {
        guard case .blob(let value) = self else { return nil }
        return value
    }
}

extension Value: Bindable, Readable {
    public func bind(to handle: Handle, at index: Int32) -> Int32 {
        switch self {
        case .null: handle.bindNull(at: index)
        case .integer(let value): handle.bind(value, at: index)
        case .real(let value): handle.bind(value, at: index)
        case .text(let value): handle.bind(value, at: index)
        case .blob(let value): value.bind(to: handle, at: index)
        }
    }

    public static func read(from handle: Handle, at column: Int32) -> Value {
        switch handle.type(at: column) {
        case SQLITE_INTEGER: .integer(handle.integer(at: column))
        case SQLITE_FLOAT: .real(handle.real(at: column))
        case SQLITE_TEXT: .text(handle.text(at: column))
        case SQLITE_BLOB: .blob([UInt8].read(from: handle, at: column))
        default: .null
        }
    }
}
