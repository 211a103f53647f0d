extension Timeframe {
    /// The open of the candle that holds an instant, Unix milliseconds UTC. Weeks start on Monday.
    public func openMs(containing instantMs: Int) -> Int {
        // 1970-01-01 was a Thursday: the Monday after it is day 4.
        let anchor = minutes.isMultiple(of: 10_080) ? 4 * 86_400_000 : 0
        let past = (instantMs - anchor) % milliseconds
        return instantMs - (past < 0 ? past + milliseconds : past)
    }
}

extension CandleSeries {
    /// The same candles in a longer timeframe: first open, highest high, lowest low, last close, sum of volumes.
    ///
    /// A longer candle exists where there is at least one shorter one, also when it is not whole.
    /// The longer timeframe must be a multiple of this one, and candles must ascend. O(n).
    public func resampled(to longer: Timeframe) -> CandleSeries {
        precondition(
            longer.milliseconds.isMultiple(of: timeframe.milliseconds),
            "a candle of \(longer) is not made of candles of \(timeframe)")
        var columns = CandleColumns()
        for row in 0..<count {
            let opening = longer.openMs(containing: openMs[row])
            if columns.openMs.last == opening {
                columns.extend(high: high[row], low: low[row], close: close[row], volume[row])
            } else {
                columns.openMs.append(opening)
                columns.open.append(open[row])
                columns.high.append(high[row])
                columns.low.append(low[row])
                columns.close.append(close[row])
                columns.volume.append(volume[row])
            }
        }
        return CandleSeries(
            exchange: exchange, pair: pair, timeframe: longer, openMs: columns.openMs,
            open: columns.open, high: columns.high, low: columns.low, close: columns.close,
            volume: columns.volume)
    }
}

private struct CandleColumns {
    var openMs: [Int] = []
    var open: [Double] = []
    var high: [Double] = []
    var low: [Double] = []
    var close: [Double] = []
    var volume: [Double] = []

    mutating func extend(high: Double, low: Double, close: Double, _ volume: Double) {
        let last = openMs.count - 1
        self.high[last] = max(self.high[last], high)
        self.low[last] = min(self.low[last], low)
        self.close[last] = close
        self.volume[last] += volume
    }
}
