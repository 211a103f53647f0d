/// Candles of some pairs as exchanges leave them: gaps, standstill, wicks, jumps, coarse and tiny prices.
struct MarketMaker {
    /// The first of August and of September 2026.
    private static let firstMs = 1_785_542_400_000
    private static let monthMs = 1_788_220_800_000
    private static let names = [
        "AAA", "BBB", "CCC", "DDD", "EEE", "FFF", "GGG", "HHH", "III", "JJJ",
    ]

    private let mode: Mode
    private var chance: Chance
    private var flaws: FlawMaker
    /// Where the candles begin.
    private var startMs = firstMs

    init(seed: UInt64, batch: UInt64, mode: Mode) {
        self.mode = mode
        chance = Chance(seed: seed, batch, 1)
        flaws = FlawMaker(chance: Chance(seed: seed, batch, 12), mode: mode)
    }

    /// The pairs in the order of the whitelist.
    mutating func series() -> [Series] {
        let isInDetail = mode.detail != nil
        let isLong = !isInDetail && chance.happens(0.1)
        let isBroad = mode.isBroad && !isLong
        let rows = chance.whole(
            isInDetail || isBroad ? 100...250 : isLong ? 2_000...4_000 : 250...800)
        if chance.happens(0.4) {
            // A month ends in between, and with it what prices are rounded to.
            startMs = Self.monthMs - chance.whole(0...rows) * mode.frame.milliseconds
        }
        let pairs = chance.whole(isBroad ? 5...10 : 1...(isInDetail ? 3 : isLong ? 2 : 4))
        let looksOn = pairs > 1 && chance.happens(0.15)
        return (0..<pairs).map { index in
            let candles = candles(rows * mode.parts)
            var series = facts("\(Self.names[index])/\(mode.currency)", for: candles)
            series.isTraded = !looksOn || index < pairs - 1
            series.candles = candles
            if mode.isFutures { addFutures(to: &series) }
            flaws.spoil(&series)
            return series
        }
    }

    /// Mostly facts under which stakes as configurations have them can be traded.
    private mutating func facts(_ pair: String, for candles: [Series.Candle]) -> Series {
        let isFitting = chance.happens(0.95)
        var series = facts(pair)
        while isFitting, !series.isTradable(at: candles[0].open) { series = facts(pair) }
        return series
    }

    private mutating func facts(_ pair: String) -> Series {
        let decimals = chance.whole(1...8)
        let units = chance.happens(0.2) ? chance.pick([2, 5, 25]) : 1
        let step = Series.text(units, decimals: decimals)
        return Series(
            pair: pair + (mode.isFutures ? ":" + mode.currency : ""), mode: mode,
            decimals: chance.whole(0...9), amountStep: step,
            leastAmount: chance.happens(0.2)
                ? Series.text(chance.whole(1...40), decimals: decimals) : step,
            leastCost: Series.text(chance.pick([50, 1, 200]), decimals: mode.stakeDecimals + 1),
            greatestCost: chance.happens(0.2)
                ? Series.text(chance.whole(25...400), decimals: mode.stakeDecimals) : nil,
            greatestAmount: chance.happens(0.2) ? "\(chance.whole(1...400)).0" : "9000000.0",
            makerFee: chance.pick(Self.fees), takerFee: chance.pick(Self.fees))
    }

    private static let fees = ["0.001", "0.001", "0.0005", "0.0002", "0", "-0.0001"]

    /// How wild a pair is.
    private struct Temper {
        let move: Double
        let gap: Double
        let still: Double
        let wick: Double
        let jump: Double
        /// How often prices become coarser or finer.
        let grid: Double
        let level: Int
    }

    private mutating func temper() -> Temper {
        Temper(
            move: chance.pick([0.001, 0.003, 0.01, 0.03]),
            gap: chance.happens(0.3) ? 0.02 : 0, still: chance.happens(0.3) ? 0.02 : 0,
            wick: chance.happens(0.3) ? 0.01 : 0, jump: chance.happens(0.3) ? 0.01 : 0,
            grid: chance.happens(0.3) ? 0.005 : 0,
            level: chance.pick([300, 2_000, 50_000, 2_000_000]))
    }

