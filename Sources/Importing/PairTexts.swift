internal import JSONL
internal import Strategies

/// What the trading configuration decides: its settings, and which pairs a text can be.
extension Interpreter {
    /// A setting of the configuration, as `self.config["stake_currency"]` asks for it.
    func configured(_ key: String) -> Value? {
        switch configuration?[key] {
        case .text(let text): .text(text)
        case .integer(let number): .integer(number)
        case .number(let number): .number(number)
        case .boolean(let flag): .boolean(flag)
        default: nil
        }
    }

    /// A question about the pair's text, as the pairs of the configuration that answer yes.
    func method(_ name: String, ofPair arguments: Arguments) -> Value {
        let node = arguments.node
        let pairs = configuration?["exchange"]?["pair_whitelist"]?.array ?? []
        guard let part = arguments.positional.first?.constantText,
            name == "startswith" || name == "endswith", !pairs.isEmpty
        else {
            return unknown(
                node, "the pair's text is only compared in expressions",
                hint: "with --config, startswith and endswith become the pairs that are meant")
        }
        note(node, "the pairs of the configuration are meant, and no others", .caution)
        let meant = pairs.compactMap(\.string).filter {
            name == "startswith" ? $0.hasPrefix(part) : $0.hasSuffix(part)
        }
        let whole = meant.reduce(Quantity.condition(false)) { whole, pair in
            let shape: Program.Shape = isHook ? .trade : .scalar
            let isThis = Quantity(
                .binary(.equal, .name("pair"), .text(pair)), .condition, shape)
            return .or(whole, isThis) ?? whole
        }
        return .quantity(whole)
    }
}
