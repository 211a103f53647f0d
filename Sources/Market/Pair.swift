/// A traded pair in ccxt's spelling: `ETH/BTC`, or `XRP/USDT:USDT` for a linear swap.
public struct Pair: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let symbol: String

    /// - Throws: `MarketError.invalidPair` unless the text is `BASE/QUOTE` or `BASE/QUOTE:SETTLE`.
    public init(_ symbol: String) throws(MarketError) {
        var (base, quote, slashes) = (0, 0, 0)
        for byte in symbol.utf8 {
            guard byte > 0x20, byte < 0x7F else { throw .invalidPair(symbol) }
            if byte == UInt8(ascii: "/") {
                slashes += 1
            } else if slashes == 0 {
                base += 1
            } else {
                quote += 1
            }
        }
        guard slashes == 1, base > 0, quote > 0 else { throw .invalidPair(symbol) }
        self.symbol = symbol
    }

    /// The currency that is bought and sold.
    public var base: String { String(symbol.prefix { $0 != "/" }) }

    /// The currency in which prices are said.
    public var quote: String {
        String(symbol.drop { $0 != "/" }.dropFirst().prefix { $0 != ":" })
    }

    public var description: String { symbol }

    public static func < (left: Pair, right: Pair) -> Bool { left.symbol < right.symbol }
}
