internal import Market

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
