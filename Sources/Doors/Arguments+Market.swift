public import CLI
public import Market

extension Arguments {
    /// The values of `--pair`, each once.
    ///
    /// - Throws: `Diagnostic` for a text that is no pair.
    public func pairs() throws(Diagnostic) -> [Pair] {
        var pairs: [Pair] = []
        for text in values("pair") {
            guard let pair = try? Pair(text) else {
                throw Diagnostic(
                    .usage, "--pair: \"\(text)\" is no pair", hint: "write BASE/QUOTE: BTC/USDT")
            }
            if !pairs.contains(pair) { pairs.append(pair) }
        }
        return pairs
    }
}
