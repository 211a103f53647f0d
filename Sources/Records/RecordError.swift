/// What makes a record impossible: a field, and a rule that its value breaks.
public struct RecordError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The field in the spelling of JSON and SQL, such as `close_ms`.
    public let field: String
    /// Such as `"close_ms" is null, expected an instant because the trade is closed`.
    public let message: String

    public init(field: String, message: String) {
        self.field = field
        self.message = message
    }

    public var description: String { message }

    @inline(__always)
    static func check(
        _ value: Double, _ field: String, above limit: Double
    ) throws(RecordError) {
        guard value > limit, value <= .greatestFiniteMagnitude else {
            throw wrong(field, value, "a number above \(plain(limit))")
        }
    }

    @inline(__always)
    static func check(
        _ value: Double, _ field: String, atLeast limit: Double = -.greatestFiniteMagnitude
    ) throws(RecordError) {
        guard value >= limit, value <= .greatestFiniteMagnitude else {
            throw wrong(
                field, value,
                limit.magnitude < 1e300
                    ? "a number of at least \(plain(limit))" : "a finite number")
        }
    }

    @inline(never)
    private static func wrong(_ field: String, _ value: Double, _ rule: String) -> RecordError {
        RecordError(field: field, message: "\"\(field)\" is \(value), expected \(rule)")
    }

    private static func plain(_ limit: Double) -> String {
        Int(exactly: limit).map { "\($0)" } ?? "\(limit)"
    }
}
