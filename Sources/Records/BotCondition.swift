/// Whether a bot is well, as far as comparisons and its trades tell.
public enum BotCondition: String, Hashable, Sendable, CaseIterable {
    case healthy
    /// It has gone silent or stale, or its database was reset.
    case degraded
    /// The desk plans it and nobody started it.
    case missing
    /// It has not traded yet.
    case unknown

    private static let missingCode = "BOT-MISSING"
    private static let codes: Set<String> = ["BOT-STALE", "BOT-SILENT", "BOT-RESET", missingCode]

    /// Whether a break speaks of its bot's condition, not of what the bot did.
    public static func isTold(by found: Break) -> Bool { codes.contains(found.code) }

    /// - Parameters:
    ///   - breaks: the bot's standing breaks; those of severity info say nothing.
    ///   - hasTraded: whether any trade of the bot is known.
    public init(_ breaks: some Sequence<Break>, hasTraded: Bool) {
        let told = breaks.filter { $0.severity != .info && Self.isTold(by: $0) }
        self =
            told.contains { $0.code == Self.missingCode }
            ? .missing : !told.isEmpty ? .degraded : hasTraded ? .healthy : .unknown
    }
}
