/// What a strategy gives names to: parameters that a hyperopt might turn, and indicators. Whoever writes an
/// expression asks here for its parts, and what is asked for under a name is declared once.
final class NameBook {
    private var chance: Chance
    private let namesParameters: Bool
    private let namesIndicators: Bool
    /// As lines below `parameters:` and `indicators:`.
    private var parameters: [String] = []
    private var indicators: [String] = []
    private var columns: [String] = []

    init(chance: Chance) {
        self.chance = chance
        namesParameters = self.chance.happens(0.4)
        namesIndicators = self.chance.happens(0.3)
    }

    /// A whole number, or the name of an integer parameter around it.
    func whole(_ range: ClosedRange<Int>, _ space: String? = nil) -> String {
        let number = chance.whole(range)
        guard namesParameters, chance.happens(0.3) else { return "\(number)" }
        let most = max(number, min(range.upperBound, number + chance.whole(1...30)))
        return declare(
            space, "type: integer, low: \(range.lowerBound), high: \(most), default: \(number)")
    }

    /// A number with so many decimals, or the name of a decimal parameter.
    func decimal(_ range: ClosedRange<Double>, _ digits: Int, _ space: String? = nil) -> String {
        let number = chance.decimal(range, digits)
        guard namesParameters, chance.happens(0.3) else { return number }
        return declare(
            space,
            "type: decimal, low: \(range.lowerBound), high: \(range.upperBound), "
                + "decimals: \(digits), default: \(number)")
    }

    /// The condition, mostly as it is; or where a flag or a choice among two says so.
    func condition(_ text: String, or other: () -> String) -> String {
        guard namesParameters, chance.happens(0.2) else { return text }
        if chance.happens(0.5) {
            let flag = declare(nil, "type: boolean, default: \(chance.happens(0.5))")
            return chance.pick(["(\(flag) or \(text))", "(not \(flag) or \(text))"])
        }
        let choice = chance.pick(["left", "right"])
        let name = declare(nil, "type: categorical, choices: [left, right], default: \(choice)")
        return "(if \(name) == \"left\" then \(text) else \(other()))"
    }

    /// The call of an indicator, or the name that it is given; `a(…).b` keeps its `.b`.
    func indicator(_ call: String) -> String {
        guard namesIndicators, chance.happens(0.4) else { return call }
        if !columns.isEmpty, chance.happens(0.2) {
            let column = chance.pick(columns)
            return name(
                chance.pick(["ema(\(column), 5)", "\(column)[1]", "rolling_max(\(column), 7)"]))
        }
        guard let end = call.lastIndex(of: ")") else { return call }
        let output = call[call.index(after: end)...]
        return name(String(call[...end]), hasOutputs: !output.isEmpty) + output
    }

    private func name(_ expression: String, hasOutputs: Bool = false) -> String {
        let name = "column_" + Self.twoDigits(indicators.count)
        indicators.append("\(name): '\(expression)'")
        if !hasOutputs { columns.append(name) }
        return name
    }

    private func declare(_ space: String?, _ words: String) -> String {
        let space = space ?? chance.pick(["buy", "sell", "enter", "exit"])
        let name = space + "_" + Self.twoDigits(parameters.count)
        parameters.append("\(name): {\(words)}")
        return name
    }

    private static func twoDigits(_ number: Int) -> String {
        number < 10 ? "0\(number)" : "\(number)"
    }

    /// The declarations that `text`, or another one of them, speaks of.
    func declarations(for text: String) -> [Draft.Part] {
        var text = text
        func spokenOf(_ lines: [String]) -> [String] {
            let found = lines.reversed().filter { line in
                guard text.contains(line.prefix { $0 != ":" }) else { return false }
                text += line
                return true
            }
            return found.reversed()
        }
        let indicators = spokenOf(indicators)
        let parameters = spokenOf(parameters)
        return [("parameters:", parameters), ("indicators:", indicators)]
            .filter { !$0.1.isEmpty }.map { .init(head: $0.0, items: $0.1) }
    }
}
