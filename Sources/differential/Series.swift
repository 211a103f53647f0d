/// One pair's candles and facts.
struct Series: Hashable {
    let pair: String
    let mode: Mode
    /// Prices are whole multiples of 10 to the power of minus this.
    let decimals: Int
    /// In the base currency: what amounts are whole multiples of, and the least of them.
    let amountStep: String
    let leastAmount: String
    let leastCost: String
    /// In the quote currency; nil for none.
    let greatestCost: String?
    /// In the base currency.
    let greatestAmount: String
    /// What the market asks for an order, as ratios.
    let makerFee: String
    let takerFee: String
    /// Otherwise strategies only look at it.
    var isTraded = true
    /// Of the mode's finest timeframe; those of the strategy are made of them.
    var candles: [Candle] = []
    /// Repeats of some of them, with prices of their own, and in disorder: they follow all others.
    var strays: [Candle] = []
    /// Where there are candles inside of the strategy's, Unix milliseconds; nil for everywhere.
    var detailSpan: Range<Int>?
    /// As a record says them; empty for spot.
    var tiers: [String] = []
    var funding: [Funding] = []

    /// Prices in units of the last decimal.
    struct Candle: Hashable {
        let openMs: Int
        let open: Int
        let high: Int
        let low: Int
        let close: Int
        let volume: Int
    }

    /// What holders paid each other at one instant; the mark price like those of candles.
    struct Funding: Hashable {
        let atMs: Int
        /// nil where only the price is known.
        let rate: String?
        let markPrice: Int
    }
}

extension Series {
    /// Whether stakes of 20 to 25 dollars buy an amount that the market takes.
    func isTradable(at units: Int) -> Bool {
        guard let price = Double(Self.text(units, decimals: decimals)), price > 0,
            let step = Double(amountStep), let least = Double(leastAmount),
            let greatest = Double(greatestAmount), let less = Double(mode.money(20)),
            let more = Double(mode.money(25))
        else { return false }
        return max(step, least) * price < less && greatest * price > more
    }

    /// The earlier or the later half of the candles, cut between two of the strategy's.
    func half(isHead: Bool) -> Series {
        guard let first = candles.first, let last = candles.last else { return self }
        let length = mode.frame.milliseconds
        let middle = (first.openMs + last.openMs) / 2 / length * length
        var shorter = self
        shorter.candles = candles.filter { ($0.openMs < middle) == isHead }
        shorter.strays = strays.filter { ($0.openMs < middle) == isHead }
        return shorter
    }

    /// The market's record, those of its funding and those of its candles, a line each.
    var lines: String {
        let tiers =
            tiers.isEmpty ? "" : ",\"leverage_tiers\":[\(tiers.joined(separator: ","))]"
        let market = """
            {"kind":"market","exchange":"binance","pair":"\(pair)","amount_step":\(amountStep),\
            "price_tick":\(Self.text(1, decimals: decimals)),"min_amount":\(leastAmount),"max_amount":\(greatestAmount),\
            "min_cost":\(leastCost),"max_cost":\(greatestCost ?? "null"),"maker":\(makerFee),"taker":\(takerFee)\(tiers)}

            """
        return market + funding.map(line).joined()
            + (candles + strays).filter { detailSpan?.contains($0.openMs) ?? true }
            .map { line($0, mode.finest) }.joined()
            + ((mode.detail == nil ? [] : [mode.frame]) + mode.told).map { frame in
                whole(frame).map { line($0, frame) }.joined()
            }.joined()
    }

    /// Longer candles, of those inside of them: the first of them may lack some.
    private func whole(_ frame: Mode.Frame) -> [Candle] {
        var whole: [Candle] = []
        for candle in candles {
            let openMs = frame.openMs(containing: candle.openMs)
            guard let last = whole.last, last.openMs == openMs else {
                whole.append(candle.opening(at: openMs))
                continue
            }
            whole[whole.count - 1] = last.followed(by: candle)
        }
        return whole
    }

    private func line(_ candle: Candle, _ frame: Mode.Frame) -> String {
        let prices = [candle.open, candle.high, candle.low, candle.close].map {
            Self.text($0, decimals: decimals)
        }
        return """
            {"kind":"candle","exchange":"binance","pair":"\(pair)","timeframe":"\(frame.name)",\
            "open_ms":\(candle.openMs),"open":\(prices[0]),"high":\(prices[1]),"low":\(prices[2]),\
            "close":\(prices[3]),"volume":\(Self.text(candle.volume, decimals: 2))}

            """
    }

    private func line(_ funding: Funding) -> String {
        """
        {"kind":"funding","exchange":"binance","pair":"\(pair)","at_ms":\(funding.atMs),\
        "rate":\(funding.rate ?? "null"),"mark_price":\(Self.text(funding.markPrice, decimals: decimals))}

        """
    }

    /// `units` of the last of so many decimals.
    static func text(_ units: Int, decimals: Int) -> String {
        let digits = String(units)
        let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
        guard decimals > 0 else { return padded + ".0" }
        return padded.dropLast(decimals) + "." + padded.suffix(decimals)
    }
}

extension Series.Candle {
    fileprivate func opening(at openMs: Int) -> Self {
        Self(openMs: openMs, open: open, high: high, low: low, close: close, volume: volume)
    }

    fileprivate func followed(by next: Self) -> Self {
        Self(
            openMs: openMs, open: open, high: max(high, next.high), low: min(low, next.low),
            close: next.close, volume: volume + next.volume)
    }

    /// The same so many units higher, with another volume.
    func moved(by units: Int, volume: Int) -> Self {
        Self(
            openMs: openMs, open: open + units, high: high + units, low: low + units,
            close: close + units, volume: volume)
    }

    /// Prices in whole multiples of `grid`.
    func rounded(to grid: Int) -> Self {
        func rounded(_ price: Int) -> Int { max(grid, (price + grid / 2) / grid * grid) }
        return Self(
            openMs: openMs, open: rounded(open), high: rounded(high), low: rounded(low),
            close: rounded(close), volume: volume)
    }
}
