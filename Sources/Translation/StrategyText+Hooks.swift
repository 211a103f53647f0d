internal import Strategies

/// The call-backs of the class, and what they ask the class for.
extension StrategyText {
    mutating func hooks() {
        let first = lines.count
        for hook in strategy.hookNames { self.hook(hook) }
        let written = lines[first...]
        if written.contains(where: { $0.contains("self.last_candle(") }) {
            add("", "    def last_candle(self, pair):")
            add("        return self.dp.get_analyzed_dataframe(pair, self.timeframe)[0].iloc[-1]")
        }
        if written.contains(where: { $0.contains("self.kept(") }) {
            let members = strategy.customData.map { datum in
                let name = PythonWords.literal(datum.name)
                return "\(name): trade.get_custom_data(\(name), \(standard(of: datum)))"
            }
            add("", "    def kept(self, trade):")
            add("        return {\(members.joined(separator: ", "))}")
        }
        guard written.contains(where: { $0.contains("self.ago(") }) else { return }
        add("", "    def ago(self, pair, column, count):")
        add("        values = self.dp.get_analyzed_dataframe(pair, self.timeframe)[0][column]")
        add("        is_there = 0 <= count < len(values)")
        add("        return float(values.iloc[-1 - int(count)]) if is_there else np.nan")
    }

    private func standard(of datum: CustomDatum) -> String {
        guard let standard = datum.standard else { return "np.nan" }
        return datum.isCondition
            ? PythonWords.literal(standard == 1) : PythonWords.literal(standard)
    }

    private mutating func hook(_ hook: Hook) {
        var writer = writer
        writer.hook = hook
        // What is read of custom data was read before: the order of these lines means nothing.
        var body: [String] = strategy.customData.compactMap { datum in
            guard let node = datum.changes[hook] else { return nil }
            let value = "\(datum.isCondition ? "bool" : "float")(\(writer.phrase(node).text))"
            return "        trade.set_custom_data(\(PythonWords.literal(datum.name)), \(value))"
        }
        if hook == .customExit {
            for exit in strategy.customExits {
                body.append("        if \(writer.phrase(exit.node).text):")
                body.append("            return \(PythonWords.literal(exit.tag ?? "custom_exit"))")
            }
            body.append("        return None")
        } else if hook == .adjustTradePosition {
            body += adjustments(writer)
        } else if let node = strategy.hooks[hook] {
            let answer = writer.phrase(node).text
            body.append(
                hook.isCondition
                    ? "        return bool(\(answer))"
                    : "        return known(\(answer), \(hook.standard))")
        }
        add("", "    def \(hook.rawValue)(self, \(hook.arguments)):")
        if body.contains(where: { $0.contains("last[") }) {
            add("        last = self.last_candle(\(hook.pairName))")
        }
        if body.contains(where: { $0.contains("kept[") }) {
            add("        kept = self.kept(trade)")
        }
        lines += body
    }

    /// The first rule that holds gives the stake and the order's tag.
    private func adjustments(_ writer: ExpressionWriter) -> [String] {
        var body: [String] = []
        for rule in strategy.adjustments {
            let stake = "known(\(writer.phrase(rule.stake).text), None)"
            let tag = rule.tag.map { ", \(PythonWords.literal($0))" } ?? ""
            guard let condition = rule.condition else { return ["        return \(stake)\(tag)"] }
            body.append("        if \(writer.phrase(condition).text):")
            body.append("            return \(stake)\(tag)")
        }
        return body + ["        return None"]
    }
}
