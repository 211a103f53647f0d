internal import YAML

extension StepDecoding {
    func retry(_ node: YAMLNode) throws(YAMLError) -> Step.Retry {
        var retry = Step.Retry()
        for entry in try node.entries(knowing: ["limit", "delay", "factor", "on"]) {
            switch entry.key {
            case "limit": retry.limit = try count(entry.value)
            case "delay": retry.delay = try duration(entry.value)
            case "factor": retry.factor = try factor(entry.value)
            default: retry.on = try statuses(entry.value)
            }
        }
        return retry
    }

    private func count(_ node: YAMLNode) throws(YAMLError) -> Int {
        let count = try node.integer()
        guard (0...1_000).contains(count) else {
            throw node.error("expected 0 to 1000 retries, this is \(count)")
        }
        return count
    }

    private func factor(_ node: YAMLNode) throws(YAMLError) -> Double {
        let factor = try node.number()
        guard (1...100).contains(factor) else {
            throw node.error("expected a factor of 1 to 100, this is \(factor)")
        }
        return factor
    }

    /// `30s`, `5m`, `2h`, `7d`.
    func duration(_ node: YAMLNode) throws(YAMLError) -> Duration {
        let units = ["s": 1, "m": 60, "h": 3_600, "d": 86_400]
        let text = try node.string()
        guard let unit = units[String(text.suffix(1))], text.utf8.count < 10,
            let number = Int(text.dropLast()), number >= 0, text.first != "+"
        else {
            throw node.error("expected a duration as 30s, 5m, 2h or 7d, this is \(node.summary)")
        }
        return .seconds(number * unit)
    }

    func statuses(_ node: YAMLNode) throws(YAMLError) -> Set<Int> {
        var statuses: Set<Int> = []
        for element in try node.list() {
            let status = try element.integer()
            guard (0...255).contains(status) else {
                throw element.error("an exit status is 0 to 255, this is \(status)")
            }
            statuses.insert(status)
        }
        return statuses
    }

    func word<Word: RawRepresentable & CaseIterable>(
        _ node: YAMLNode
    ) throws(YAMLError) -> Word where Word.RawValue == String {
        let text = try node.string()
        if let word = Word(rawValue: text) { return word }
        let words = Word.allCases.map(\.rawValue)
        throw node.error(
            "expected one of \(words.joined(separator: ", ")), this is \(node.summary)",
            hint: Spelling.nearest(to: text, among: words).map { "did you mean \"\($0)\"?" })
    }
}
