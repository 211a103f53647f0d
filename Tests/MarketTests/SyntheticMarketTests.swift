import Foundation
import Testing

@testable import Market

struct SyntheticMarketTests {
    static let augustMs = Timestamp(year: 2026, month: 8, day: 1).milliseconds
    static let hourMs = 3_600_000

    static func series(
        seed: UInt64, pair: String = "ETH/USDT", timeframe: String = "5m", fromMs: Int = augustMs,
        hours: Int
    ) throws -> CandleSeries {
        SyntheticMarket(seed: seed).series(
            pair: try Pair(pair), timeframe: try Timeframe(timeframe), fromMs: fromMs,
            toMs: fromMs + hours * hourMs)
    }

    /// FNV-1a over the bits of every column, row by row.
    static func digest(_ series: CandleSeries) -> String {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for row in 0..<series.count {
            let numbers = [
                series.open[row], series.high[row], series.low[row], series.close[row],
                series.volume[row],
            ]
            for word in [UInt64(series.openMs[row])] + numbers.map(\.bitPattern) {
                for shift in stride(from: 0, to: 64, by: 8) {
                    hash = (hash ^ (word >> UInt64(shift) & 0xFF)) &* 0x100_0000_01B3
                }
            }
        }
        return String(hash, radix: 16)
    }

    @Test("the seed alone makes the candles, bit for bit, on every machine")
    func golden() throws {
        let bitcoin = try Self.series(seed: 42, pair: "BTC/USDT", hours: 24)
        let first = try Candle(
            openMs: Self.augustMs, open: 60_974.12, high: 61_107.66, low: 60_933.95,
            close: 60_985.08, volume: 3.75315)
        #expect(bitcoin.rows(0..<1) == (try Self.oneCandle(first)))
        #expect(Self.digest(bitcoin) == "836fa8177a0ef866")
        let doge = try Self.series(seed: 42, pair: "DOGE/USDT", hours: 24)
        #expect(Self.digest(doge) == "7ef5b7e35500596")
        let unlisted = try Self.series(seed: 7, pair: "NEW/USDT", hours: 24)
        #expect(Self.digest(unlisted) == "5d5170b36e5f942a")
    }

    private static func oneCandle(_ candle: Candle) throws -> CandleSeries {
        var series = CandleSeries(
            exchange: "synthetic", pair: try Pair("BTC/USDT"), timeframe: try Timeframe("5m"))
        series.append(candle)
        return series
    }

