internal import JSONL
internal import Market
internal import Records

/// freqtrade's `pair_blacklist`: regular expressions that match a whole pair, letter case aside.
struct PairPatterns {
    private let patterns: [Regex<AnyRegexOutput>]

    init(_ list: JSONValue?) throws(RecordError) {
        var patterns: [Regex<AnyRegexOutput>] = []
        for pattern in list?.array ?? [] {
            guard let text = pattern.string, let regex = try? Regex(text) else {
                throw RecordError(
                    field: "exchange.pair_blacklist",
                    message: "\"exchange.pair_blacklist\" has \(pattern.spoken), expected a pair "
                        + "or a regular expression such as \"BNB/.*\"")
            }
            patterns.append(regex.ignoresCase())
        }
        self.patterns = patterns
    }

    func match(_ pair: Pair) -> Bool {
        patterns.contains { (try? $0.wholeMatch(in: pair.symbol)) != nil }
    }
}
