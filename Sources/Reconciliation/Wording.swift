internal import Market
internal import Records

/// A number as people write it: shortest form that reads back, without a trailing `.0`.
func plain(_ number: Double) -> String {
    let text = "\(number)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
}

/// The change from `expected` to `actual` with its sign: `+2.4 %`; two digits after the point.
func percent(from expected: Double, to actual: Double) -> String {
    guard expected != 0 else { return "from nothing" }
    let hundredths = ((actual / expected - 1) * 10_000).rounded()
    guard hundredths != 0 else { return actual > expected ? "+<0.01 %" : "-<0.01 %" }
    return (hundredths > 0 ? "+" : "") + plain(hundredths / 100) + " %"
}

/// A ratio as people say it: `0.1 %`.
func percentage(_ ratio: Double) -> String { plain((ratio * 1e8).rounded() / 1e6) + " %" }

/// An instant as RFC 3339.
func instant(_ milliseconds: Int) -> String { Timestamp(milliseconds: milliseconds).description }

/// A length of time in its largest whole units: `1h 5m`, `40s`, `250ms`.
func duration(_ milliseconds: Int) -> String {
    var rest = abs(milliseconds)
    var words: [String] = []
    for (unit, length) in [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000)]
    where rest >= length {
        words.append("\(rest / length)\(unit)")
        rest %= length
    }
    if rest > 0 || words.isEmpty { words.append("\(rest)ms") }
    return words.prefix(2).joined(separator: " ")
}

extension Trade {
    /// `Trade 41 on ETH/USDT`.
    var spoken: String { "Trade \(tradeID) on \(pair)" }

    /// `ETH/USDT long at 2026-08-03T10:00:00Z`.
    var entrySpoken: String { "\(pair) \(side.rawValue) at \(instant(openMs))" }

    /// The most that was staked, stake currency.
    var stake: Double { maxStakeAmount ?? stakeAmount }

    /// The pair's settlement currency, in which stakes and profits are said.
    var currency: String {
        pair.symbol.split(separator: ":").last.map(String.init).flatMap {
            $0.contains("/") ? nil : $0
        } ?? pair.quote
    }
}
