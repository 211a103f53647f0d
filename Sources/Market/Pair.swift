/// A traded pair in ccxt's spelling: `ETH/BTC`, or `XRP/USDT:USDT` for a linear swap.
public struct Pair: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let symbol: String

    /// - Throws: `MarketError.invalidPair` unless the text is `BASE/QUOTE` or `BASE/QUOTE:SETTLE`.
    public init(_ symbol: String) throws(MarketError) {
        guard Self.isPair(symbol.utf8.span) else { throw .invalidPair(symbol) }
        self.symbol = symbol
    }

    /// No pair: stands where one is still to be read.
    public static var unread: Pair { Pair() }

    private init() { symbol = "" }

    private static func isPair(_ bytes: Span<UInt8>) -> Bool {
        var slash: Int?
        for index in bytes.indices {
            let byte = bytes[index]
            guard byte > 0x20, byte < 0x7F else { return false }
            guard byte == UInt8(ascii: "/") else { continue }
            guard slash == nil else { return false }
            slash = index
        }
        guard let slash else { return false }
        return slash > 0 && slash + 1 < bytes.count
    }

    /// The currency that is bought and sold.
    public var base: String { String(symbol.prefix { $0 != "/" }) }

    /// The currency in which prices are said.
    public var quote: String {
        String(symbol.drop { $0 != "/" }.dropFirst().prefix { $0 != ":" })
    }

    /// The currency in which a swap is settled; nil for a spot pair.
    public var settle: String? {
        let parts = symbol.split(separator: ":", maxSplits: 1)
        return parts.count > 1 ? String(parts[1]) : nil
    }

    public var description: String { symbol }

    public static func < (left: Pair, right: Pair) -> Bool { left.symbol < right.symbol }
}
