/// What is wrong with candles as people have them: shorter ones that begin late or end early, repeats, disorder.
struct FlawMaker {
    private var chance: Chance
    private let mode: Mode
    /// Of this bundle.
    private let isRagged: Bool
    private let isRepeating: Bool

    init(chance: Chance, mode: Mode) {
        (self.chance, self.mode) = (chance, mode)
        isRagged = self.chance.happens(0.5) && mode.detail != nil
        isRepeating = self.chance.happens(0.15)
    }

    mutating func spoil(_ series: inout Series) {
        if isRagged, chance.happens(0.7) { series.detailSpan = span(of: series.candles) }
        if isRepeating, chance.happens(0.7) { series.strays = strays(of: series.candles) }
    }

    /// In steps of the shorter candles, seldom of none of them.
    private mutating func span(of candles: [Series.Candle]) -> Range<Int>? {
        guard let first = candles.first?.openMs, let last = candles.last?.openMs else { return nil }
        let step = mode.finest.milliseconds
        let count = (last - first) / step
        let head = chance.happens(0.7) ? chance.whole(0...(count * 2 / 3)) : 0
        let tail = chance.happens(0.5) ? chance.whole(0...(count * 2 / 3)) : 0
        return (first + head * step)..<max(first + head * step, last + step - tail * step)
    }

    private mutating func strays(of candles: [Series.Candle]) -> [Series.Candle] {
        guard !candles.isEmpty else { return [] }
        return (0..<chance.whole(1...20)).map { _ in
            let candle = chance.pick(candles)
            guard chance.happens(0.8) else { return candle }
            return candle.moved(
                by: chance.whole(0...(candle.open / 50)), volume: chance.whole(0...9))
        }
    }
}
