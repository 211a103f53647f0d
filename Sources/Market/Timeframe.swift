/// The length of a candle, in freqtrade's spelling: `1m`, `5m`, `1h`, `1d`, `1w`.
public struct Timeframe: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let minutes: Int

    public var milliseconds: Int { minutes * 60_000 }

    /// - Throws: `MarketError.invalidTimeframe` unless the text is a whole number and one of `m h d w`.
    public init(_ text: String) throws(MarketError) {
        var count = 0
        var unit: Int?
        for byte in text.utf8 {
            guard unit == nil, count <= 10_000 else { throw .invalidTimeframe(text) }
            if byte >= 0x30, byte <= 0x39 {
                count = count * 10 + Int(byte - 0x30)
            } else {
                unit = Self.minutes(of: byte)
                if unit == nil { throw .invalidTimeframe(text) }
            }
        }
        guard let unit, count > 0, count <= 10_000 else { throw .invalidTimeframe(text) }
        minutes = count * unit
    }

    private static func minutes(of unit: UInt8) -> Int? {
        switch unit {
        case UInt8(ascii: "m"): 1
        case UInt8(ascii: "h"): 60
        case UInt8(ascii: "d"): 1_440
        case UInt8(ascii: "w"): 10_080
        default: nil
        }
    }

    public var description: String {
        let (unit, length) =
            if minutes.isMultiple(of: 10_080) {
                ("w", 10_080)
            } else if minutes.isMultiple(of: 1_440) {
                ("d", 1_440)
            } else if minutes.isMultiple(of: 60) {
                ("h", 60)
            } else {
                ("m", 1)
            }
        return String(minutes / length) + unit
    }

    public static func < (left: Timeframe, right: Timeframe) -> Bool {
        left.minutes < right.minutes
    }
}
