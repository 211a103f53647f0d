internal import Market
internal import Records

/// Walks over candles, by blocks where it can.
extension Track {
    /// The first row whose low reaches `floor` or whose high reaches `ceiling`, or the end of the rows.
    func firstTouch(in rows: Range<Int>, floor: Double, ceiling: Double) -> Int {
        let length = BlockExtremes.length
        var row = rows.lowerBound
        while row < rows.upperBound {
            let block = row / length
            let end = (block + 1) * length
            // Where a whole block passes, nobody looks at its rows.
            if block >= extremes.count || extremes.lows[block] <= floor
                || extremes.highs[block] >= ceiling
            {
                while row < min(end, rows.upperBound) {
                    if low[row] <= floor || high[row] >= ceiling { return row }
                    row += 1
                }
            }
            row = end
        }
        return rows.upperBound
    }

    /// Lets the memory bring the candle on which a trade that is entered on a row will probably end, by a signal,
    /// and the one on which the pair then enters again: columns are larger than what the processor has at hand.
    func expectSignals(after row: Int, _ side: Side) {
        let exit = exit(from: row, side)
        guard exit < count else { return }
        expect(exit)
        if let next = entry(from: exit) { expect(next) }
    }

    private func expect(_ row: Int) {
        open.expect(row)
        high.expect(row)
        low.expect(row)
        close.expect(row)
    }

    /// Lowers the lowest price and raises the highest one to those of some rows.
    func widen(_ lowest: inout Double, _ highest: inout Double, by rows: Range<Int>) {
        let length = BlockExtremes.length
        var row = rows.lowerBound
        while row < rows.upperBound {
            let isWhole = row % length == 0 && row + length <= rows.upperBound
            let (low, high) =
                isWhole
                ? (extremes.lows[row / length], extremes.highs[row / length])
                : (low[row], high[row])
            lowest = low < lowest ? low : lowest
            highest = high > highest ? high : highest
            row += isWhole ? length : 1
        }
    }
}