    private mutating func candles(_ count: Int) -> [Series.Candle] {
        let temper = temper()
        let parts = mode.parts
        let first = chance.happens(0.2) ? chance.whole(0...(count / 3 / parts)) * parts : 0
        let last = chance.happens(0.2) ? chance.whole((count * 2 / 3)...count) : count
        var candles: [Series.Candle] = []
        var (price, skipped, stopped, grid) = (Double(temper.level), 0, 0, 1)
        for row in first..<last {
            if skipped > 0 {
                skipped -= 1
                continue
            }
            if row > first, chance.happens(temper.gap) {
                skipped = chance.whole(1...(chance.happens(0.1) ? 120 : 12))
            }
            if chance.happens(temper.grid) { grid = chance.pick([1, 5, 10, temper.level / 100]) }
            if chance.happens(temper.still) { stopped = chance.whole(1...15) }
            let openMs = startMs + row * mode.finest.milliseconds
            if stopped > 0 {
                stopped -= 1
                let level = max(1, Int(price.rounded()))
                candles.append(
                    .init(
                        openMs: openMs, open: level, high: level, low: level, close: level,
                        volume: 0))
            } else {
                candles.append(candle(at: openMs, &price, temper).rounded(to: grid))
            }
        }
        return candles
    }

    private mutating func candle(
        at openMs: Int, _ price: inout Double, _ temper: Temper
    ) -> Series.Candle {
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
        return Series.Candle(
            openMs: openMs, open: first, high: max(Int(high.rounded()), first, last),
            low: max(1, min(Int(low.rounded()), first, last)), close: last,
            volume: chance.whole(0...100_000))
    }
}

/// What futures have besides.
extension MarketMaker {
    fileprivate mutating func addFutures(to series: inout Series) {
        series.tiers = tiers()
        series.funding = funding(of: series.candles)
    }

    /// Steps as narrow as the stakes, so that these meet several.
    private mutating func tiers() -> [String] {
        let ends = chance.pick([[], [100], [60, 200, 1_000], [500, 5_000]]) + [1_000_000_000]
        var leverage = chance.pick([125, 75, 50, 20])
        var ratio = chance.whole(4...20)
        var (start, kept) = (0, 0.0)
        return ends.map { end in
            let tier = """
                {"min_notional":\(start).0,"max_notional":\(end).0,\
                "maintenance_ratio":\(Double(ratio) / 1_000),"max_leverage":\(leverage).0,\
                "maintenance_amount":\(kept)}
                """
            let next = ratio * 2
            kept += Double(end) * Double(next - ratio) / 1_000
            (start, ratio, leverage) = (end, next, max(2, leverage / 2))
            return tier
        }
    }

    /// Mark prices of full hours, with a rate where its turn has come and it is not missing: the first is missing
    /// only where the configuration has a rate for it, or all are.
    private mutating func funding(of candles: [Series.Candle]) -> [Series.Funding] {
        guard let first = candles.first, let last = candles.last else { return [] }
        let (isSupposed, hourMs) = (mode.fundingRate != nil, 3_600_000)
        let step = chance.pick([1, 1, 4, 8])
        let size = isSupposed && chance.happens(0.2) ? nil : chance.pick([0.0001, 0.001, 0.01])
        let keepsPrices = isSupposed ? chance.happens(0.8) : chance.happens(0.2)
        let start = (first.openMs + hourMs - 1) / hourMs * hourMs
        var funding: [Series.Funding] = []
        var missing = isSupposed && chance.happens(0.5) ? chance.whole(1...20) : 0
        var row = 0
        for atMs in stride(from: start, through: max(start, last.openMs), by: hourMs) {
            while row + 1 < candles.count, candles[row + 1].openMs <= atMs { row += 1 }
            var rate: String?
            if (atMs - start) / hourMs % step == 0, let size {
                rate = chance.decimal((-size)...size, 6)
                if missing == 0, atMs > start, chance.happens(0.05) {
                    missing = chance.whole(1...chance.pick([1, 20]))
                }
                if missing > 0 { (missing, rate) = (missing - 1, nil) }
            }
            guard rate != nil || keepsPrices && chance.happens(0.95) else { continue }
            let mark = Double(candles[row].open) * chance.number(0.999...1.001)
            funding.append(.init(atMs: atMs, rate: rate, markPrice: max(1, Int(mark.rounded()))))
        }
        return funding
    }
}
