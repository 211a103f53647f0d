/// What kind of market a case is traded on, and in which steps of time.
struct Mode: Hashable {
    /// A timeframe and its length.
    struct Frame: Hashable {
        let name: String
        let minutes: Int

        var milliseconds: Int { minutes * 60_000 }
    }

    let isFutures: Bool
    /// The whole wallet stands behind each position.
    let isCross: Bool
    /// A pair may have several trades.
    let isStacking: Bool
    /// What is traded.
    let frame: Frame
    /// What the strategies say they trade; another one is overridden by the configuration.
    let ownFrame: Frame
    /// What is traded on inside of it, nil for nothing.
    let detail: Frame?

    /// Every other batch trades futures, every third one in detail.
    init(seed: UInt64, batch: UInt64) {
        var chance = Chance(seed: seed, batch, 5)
        isFutures = batch % 2 == 1
        let (minute, five) = (Frame(name: "1m", minutes: 1), Frame(name: "5m", minutes: 5))
        let (quarter, hour) = (Frame(name: "15m", minutes: 15), Frame(name: "1h", minutes: 60))
        if batch % 3 == 2 {
            (frame, detail) = chance.pick([(five, minute), (hour, five), (quarter, five)])
        } else {
            (frame, detail) = (chance.pick([five, five, minute, quarter, hour]), nil)
        }
        isCross = isFutures && chance.happens(0.3)
        isStacking = chance.happens(0.15)
        ownFrame = chance.happens(0.15) ? minute : frame
    }

    /// The candles that prices are invented for.
    var finest: Frame { detail ?? frame }

    /// How many of them are one of the strategy's.
    var parts: Int { frame.minutes / finest.minutes }

    /// In freqtrade's words.
    var words: String {
        var words = [isFutures ? "futures" : "spot"]
        if isFutures { words.append(isCross ? "cross" : "isolated") }
        if isStacking { words.append("stacking") }
        words.append(frame.name)
        if let detail { words.append("detail " + detail.name) }
        return words.joined(separator: " ")
    }
}