    @Test("candles are valid, whole, without gaps and on the pair's steps", arguments: 1...50)
    func candles(seed: Int) throws {
        let pair = SyntheticMarket.pairs[seed % SyntheticMarket.pairs.count]
        let market = SyntheticMarket(seed: UInt64(seed))
        let series = try Self.series(seed: UInt64(seed), pair: pair.symbol, hours: 26)
        let facts = try market.facts(pair: pair)
        #expect(series.count == 26 * 12)
        #expect(series.gaps.isEmpty)
        for row in 0..<series.count {
            #expect(series.openMs[row] == Self.augustMs + row * 300_000)
            _ = try Candle(
                openMs: series.openMs[row], open: series.open[row], high: series.high[row],
                low: series.low[row], close: series.close[row], volume: series.volume[row])
            #expect(series.volume[row] > 0)
            for price in [series.open[row], series.high[row], series.low[row], series.close[row]] {
                let steps = (price / facts.priceTick).rounded()
                #expect(price == steps / (1 / facts.priceTick).rounded())
            }
            if row > 0 { #expect(series.open[row] == series.close[row - 1]) }
        }
    }

    @Test("a candle does not depend on the range that was asked for", arguments: 1...50)
    func ranges(seed: Int) throws {
        var chance = SplitMix64(seed: UInt64(seed))
        let whole = try Self.series(seed: UInt64(seed), hours: 60)
        let first = Int.random(in: 0..<600, using: &chance)
        let last = Int.random(in: first...720, using: &chance)
        let part = SyntheticMarket(seed: UInt64(seed)).series(
            pair: whole.pair, timeframe: whole.timeframe,
            fromMs: Self.augustMs + first * 300_000 - Int.random(in: 0..<300_000, using: &chance),
            toMs: Self.augustMs + last * 300_000)
        #expect(part == whole.rows(first..<last))
    }

    @Test("every timeframe shows the same minutes", arguments: ["5m", "15m", "1h", "4h", "1d"])
    func timeframes(timeframe: String) throws {
        let minutes = try Self.series(seed: 3, timeframe: "1m", hours: 72)
        let direct = try Self.series(seed: 3, timeframe: timeframe, hours: 72)
        let resampled = minutes.resampled(to: try Timeframe(timeframe))
        #expect(direct.openMs == resampled.openMs)
        #expect(direct.open == resampled.open && direct.close == resampled.close)
        #expect(direct.high == resampled.high && direct.low == resampled.low)
        for (left, right) in zip(direct.volume, resampled.volume) {
            #expect(abs(left - right) <= 1e-9 * left)
        }
    }

    @Test("another seed and another pair are another market")
    func different() throws {
        let one = try Self.series(seed: 1, hours: 2)
        #expect(one.close != (try Self.series(seed: 2, hours: 2)).close)
        let other = try Self.series(seed: 1, pair: "NEW/USDT", hours: 2)
        #expect(other.close != (try Self.series(seed: 1, pair: "OLD/USDT", hours: 2)).close)
    }

    @Test("nothing traded before the exchange opened")
    func beginning() throws {
        let start = SyntheticMarket.firstMs
        #expect(try Self.series(seed: 1, fromMs: start - 5 * Self.hourMs, hours: 5).isEmpty)
        let first = try Self.series(seed: 1, fromMs: start - Self.hourMs, hours: 2)
        #expect(first.openMs.first == start && first.count == 12)
        #expect(try Self.series(seed: 1, hours: -1).isEmpty)
    }

    @Test("ranges cluster, volume follows the range and pairs move together")
    func character() throws {
        let pairs = try ["ETH/USDT", "SOL/USDT"].map {
            try Self.series(seed: 42, pair: $0, hours: 24 * 30)
        }
        let ranges = (0..<pairs[0].count).map { pairs[0].high[$0] / pairs[0].low[$0] - 1 }
        #expect(Self.correlation(Array(ranges.dropLast()), Array(ranges.dropFirst())) > 0.3)
        #expect(Self.correlation(ranges, pairs[0].volume) > 0.3)
        let moves = pairs.map { series in
            zip(series.open, series.close).map { open, close in close / open - 1 }
        }
        #expect(Self.correlation(moves[0], moves[1]) > 0.3)
        #expect(
            abs(Self.correlation(Array(moves[0].dropLast()), Array(moves[0].dropFirst()))) < 0.1)
    }

    private static func correlation(_ left: [Double], _ right: [Double]) -> Double {
        let count = Double(left.count)
        let (meanLeft, meanRight) = (left.reduce(0, +) / count, right.reduce(0, +) / count)
        var (products, squaresLeft, squaresRight) = (0.0, 0.0, 0.0)
        for (one, other) in zip(left, right) {
            products += (one - meanLeft) * (other - meanRight)
            squaresLeft += (one - meanLeft) * (one - meanLeft)
            squaresRight += (other - meanRight) * (other - meanRight)
        }
        return products / (squaresLeft * squaresRight).squareRoot()
    }

    @Test("facts have the steps that the candles are rounded to")
    func facts() throws {
        let facts = try SyntheticMarket(seed: 42).facts(pair: Pair("XRP/USDT"))
        #expect(facts.exchange == "synthetic")
        #expect(facts.priceTick == 0.0001 && facts.amountStep == 0.1 && facts.minAmount == 0.1)
        #expect(facts.minCost == 5 && facts.maker == 0.001 && facts.taker == 0.001)
    }

    @Test("our exponential agrees with the library's", arguments: 1...50)
    func exponentials(seed: Int) {
        var chance = SplitMix64(seed: UInt64(seed))
        let exponent = chance.unit() * 6 - 3
        #expect(abs(exponential(exponent) / exp(exponent) - 1) < 1e-12)
    }
}
