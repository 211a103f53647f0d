/// What kind of market a case is traded on, and in which steps of time.
struct Mode: Hashable {
    /// A timeframe and its length.
    struct Frame: Hashable {
        let name: String
        let minutes: Int

        var milliseconds: Int { minutes * 60_000 }

        /// The start of the candle that holds an instant; weeks begin on Mondays, four days after 1970 did.
        func openMs(containing instant: Int) -> Int {
            let origin = minutes == 10_080 ? 4 * 86_400_000 : 0
            return (instant - origin) / milliseconds * milliseconds + origin
        }

        fileprivate init(_ name: String, _ minutes: Int) {
            (self.name, self.minutes) = (name, minutes)
        }
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
    /// There are more pairs than usual.
    let isBroad: Bool
    /// Parameter files lie beside the strategies.
    let hasParameterFiles: Bool
    /// What is traded on inside of it, nil for nothing.
    let detail: Frame?
    /// Longer candles that are there too; others are made of the shorter ones.
    let told: [Frame]
    /// What stakes, prices and profits are counted in.
    let currency: String
    /// `futures_funding_rate` of the configuration; nil where it says none.
    let fundingRate: String?

    /// Every other batch trades futures, every third one in detail.
    init(seed: UInt64, batch: UInt64) {
        var chance = Chance(seed: seed, batch, 5)
        isFutures = batch % 2 == 1
        if batch % 3 == 2 {
            let (whole, part) = chance.pick(Self.details)
            (frame, detail) = (Self.frame(whole), Self.frame(part))
        } else {
            (frame, detail) = (Self.frame(chance.pick(Self.traded)), nil)
        }
        let (own, inner) = (frame, detail)
        let longer = Self.frames.filter { Self.isLonger($0, own) }
        told = chance.happens(0.4) && inner == nil && !longer.isEmpty ? [chance.pick(longer)] : []
        isCross = isFutures && chance.happens(0.3)
        isStacking = chance.happens(0.15)
        ownFrame = chance.happens(0.15) ? Self.frame(chance.pick(Self.traded)) : frame
        let currencies = ["USDT", "USDT", "USDC"] + (isFutures ? [] : ["EUR", "BTC"])
        currency = chance.pick(currencies)
        let rates = ["0", "0.0001", "-0.0005", "0.002"]
        fundingRate = isFutures && chance.happens(0.3) ? chance.pick(rates) : nil
        isBroad = chance.happens(0.2)
        hasParameterFiles = chance.happens(0.15)
    }

    /// The candles that prices are invented for.
    var finest: Frame { detail ?? frame }

    /// How many of them are one of the strategy's.
    var parts: Int { frame.minutes / finest.minutes }

    /// What indicators may be computed on besides: of no candle at all freqtrade makes nothing.
    var longerFrames: [Frame] { Self.frames.filter { Self.isLonger($0, frame) } }

    private static func isLonger(_ longer: Frame, _ frame: Frame) -> Bool {
        longer.minutes > frame.minutes && longer.minutes % frame.minutes == 0
            && longer.minutes <= frame.minutes * 48
    }

    /// How many decimals a stake has: one in bitcoin is as large as another one.
    var stakeDecimals: Int { currency == "BTC" ? 4 : 0 }

    /// An amount of about so many dollars, in the stake currency.
    func money(_ dollars: Int) -> String {
        stakeDecimals == 0 ? "\(dollars)" : Series.text(dollars, decimals: stakeDecimals)
    }

    /// In freqtrade's words.
    var words: String {
        var words = [isFutures ? "futures" : "spot"]
        if isFutures { words.append(isCross ? "cross" : "isolated") }
        if isStacking { words.append("stacking") }
        if isBroad { words.append("broad") }
        if hasParameterFiles { words.append("parameters") }
        words.append(frame.name)
        if let detail { words.append("detail " + detail.name) }
        words.append(currency)
        return words.joined(separator: " ")
    }
}

extension Mode {
    private static let frames = [
        Frame("1m", 1), Frame("3m", 3), Frame("5m", 5), Frame("15m", 15), Frame("30m", 30),
        Frame("1h", 60), Frame("2h", 120), Frame("4h", 240), Frame("12h", 720),
        Frame("1d", 1_440), Frame("1w", 10_080),
    ]

    /// What people trade, the more of them the more often.
    private static let traded = [
        "5m", "5m", "5m", "5m", "1m", "3m", "15m", "15m", "30m", "1h", "1h", "2h", "4h", "1d",
    ]

    private static let details = [
        ("5m", "1m"), ("5m", "1m"), ("15m", "5m"), ("1h", "5m"), ("1h", "5m"), ("15m", "1m"),
        ("30m", "3m"), ("1h", "15m"), ("4h", "15m"), ("4h", "1h"), ("1d", "1h"),
    ]

    private static func frame(_ name: String) -> Frame {
        frames.first { $0.name == name } ?? frames[0]
    }
}
