/// A traded pair in ccxt's spelling: `ETH/BTC`, or `XRP/USDT:USDT` for a linear swap.
public struct Pair: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let symbol: String

    /// - Throws: `MarketError.invalidPair` unless the text is `BASE/QUOTE` or `BASE/QUOTE:SETTLE`, of letters of
    ///   any script (`哈基米/USDT`), digits and ASCII's signs.
    public init(_ symbol: String) throws(MarketError) {
        guard let isPlain = Self.parts(symbol.utf8.span), isPlain || Self.isOfLetters(symbol)
        else { throw .invalidPair(symbol) }
        self.symbol = symbol
    }

    /// No pair: stands where one is still to be read.
    public static var unread: Pair { Pair() }

    private init() { symbol = "" }

    /// Whether it is all ASCII; nil where one slash does not part it in two.
    private static func parts(_ bytes: Span<UInt8>) -> Bool? {
        var slash: Int?
        var isPlain = true
        for index in bytes.indices {
            let byte = bytes[index]
            guard byte > 0x20, byte != 0x7F else { return nil }
            if byte > 0x7F { isPlain = false }
            guard byte == UInt8(ascii: "/") else { continue }
            guard slash == nil else { return nil }
            slash = index
        }
        guard let slash, slash > 0, slash + 1 < bytes.count else { return nil }
        return isPlain
    }

    private static func isOfLetters(_ symbol: String) -> Bool {
        symbol.unicodeScalars.allSatisfy { scalar in
            let properties = scalar.properties
            return scalar.isASCII || properties.isAlphabetic || properties.numericType != nil
        }
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
