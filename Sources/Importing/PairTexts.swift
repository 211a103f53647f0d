internal import JSONL
internal import Strategies

/// What the trading configuration decides: its settings, and which pairs a text can be.
extension Interpreter {
    /// A setting of the configuration, as `self.config["stake_currency"]` asks for it.
    func configured(_ key: String) -> Value? {
        if key == "runmode" { return .library("config.runmode") }
        switch configuration?[key] {
        case .text(let text): return .text(text)
        case .integer(let number): return .integer(number)
        case .number(let number): return .number(number)
        case .boolean(let flag): return .boolean(flag)
        default: return key == "timeframe" ? state.attributes[key] : nil
        }
    }

    /// `self.config.get("stake_currency", default)`
    func configuration(_ name: String, _ arguments: Arguments) -> Value {
        let key = arguments.positional.first?.constantText ?? ""
        guard name == "get" else {
            return unknown(arguments.node, "config.\(name) is not translated")
        }
        return configured(key)
            ?? (configuration == nil ? nil : arguments.at(1, "default") ?? Value.none)
            ?? unknown(
                arguments.node, "config[\"\(key)\"] is the configuration's",
                hint: "--config gives it")
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
