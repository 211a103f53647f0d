/// The candles of one pair and timeframe as columns, in the order in which they were appended.
///
/// A series holds candles as they came: instants may repeat when a source contradicts itself, and
/// gaps stay gaps. `Backtesting` decides what a simulation makes of either.
public struct CandleSeries: Hashable, Sendable {
    public let exchange: String
    public let pair: Pair
    public let timeframe: Timeframe
    /// Start of each candle, Unix milliseconds UTC.
    public private(set) var openMs: [Int] = []
    public private(set) var open: [Double] = []
    public private(set) var high: [Double] = []
    public private(set) var low: [Double] = []
    public private(set) var close: [Double] = []
    /// None where they were left out.
    public private(set) var volume: [Double] = []

    public init(exchange: String, pair: Pair, timeframe: Timeframe) {
        self.exchange = exchange
        self.pair = pair
        self.timeframe = timeframe
    }

    /// Takes columns that were checked before they were stored; all must be of one length.
    public init(
        exchange: String, pair: Pair, timeframe: Timeframe, openMs: [Int], open: [Double],
        high: [Double], low: [Double], close: [Double], volume: [Double]
    ) {
        let count = openMs.count
        precondition(
            [open, high, low, close, volume].allSatisfy { $0.count == count },
            "columns of different lengths")
        self.exchange = exchange
        self.pair = pair
        self.timeframe = timeframe
        self.openMs = openMs
        self.open = open
        self.high = high
        self.low = low
        self.close = close
        self.volume = volume
    }

    /// What a candle takes in memory: six columns of eight-byte words.
    public static let bytesPerCandle = 48

    public var count: Int { openMs.count }
    public var isEmpty: Bool { openMs.isEmpty }

    /// Adds a candle at the end.
    public mutating func append(_ candle: Candle) {
        openMs.append(candle.openMs)
        open.append(candle.open)
        high.append(candle.high)
        low.append(candle.low)
        close.append(candle.close)
        volume.append(candle.volume)
    }

    /// Holds the instants of another series in the place of its own, which are the same.
    public mutating func shareInstants(of other: CandleSeries) {
        precondition(other.count == count, "the instants of other candles")
        openMs = other.openMs
    }

    /// Leaves out the volumes, where nobody will ask for them, for others to take their place in memory.
    public mutating func leaveOutVolumes() { volume = [] }

    /// The rows in `range`, as a series of their own.
    public func rows(_ range: Range<Int>) -> CandleSeries {
        CandleSeries(
            exchange: exchange, pair: pair, timeframe: timeframe, openMs: Array(openMs[range]),
            open: Array(open[range]), high: Array(high[range]), low: Array(low[range]),
            close: Array(close[range]), volume: Array(volume[range]))
    }
}

extension CandleSeries {
    /// Puts flat candles without volume, at the close before them, where steps of time are missing.
    ///
    /// Candles must lie on steps of the timeframe, one at most on each, and ascend. Columns with room for
    /// all are filled in place. O(n).
    public mutating func fillGaps() { fillGaps(between: runs) }

    /// The same where its `runs` are known.
    public mutating func fillGaps(between runs: [Range<Int>]) {
        guard runs.count > 1, let first = openMs.first, let last = openMs.last else { return }
        let length = timeframe.milliseconds
        let count = (last - first) / length + 1
        let places = runs.map { (openMs[$0.lowerBound] - first) / length }
        let closes = runs.map { close[$0.upperBound - 1] }
        Self.spread(&open, runs, places, count, filling: closes)
        Self.spread(&high, runs, places, count, filling: closes)
        Self.spread(&low, runs, places, count, filling: closes)
        Self.spread(&close, runs, places, count, filling: closes)
        Self.spread(
            &volume, runs, places, count, filling: Array(repeating: 0, count: runs.count))
        openMs.append(contentsOf: repeatElement(0, count: count - openMs.count))
        openMs.withUnsafeMutableBufferPointer { instants in
            for row in instants.indices { instants[row] = first &+ row &* length }
        }
    }

    /// The rows that follow each other one step of the timeframe apart. O(n).
    public var runs: [Range<Int>] {
        let length = timeframe.milliseconds
        return openMs.withUnsafeBufferPointer { instants in
            var (runs, start): ([Range<Int>], Int) = ([], 0)
            for some in stride(from: 1, to: instants.count, by: 64) {
                let rows = some..<min(some + 64, instants.count)
                // A loop that becomes vector code: most candles follow each other.
                var difference = 0
                for row in rows { difference |= (instants[row] &- instants[row - 1]) ^ length }
                if difference == 0 { continue }
                for row in rows where instants[row] &- instants[row - 1] != length {
                    runs.append(start..<row)
                    start = row
                }
            }
            return runs + [start..<instants.count]
        }
    }

    /// Moves each run to its place, the last one first, and fills what lies behind it.
    private static func spread(
        _ column: inout [Double], _ runs: [Range<Int>], _ places: [Int], _ count: Int,
        filling values: [Double]
    ) {
        column.append(contentsOf: repeatElement(0, count: count - column.count))
        column.withUnsafeMutableBufferPointer { column in
            var end = count
            for (index, run) in runs.enumerated().reversed() {
                let place = places[index]
                if place != run.lowerBound, let base = column.baseAddress {
                    (base + place).update(from: base + run.lowerBound, count: run.count)
                }
                column[(place + run.count)..<end].update(repeating: values[index])
                end = place
            }
        }
    }
}

extension RandomAccessCollection where Element == Int, Index == Int {
    /// The first row at or after an instant, where instants ascend. O(log n).
    @inlinable
    public func firstRow(atOrAfter instant: Int) -> Int {
        var (low, high) = (startIndex, endIndex)
        while low < high {
            let middle = (low + high) / 2
            if self[middle] < instant { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
