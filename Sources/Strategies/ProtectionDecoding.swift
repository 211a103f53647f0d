internal import YAML

/// Reads the `protections` of a strategy file.
struct ProtectionDecoding {
    /// What settings may follow.
    let parameters: [Parameter]

    private static let common = [
        "method", "when", "stop_duration_candles", "stop_duration", "lookback_period_candles",
        "lookback_period", "unlock_at",
    ]
    private static let keys = [
        "CooldownPeriod": [
            "method", "when", "stop_duration_candles", "stop_duration", "unlock_at",
        ],
        "StoplossGuard": common + [
            "trade_limit", "only_per_pair", "only_per_side", "required_profit",
        ],
        "MaxDrawdown": common + ["trade_limit", "max_allowed_drawdown", "calculation_mode"],
        "LowProfitPairs": common + [
            "trade_limit", "required_profit", "only_per_pair", "only_per_side",
        ],
    ]

    func protections(_ node: YAMLNode?) throws(YAMLError) -> [Protection] {
        var protections: [Protection] = []
        for element in try node?.list() ?? [] {
            let methodNode = try element.required("method")
            let method = try methodNode.string()
            guard let known = Self.keys[method] else {
                throw methodNode.error(
                    "unknown protection \"\(method)\"",
                    hint: "known: " + Self.keys.keys.sorted().joined(separator: ", "))
            }
            var settings: [String: Protection.Setting] = [:]
            for entry in try element.entries(knowing: known)
            where !["method", "when"].contains(entry.key) {
                if let parameter = try followed(entry) {
                    settings[entry.key] = parameter
                } else {
                    settings[entry.key] = try Self.setting(entry)
                }
            }
            for (one, other) in Self.exclusive where settings[one] != nil && settings[other] != nil
            {
                throw element.error("\(one) and \(other) exclude each other")
            }
            protections.append(
                Protection(method: method, settings: settings, condition: try condition(element)))
        }
        return protections
    }

    /// The parameter that a setting follows; nil where it is no name.
    private func followed(_ entry: YAMLEntry) throws(YAMLError) -> Protection.Setting? {
        guard !["unlock_at", "calculation_mode"].contains(entry.key),
            let name = try? entry.value.string(),
            let parameter = parameters.first(where: { $0.name == name })
        else { return nil }
        let isFlag = ["only_per_pair", "only_per_side"].contains(entry.key)
        switch (parameter.domain, isFlag) {
        case (.boolean, true), (.integer, false), (.decimal, false): return .parameter(name)
        default:
            throw entry.value.error(
                "\(entry.key) cannot follow \"\(name)\"",
                hint: isFlag ? "a boolean can stand here" : "an integer or a decimal can stand here"
            )
        }
    }

    private func condition(_ element: YAMLNode) throws(YAMLError) -> String? {
        guard let node = element["when"] else { return nil }
        let name = try node.string()
        let flags = parameters.filter { $0.domain == .boolean }.map(\.name)
        guard flags.contains(name) else {
            throw node.error(
                "expected the name of a boolean parameter, this is \(node.summary)",
                hint: Spelling.nearest(to: name, among: flags).map { "did you mean \"\($0)\"?" })
        }
        return name
    }

    /// What freqtrade does not allow together either.
    private static let exclusive = [
        ("stop_duration", "stop_duration_candles"), ("lookback_period", "lookback_period_candles"),
        ("unlock_at", "stop_duration"), ("unlock_at", "stop_duration_candles"),
    ]

    private static func setting(_ entry: YAMLEntry) throws(YAMLError) -> Protection.Setting {
        switch entry.key {
        case "only_per_pair", "only_per_side": return .boolean(try entry.value.boolean())
        case "unlock_at":
            guard let minute = Self.minuteOfDay(try entry.value.string()) else {
                throw entry.value.error(
                    "expected a time of the day, this is \(entry.value.summary)",
                    hint: "unlock_at: \"07:30\"")
            }
            return .number(Double(minute))
        case "calculation_mode":
            let mode = try entry.value.string()
            guard ["ratios", "equity"].contains(mode) else {
                throw entry.value.error("expected ratios or equity, this is \(entry.value.summary)")
            }
            return .text(mode)
        default: return .number(try entry.value.number())
        }
    }

    /// Minutes since midnight UTC of `07:30`, nil for anything else.
    private static func minuteOfDay(_ text: String) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ (1...2).contains($0.utf8.count) }),
            let hour = Int(parts[0]), let minute = Int(parts[1]), (0...23).contains(hour),
            (0...59).contains(minute)
        else { return nil }
        return hour * 60 + minute
    }
}
