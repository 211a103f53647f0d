extension [Trade] {
    /// Closed ones by their closing, then open ones; those of one instant by their ids.
    public var inClosingOrder: [Trade] {
        func closes(_ trade: Trade, before other: Trade) -> Bool {
            (trade.isOpen ? 1 : 0, trade.closeMs ?? Int.min, trade.tradeID)
                < (other.isOpen ? 1 : 0, other.closeMs ?? Int.min, other.tradeID)
        }
        let isInOrder = indices.dropFirst().allSatisfy { !closes(self[$0], before: self[$0 - 1]) }
        return isInOrder ? self : sorted(by: closes)
    }
}
