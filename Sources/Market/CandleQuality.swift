/// What a reader should know of a series before trusting a result that rests on it.
public struct CandleQuality: Hashable, Sendable {
    /// A candle that moved out of all proportion.
    public struct Outlier: Hashable, Sendable {
        /// Start of the candle, Unix milliseconds UTC.
        public let atMs: Int
        /// The move, as a signed ratio of the close before.
        public let move: Double
        /// The size of the move in medians of the series' moves.
        public let medians: Double
    }

    /// Candles in a row in which nothing was traded.
    public struct IdleRun: Hashable, Sendable {
        /// Start of the first and of the last of them, Unix milliseconds UTC.
        public let fromMs: Int
        public let toMs: Int
        public let count: Int
    }

    public let exchange: String
    public let pair: Pair
    public let timeframe: Timeframe
    /// Candles with an instant of their own.
    public let count: Int
    /// Start of the first and of the last candle, Unix milliseconds UTC.
    public let firstMs: Int
    public let lastMs: Int
    public let gaps: [Gap]
    /// Candles that say again what one of the same instant said before them.
    public let duplicates: Int
    /// Candles that say something else than one of the same instant before them.
    public let conflicts: Int
    public let outliers: [Outlier]
    public let idleRuns: [IdleRun]

    /// An outlier moves this many times as far as the series' median candle.
    public static let outlierMedians = 20.0
    /// Idle runs are at least this many candles long.
    public static let idleCandles = 3

    /// How long the series has been silent at `asOfMs`, milliseconds after the end of its last candle.
    public func silence(asOfMs: Int) -> Int {
        max(0, asOfMs - lastMs - timeframe.milliseconds)
    }
}

extension CandleSeries {
    /// The series' quality; candles must ascend. nil without candles. O(n log n) for the median.
    public var quality: CandleQuality? {
        guard let firstMs = openMs.first, let lastMs = openMs.last else { return nil }
        let repeated = repeats
        return CandleQuality(
            exchange: exchange, pair: pair, timeframe: timeframe,
            count: count - repeated.duplicates - repeated.conflicts, firstMs: firstMs,
            lastMs: lastMs, gaps: gaps, duplicates: repeated.duplicates,
            conflicts: repeated.conflicts, outliers: outliers, idleRuns: idleRuns)
    }

    /// Candles of an instant that another had before them; each is compared with the first of it.
    private var repeats: (duplicates: Int, conflicts: Int) {
        var (duplicates, conflicts, first) = (0, 0, 0)
        for row in openMs.indices.dropFirst() {
            guard openMs[row] == openMs[first] else {
                first = row
                continue
            }
            let isSame =
                open[row] == open[first] && high[row] == high[first] && low[row] == low[first]
                && close[row] == close[first] && volume[row] == volume[first]
            if isSame { duplicates += 1 } else { conflicts += 1 }
        }
        return (duplicates, conflicts)
    }

    /// A candle's move is the farther of its high and its low from the close before; moves over a gap
    /// and between candles of one instant do not count.
    private var outliers: [CandleQuality.Outlier] {
        let moves = openMs.indices.dropFirst().compactMap { row -> (row: Int, ratio: Double)? in
            guard openMs[row] - openMs[row - 1] == timeframe.milliseconds else { return nil }
            let (up, down) = (high[row] / close[row - 1] - 1, low[row] / close[row - 1] - 1)
            return (row, abs(up) >= abs(down) ? up : down)
        }
        var sizes = moves.map { abs($0.ratio) }.filter { $0 > 0 }
        guard !sizes.isEmpty else { return [] }
        let median = Self.smallest(sizes.count / 2, of: &sizes)
        return moves.filter { abs($0.ratio) > CandleQuality.outlierMedians * median }.map {
            CandleQuality.Outlier(
                atMs: openMs[$0.row], move: $0.ratio, medians: abs($0.ratio) / median)
        }
    }

    /// The value that would be at a place if they were sorted; expected O(n).
    private static func smallest(_ place: Int, of values: inout [Double]) -> Double {
        var (low, high) = (0, values.count - 1)
        while low < high {
            let pivot = values[low + (high - low) / 2]
            var (left, right) = (low, high)
            while left <= right {
                while values[left] < pivot { left += 1 }
                while values[right] > pivot { right -= 1 }
                guard left <= right else { break }
                values.swapAt(left, right)
                (left, right) = (left + 1, right - 1)
            }
            if place <= right {
                high = right
            } else if place >= left {
                low = left
            } else {
                break
            }
        }
        return values[place]
    }

    /// Runs without volume; a gap ends one.
    private var idleRuns: [CandleQuality.IdleRun] {
        var (runs, start) = ([CandleQuality.IdleRun](), 0)
        func end(before row: Int) {
            guard row - start >= CandleQuality.idleCandles else { return }
            runs.append(
                CandleQuality.IdleRun(
                    fromMs: openMs[start], toMs: openMs[row - 1], count: row - start))
        }
        for row in 0..<count {
            let isNext =
                row == start || openMs[row] - openMs[row - 1] <= timeframe.milliseconds
            if volume[row] == 0, isNext { continue }
            end(before: row)
            start = volume[row] == 0 ? row : row + 1
        }
        end(before: count)
        return runs
    }
}
