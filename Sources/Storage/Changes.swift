/// What a writer did to a table: rows inserted, updated, left as they were, and removed.
public struct Changes: Hashable, Sendable, CustomStringConvertible {
    public var inserted = 0
    public var updated = 0
    public var unchanged = 0
    public var removed = 0

    public init() {}

    public init(inserted: Int = 0, updated: Int = 0, unchanged: Int = 0, removed: Int = 0) {
        self.inserted = inserted
        self.updated = updated
        self.unchanged = unchanged
        self.removed = removed
    }

    /// False when every row was there already.
    public var isReal: Bool { inserted + updated + removed > 0 }

    /// `+12 ~3 =985`, and ` -2` where rows were removed.
    public var description: String {
        "+\(inserted) ~\(updated) =\(unchanged)" + (removed > 0 ? " -\(removed)" : "")
    }

    public static func + (left: Changes, right: Changes) -> Changes {
        Changes(
            inserted: left.inserted + right.inserted, updated: left.updated + right.updated,
            unchanged: left.unchanged + right.unchanged, removed: left.removed + right.removed)
    }

    public static func += (left: inout Changes, right: Changes) { left = left + right }
}
