public import Market

/// What the name of a file in freqtrade's data folder says: `ETH_BTC-5m.feather`, or
/// `futures/XRP_USDT_USDT-5m-futures.feather`.
public struct CandleFileName: Hashable, Sendable {
    /// How candles are packed, the one preferred first: feather is freqtrade's own habit.
    public enum Format: String, CaseIterable, Comparable, Sendable {
        case feather, json
        case jsonGzip = "json.gz"

        public static func < (left: Format, right: Format) -> Bool {
            let order = allCases
            return (order.firstIndex(of: left) ?? 0) < (order.firstIndex(of: right) ?? 0)
        }
    }

    /// What a name stands for.
    public enum Meaning: Hashable, Sendable {
        case candles(Pair, Timeframe, Format)
        /// Prices at which a future's positions are valued, and what their holders pay each other.
        case markPrices(Pair, Timeframe, Format)
        case fundingRates(Pair, Timeframe, Format)
        /// Candles that are not read: of what, in what form, and what to do about it.
        case refused(Pair, Timeframe?, form: String, hint: String)
        /// Something of freqtrade's that nobody expects to be read.
        case passedOver(String)
        /// No file of candles.
        case other
    }

    public let text: String
    public let meaning: Meaning

    /// `text` may name folders before the file.
    public init(_ text: String) {
        self.text = text
        meaning = Self.meaning(text.split(separator: "/").last.map(String.init) ?? "")
    }

    private static func meaning(_ text: String) -> Meaning {
        guard let (stem, ending) = split(text) else { return .other }
        if stem.hasSuffix("-trades") { return .passedOver("trades") }
        // PAIR-TIMEFRAME, or PAIR-TIMEFRAME-KIND for everything that is not spot.
        let parts = stem.split(separator: "-", omittingEmptySubsequences: false)
        guard let index = parts.lastIndex(where: isTimeframe), index > 0 else { return .other }
        let names = parts[..<index].joined(separator: "-").split(separator: "_", maxSplits: 2)
        let kind = parts[(index + 1)...].joined(separator: "-")
        let symbol =
            names.prefix(2).joined(separator: "/") + (names.count > 2 ? ":\(names[2])" : "")
        guard let pair = try? Pair(symbol) else { return .other }
        let timeframe = try? Timeframe(String(parts[index]))
        guard let timeframe else { return .passedOver("candles of \(parts[index])") }
        guard let format = Format(rawValue: ending) else {
            let name = ending == "h5" ? "hdf5" : ending
            return .refused(
                pair, timeframe, form: name,
                hint: "freqtrade convert-data --format-from \(name) --format-to feather")
        }
        switch (kind, names.count > 2) {
        case ("", false), ("futures", true): return .candles(pair, timeframe, format)
        case ("mark", true): return .markPrices(pair, timeframe, format)
        case ("funding_rate", true): return .fundingRates(pair, timeframe, format)
        case ("index", true), ("premiumIndex", true): return .passedOver("\(kind) prices")
        default:
            return .refused(
                pair, timeframe, form: "\(kind.isEmpty ? "spot" : kind) of \(pair)",
                hint: "spot pairs are BASE_QUOTE-5m, futures BASE_QUOTE_SETTLE-5m-futures")
        }
    }

    private static func split(_ text: String) -> (stem: String, ending: String)? {
        for ending in Format.allCases.map(\.rawValue) + ["h5", "parquet"]
        where text.hasSuffix("." + ending) {
            return (String(text.dropLast(ending.utf8.count + 1)), ending)
        }
        return nil
    }

    private static func isTimeframe(_ part: Substring) -> Bool {
        let digits = part.prefix { $0.isASCII && $0.isNumber }
        let unit = part[digits.endIndex...]
        return !digits.isEmpty && ["m", "h", "d", "w", "M", "Mo", "mo", "y"].contains(unit)
    }
}
