/// Why bytes are not the archive, the compressed stream or the table that they should be.
///
/// Archive knows the containers that other programs pack data in: zip, gzip and Arrow's file format.
/// It gets bytes and gives bytes, opens no file, and trusts nothing: every offset and length is
/// checked before it is followed, and what a few bytes can swell to has a limit.
public struct ArchiveError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Such as `it ends in the middle of "trades.json"`; the caller names the file.
    public let reason: String
    /// What to do about it; nil where nothing helps.
    public let hint: String?

    public init(_ reason: String, hint: String? = nil) {
        self.reason = reason
        self.hint = hint
    }

    public var description: String { reason + (hint.map { ". hint: \($0)" } ?? "") }

    /// A place that lies outside what is there.
    static let truncated = ArchiveError("it is cut off or damaged")

    /// More than the caller wants to have in memory.
    static func tooLarge(_ what: String, limit: Int) -> ArchiveError {
        ArchiveError("\(what) unpacks to more than \(limit) bytes")
    }
}

/// What may become of packed bytes where the caller sets no limit: 1 GiB.
public let standardUnpackedLimit = 1 << 30
