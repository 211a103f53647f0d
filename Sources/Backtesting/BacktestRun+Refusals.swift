// Signals that no slot is left for: a rich strategy gives many of them, and nothing follows but a count.

internal import Records
internal import Strategies

extension BacktestRun {
    var hasNoSlot: Bool {
        guard let slots = backtest.configuration.maxOpenTrades, slots > 0 else { return false }
        return open.count >= slots
    }

    /// Counts the signals of a time in which all slots are taken, without walking from one to the next.
    mutating func refuse(from start: Int, until end: Int) {
        guard start < end else { return }
        for index in pairs.indices where !pairs[index].isOpen {
            let track = tracks[index]
            let start = max(start, pairs[index].freeFromMs)
            for side in Side.allCases where side == .long || backtest.rules.canShort {
                let first = max(start, locks.end(of: index, side))
                guard first < end else { continue }
                rejected += track.entryCount(
                    in: track.row(fromMs: first)..<track.row(fromMs: end), side)
            }
        }
    }
}
