internal import Records

/// Trade ids that a bot's database skips, and rows that are there but cannot be read.
///
/// freqtrade counts its trades upwards, so a row that was deleted leaves its number unused between
/// the trades that opened before and after it.
struct IdentityGaps {
    enum Filling: Hashable {
        /// The row of this id is gone.
        case absent(id: Int)
        /// The row of this id exists, only nobody can read it.
        case unreadable(id: Int)
    }

    private struct Gap {
        /// Openings of the trades before and after; nil before the first.
        let afterMs: Int?
        let beforeMs: Int?
        var fillings: [Filling]
    }

    private var gaps: [Gap] = []

    /// - Parameters:
    ///   - trades: all readable trades of one database, in any order.
    ///   - unreadable: ids of its other rows.
    init(trades: [Trade], unreadable: [Int]) {
        let unreadable = Set(unreadable)
        var (lastID, lastMs) = (0, Int?.none)
        for trade in trades.sorted(by: { $0.tradeID < $1.tradeID }) {
            if trade.tradeID > lastID + 1 {
                let ids = lastID + 1..<trade.tradeID
                gaps.append(
                    Gap(
                        afterMs: lastMs, beforeMs: trade.openMs,
                        fillings: Self.fillings(ids, unreadable)))
            }
            (lastID, lastMs) = (trade.tradeID, trade.openMs)
        }
        let tail = unreadable.filter { $0 > lastID }.sorted().map { Filling.unreadable(id: $0) }
        if !tail.isEmpty { gaps.append(Gap(afterMs: lastMs, beforeMs: nil, fillings: tail)) }
    }

    /// Takes the first unused id around an instant; nil when no id is skipped there.
    mutating func take(openMs: Int, slackMs: Int) -> Filling? {
        let index = gaps.firstIndex { gap in
            !gap.fillings.isEmpty && (gap.afterMs.map { $0 <= openMs + slackMs } ?? true)
                && (gap.beforeMs.map { $0 >= openMs - slackMs } ?? true)
        }
        return index.map { gaps[$0].fillings.removeFirst() }
    }

    /// At most a thousand numbers of a range: a database that starts at a high id was pruned.
    private static func fillings(_ ids: Range<Int>, _ unreadable: Set<Int>) -> [Filling] {
        let numbers = ids.prefix(1_000)
        return numbers.filter(unreadable.contains).map { Filling.unreadable(id: $0) }
            + numbers.filter { !unreadable.contains($0) }.map { Filling.absent(id: $0) }
    }
}
