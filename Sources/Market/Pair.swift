/// A traded pair in ccxt's spelling: `ETH/BTC`, or `XRP/USDT:USDT` for a linear swap.
public struct Pair: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let symbol: String

    /// - Throws: `MarketError.invalidPair` unless the text is `BASE/QUOTE` or `BASE/QUOTE:SETTLE`.
    public init(_ symbol: String) throws(MarketError) {
        let parts = symbol.utf8.split(
            separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }),
            symbol.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        else { throw .invalidPair(symbol) }
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
