/// The length of a candle, in freqtrade's spelling: `1m`, `5m`, `1h`, `1d`, `1w`.
public struct Timeframe: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let minutes: Int

    public var milliseconds: Int { minutes * 60_000 }

    /// - Throws: `MarketError.invalidTimeframe` unless the text is a whole number and one of `m h d w`.
    public init(_ text: String) throws(MarketError) {
        guard let minutes = Self.minutes(text.utf8.span) else { throw .invalidTimeframe(text) }
        self.minutes = minutes
    }

    /// No timeframe: stands where one is still to be read.
    public static var unread: Timeframe { Timeframe(minutes: 0) }

    private init(minutes: Int) { self.minutes = minutes }

    private static func minutes(_ text: Span<UInt8>) -> Int? {
        var count = 0
        for index in text.indices.dropLast() {
            guard text[index] >= 0x30, text[index] <= 0x39, count <= 10_000 else { return nil }
            count = count * 10 + Int(text[index] - 0x30)
        }
        guard count > 0, count <= 10_000, let unit = minutes(of: text[text.count - 1]) else {
            return nil
        }
        return count * unit
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
        // Those of nearly all trades need not be put together.
        switch minutes {
        case 1: return "1m"
        case 5: return "5m"
        case 15: return "15m"
        case 60: return "1h"
        default: break
        }
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
