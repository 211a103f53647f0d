/// The length of a candle, in freqtrade's spelling: `1m`, `5m`, `1h`, `1d`, `1w`.
public struct Timeframe: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let minutes: Int

    public var milliseconds: Int { minutes * 60_000 }

    /// - Throws: `MarketError.invalidTimeframe` unless the text is a whole number and one of `m h d w`.
    public init(_ text: String) throws(MarketError) {
        let unit: Int? =
            switch text.utf8.last {
            case UInt8(ascii: "m"): 1
            case UInt8(ascii: "h"): 60
            case UInt8(ascii: "d"): 1_440
            case UInt8(ascii: "w"): 10_080
            default: nil
            }
        guard let unit, text.utf8.dropLast().allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }),
            let count = Int(text.dropLast()), count > 0, count <= 10_000
        else { throw .invalidTimeframe(text) }
        minutes = count * unit
    }

    public var description: String {
        for (unit, length) in [("w", 10_080), ("d", 1_440), ("h", 60)]
        where minutes.isMultiple(of: length) {
            return "\(minutes / length)\(unit)"
        }
        return "\(minutes)m"
    }

    public static func < (left: Timeframe, right: Timeframe) -> Bool {
        left.minutes < right.minutes
    }
}
