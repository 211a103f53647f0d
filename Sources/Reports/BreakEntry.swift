internal import JSONL
internal import Market
internal import Records

/// All that a page says of one break: what it is, what both sides say, and what to do about it.
struct BreakEntry {
    let item: Break
    /// The instant from which ages count, Unix milliseconds UTC; nil says no age.
    let nowMs: Int?

    var context: JSONValue {
        [
            "id": .text(anchor(item.id)), "key": .text(item.id), "code": .text(item.code),
            "message": .text(item.message), "facts": .list(facts), "numbers": .list(numbers),
            "cause": item.cause.map(JSONValue.text) ?? .null,
            "command": item.command.map(JSONValue.text) ?? .null,
        ]
    }

    private var facts: [JSONValue] {
        let facts: [(String, String?)] = [
            ("bot", item.bot), ("pair", item.pair), ("trade", item.tradeID.map(String.init)),
            ("opened", item.openMs.map { NumberText.minute($0) + " UTC" }), ("field", item.field),
            ("expected", item.expected), ("actual", item.actual),
            ("first seen", item.history.map { NumberText.minute($0.firstSeenMs) + " UTC" }),
            ("age", age), ("waived because", item.waiver?.reason),
            ("waived until", item.waiver.map { NumberText.minute($0.untilMs) + " UTC" }),
            ("waived by", item.waiver?.by),
            (
                "gone since",
                item.history?.resolvedMs.map {
                    NumberText.minute($0) + " UTC" + (isNew ? ", the last run" : "")
                }
            ), ("id", item.id),
        ]
        return facts.compactMap { name, words -> JSONValue? in
            guard let words else { return nil }
            return ["name": .text(name), "words": .text(words)]
        }
    }

    private var isNew: Bool { item.history?.resolvedMs == nowMs }

    private var age: String? {
        guard let nowMs, let history = item.history, history.resolvedMs == nil else { return nil }
        return AgeBucket(ofMs: nowMs - history.firstSeenMs).rawValue
    }

    private var numbers: [JSONValue] {
        let unit = item.field?.hasSuffix("_ms") == true ? " ms" : ""
        let currency = item.currency ?? ""
        let numbers: [(String, String, Double?, (Double) -> String)] = [
            ("difference", "delta", item.delta, { NumberText.significant($0) + unit }),
            ("tolerance", "tolerance", item.tolerance, { NumberText.significant($0) + unit }),
            (
                "money at risk", "money_at_risk", item.moneyAtRisk,
                { NumberText.text($0, unit: currency) }
            ), ("confidence", "confidence", item.confidence, { NumberText.significant($0) }),
            (
                "times seen", "occurrences", item.history.map { Double($0.occurrences) },
                { NumberText.significant($0) }
            ),
        ]
        return numbers.compactMap { name, field, value, text -> JSONValue? in
            guard let value else { return nil }
            let number = Number(name: .field(field), value: value, text: text(value))
            return ["name": .text(name), "number": number.context]
        }
    }
}

/// How long a break has stood, as a table counts it.
enum AgeBucket: String, CaseIterable {
    case today = "under a day"
    case one = "1 day"
    case three = "2–3 days"
    case week = "4–7 days"
    case older = "over 7 days"
    case unknown = "not recorded"

    init(ofMs age: Int) {
        switch age / 86_400_000 {
        case ...0: self = .today
        case 1: self = .one
        case 2...3: self = .three
        case 4...7: self = .week
        default: self = .older
        }
    }
}
