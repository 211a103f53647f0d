import Market
import Strategies
import TestSupport

/// Candles and strategies for tests.
enum Sample {
    static let startMs = 1_760_486_400_000  // 2025-10-15, a Wednesday

    /// A walk from a seed; every seventh candle is flat and without volume, as a filled gap is.
    static func candles(
        seed: UInt64, count: Int, timeframe: String = "5m", pair: String = "BTC/USDT"
    ) throws -> CandleSeries {
        var chance = Chance(seed: seed)
        var series = CandleSeries(
            exchange: "synthetic", pair: try Pair(pair), timeframe: try Timeframe(timeframe))
        var price = 100.0
        for row in 0..<count {
            let open = price
            let isFlat = row % 7 == 6
            if !isFlat { price *= 0.98 + 0.04 * chance.unit() }
            let reach = isFlat ? 0 : chance.unit()
            series.append(
                try Candle(
                    openMs: startMs + row * series.timeframe.milliseconds, open: open,
                    high: max(open, price) + reach, low: min(open, price) - reach, close: price,
                    volume: isFlat ? 0 : chance.unit() * 1_000))
        }
        return series
    }

    /// Candles with these closes; open is the close before, high and low enclose both by half.
    static func candles(closes: [Double]) throws -> CandleSeries {
        var series = CandleSeries(
            exchange: "synthetic", pair: try Pair("BTC/USDT"), timeframe: try Timeframe("5m"))
        for (row, close) in closes.enumerated() {
            let open = row == 0 ? close : closes[row - 1]
            series.append(
                try Candle(
                    openMs: startMs + row * 300_000, open: open, high: max(open, close) + 0.5,
                    low: min(open, close) - 0.5, close: close, volume: Double(row)))
        }
        return series
    }

    /// The first `cut` rows; where `seed` is given, followed by the others altered.
    static func cut(_ series: CandleSeries, at cut: Int, altering seed: UInt64?) -> CandleSeries {
        guard let seed else { return series.rows(0..<cut) }
        var chance = Chance(seed: seed)
        func altered(_ column: [Double], _ factors: [Double]) -> [Double] {
            column.indices.map { $0 < cut ? column[$0] : column[$0] * factors[$0] }
        }
        let factors = (0..<series.count).map { _ in 0.5 + chance.unit() }
        return CandleSeries(
            exchange: series.exchange, pair: series.pair, timeframe: series.timeframe,
            openMs: series.openMs, open: altered(series.open, factors),
            high: altered(series.high, factors), low: altered(series.low, factors),
            close: altered(series.close, factors), volume: altered(series.volume, factors))
    }

    /// A strategy with the expressions as indicators `x0`, `x1`, …
    static func strategy(_ expressions: [String], parameters: String = "") throws -> Strategy {
        var text = "strategy: Test\ntimeframe: 5m\nstoploss: -0.1\n\(parameters)indicators:\n"
        for (index, expression) in expressions.enumerated() {
            text += "  x\(index): |\n    \(expression)\n"
        }
        return try Strategy(
            parsing: text + "enter_long:\n  - {when: close > 0}\n", source: "test.yaml")
    }
}
