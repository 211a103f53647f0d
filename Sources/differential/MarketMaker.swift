internal import JSONL

/// Candles of some pairs as exchanges leave them: gaps, standstill, wicks, jumps, coarse and tiny prices.
struct MarketMaker {
    /// One pair's candles and facts.
    struct Series: Hashable {
        let pair: String
        let timeframe: String
        let minutes: Int
        /// Prices are whole multiples of 10 to the power of minus this.
        let decimals: Int
        let amountDecimals: Int
        let leastCost: String
        var candles: [Candle]
    }

    /// Prices in units of the last decimal.
    struct Candle: Hashable {
        let openMs: Int
        let open: Int
        let high: Int
        let low: Int
        let close: Int
        let volume: Int
    }

    private static let firstMs = 1_785_542_400_000
    private static let names = ["AAA", "BBB", "CCC", "DDD", "EEE", "FFF"]

    private var chance: Chance

    init(seed: UInt64, batch: UInt64) { chance = Chance(seed: seed, batch, 1) }

    /// The pairs in the order of the whitelist.
    mutating func series(timeframe: String, minutes: Int) -> [Series] {
        let count = chance.whole(500...1_800)
        let pairs = chance.whole(1...5)
        return (0..<pairs).map { index in
            var series = facts("\(Self.names[index])/USDT", timeframe, minutes)
            series.candles = candles(count, minutes: minutes)
            return series
        }
    }

    private mutating func facts(_ pair: String, _ timeframe: String, _ minutes: Int) -> Series {
        Series(
            pair: pair, timeframe: timeframe, minutes: minutes, decimals: chance.whole(0...9),
            amountDecimals: chance.whole(1...8), leastCost: chance.pick(["5.0", "0.1", "20.0"]),
            candles: [])
    }

    /// How wild a pair is.
    private struct Temper {
        let move: Double
        let gap: Double
        let still: Double
        let wick: Double
        let jump: Double
        let level: Int
    }

    private mutating func temper() -> Temper {
        Temper(
            move: chance.pick([0.001, 0.003, 0.01, 0.03]),
            gap: chance.happens(0.3) ? 0.02 : 0, still: chance.happens(0.3) ? 0.02 : 0,
            wick: chance.happens(0.3) ? 0.01 : 0, jump: chance.happens(0.3) ? 0.01 : 0,
            level: chance.pick([300, 2_000, 50_000, 2_000_000]))
    }

    private mutating func candles(_ count: Int, minutes: Int) -> [Candle] {
        let temper = temper()
        let first = chance.happens(0.2) ? chance.whole(0...(count / 3)) : 0
        let last = chance.happens(0.2) ? chance.whole((count * 2 / 3)...count) : count
        var candles: [Candle] = []
        var (price, skipped, stopped) = (Double(temper.level), 0, 0)
        for row in first..<last {
            if skipped > 0 {
                skipped -= 1
                continue
            }
            if row > first, chance.happens(temper.gap) { skipped = chance.whole(1...12) }
            if chance.happens(temper.still) { stopped = chance.whole(1...15) }
            let openMs = Self.firstMs + row * minutes * 60_000
            if stopped > 0 {
                stopped -= 1
                let level = max(1, Int(price.rounded()))
                candles.append(
                    Candle(
                        openMs: openMs, open: level, high: level, low: level, close: level,
                        volume: 0))
            } else {
                candles.append(candle(at: openMs, &price, temper))
            }
        }
        return candles
    }

    private mutating func candle(at openMs: Int, _ price: inout Double, _ temper: Temper) -> Candle
    {
        if chance.happens(temper.jump) { price *= chance.number(0.85...1.15) }
        let open = price
        // Pulled back to where it began, so that it neither vanishes nor explodes.
        let pull = (Double(temper.level) / price - 1) * 0.01
        price *= 1 + pull + temper.move * (chance.number(-1...1) + chance.number(-1...1))
        price = max(price, 3)
        var high = max(open, price) * (1 + temper.move * chance.number(0...0.8))
        var low = min(open, price) * (1 - temper.move * chance.number(0...0.8))
        if chance.happens(temper.wick) { high *= chance.number(1...1.4) }
        if chance.happens(temper.wick) { low *= chance.number(0.6...1) }
        let (first, last) = (Int(open.rounded()), Int(price.rounded()))
        return Candle(
            openMs: openMs, open: first, high: max(Int(high.rounded()), first, last),
            low: max(1, min(Int(low.rounded()), first, last)), close: last,
            volume: chance.whole(0...100_000))
    }
}

extension MarketMaker.Series {
    /// The market's record and those of its candles, a line each.
    var lines: String {
        let step = Self.text(1, decimals: amountDecimals)
        let market = """
            {"kind":"market","exchange":"binance","pair":"\(pair)","amount_step":\(step),\
            "price_tick":\(Self.text(1, decimals: decimals)),"min_amount":\(step),"max_amount":9000000.0,\
            "min_cost":\(leastCost),"max_cost":null,"maker":0.001,"taker":0.001}

            """
        return market
            + candles.map { candle in
                let prices = [candle.open, candle.high, candle.low, candle.close].map {
                    Self.text($0, decimals: decimals)
                }
                return """
                    {"kind":"candle","exchange":"binance","pair":"\(pair)","timeframe":"\(timeframe)",\
                    "open_ms":\(candle.openMs),"open":\(prices[0]),"high":\(prices[1]),"low":\(prices[2]),\
                    "close":\(prices[3]),"volume":\(Self.text(candle.volume, decimals: 2))}

                    """
            }.joined()
    }

    /// `units` of the last of so many decimals.
    private static func text(_ units: Int, decimals: Int) -> String {
        let digits = String(units)
        let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
        guard decimals > 0 else { return padded + ".0" }
        return padded.dropLast(decimals) + "." + padded.suffix(decimals)
    }
}
