internal import JSONL
internal import Records

/// A number as a template shows it: the text for people, and beside it the number itself, as short
/// as reads back to the same Double, under the name by which the store knows it.
struct Number {
    /// The attributes that name it: `data-measure` for measures, `data-field` for records, and
    /// `data-at` beside it for a point of the equity curve.
    enum Name {
        case measure(String)
        case field(String)
        case point(String, atMs: Int)
    }

    /// How its text comes about, when it is asked for.
    private enum Spelling {
        case given(String)
        case unit(String, isSigned: Bool)
        case decimals(Int, isSigned: Bool)
    }

    let name: Name
    let value: Double?
    private let spelling: Spelling
    /// Why there is no value.
    var reason: String
    /// `up` and `down` colour results; empty for what is neither good nor bad.
    var tone: String
    /// Kept as an integer in its record: an instant or a count.
    var isWhole: Bool

    /// Whether the reason says all there is to say: nothing is missing, it has not happened yet.
    private var isState: Bool { reason == "ongoing" || reason == "open" }

    private init(
        _ name: Name, _ value: Double?, _ spelling: Spelling, reason: String, tone: String,
        isWhole: Bool
    ) {
        (self.name, self.value, self.spelling) = (name, value, spelling)
        (self.reason, self.tone, self.isWhole) = (reason, tone, isWhole)
    }

    init(
        name: Name, value: Double?, text: String, reason: String = "", tone: String = "",
        isWhole: Bool = false
    ) {
        self.init(name, value, .given(text), reason: reason, tone: tone, isWhole: isWhole)
    }

    /// The number for people; empty where there is none.
    var text: String {
        switch (spelling, value) {
        case (.given(let text), _): return text
        case (_, nil): return ""
        case (.unit(let unit, let isSigned), let value?):
            return NumberText.text(value, unit: unit, isSigned: isSigned)
        case (.decimals(let count, let isSigned), let value?):
            let text = NumberText.fixed(value, count)
            return isSigned && value > 0 ? "+" + text : text
        }
    }

    var context: JSONValue {
        let (kind, name, at): (String, String, JSONValue) =
            switch self.name {
            case .measure(let name): ("measure", name, .null)
            case .field(let name): ("field", name, .null)
            case .point(let name, let atMs): ("field", name, .integer(atMs))
            }
        return .object([
            .init("kind", .text(kind)), .init("name", .text(name)), .init("at", at),
            .init("value", value.map { .text(Self.plain($0)) } ?? .null),
            .init("text", .text(text)), .init("reason", .text(reason)),
            .init("tone", .text(tone)), .init("state", .boolean(isState)),
        ])
    }

    /// The number as its record holds it, in JSON's digits; nil where it is not defined.
    var digits: String? {
        guard let value else { return nil }
        return (isWhole ? Int(exactly: value)?.description : nil) ?? Self.plain(value)
    }

    /// Shortest round trip, as JSON prints it.
    static func plain(_ value: Double) -> String { value.isFinite ? shortest(value) : "null" }
}

extension Number {
    /// A field of a record; its sign is shown and coloured where it is a result.
    init(
        _ field: String, _ value: Double?, unit: String, isResult: Bool = false,
        reason: String = "none"
    ) {
        self.init(
            .field(field), value, .unit(unit, isSigned: isResult), reason: reason,
            tone: isResult ? Self.tone(of: value) : "",
            isWhole: unit == "count" || unit == "instant")
    }

    /// A field of a record with so many decimals.
    init(_ field: String, _ value: Double?, decimals: Int, isResult: Bool, reason: String) {
        self.init(
            .field(field), value, .decimals(decimals, isSigned: isResult), reason: reason,
            tone: isResult ? Self.tone(of: value) : "", isWhole: false)
    }

    /// How many records there are, or another count that any reader can repeat.
    static func count(_ field: String, _ count: Int) -> Number {
        Number(field, Double(count), unit: "count")
    }

    /// The day of an instant, Unix milliseconds.
    static func day(_ field: String, _ milliseconds: Int) -> Number {
        Number(
            name: .field(field), value: Double(milliseconds), text: NumberText.day(milliseconds),
            isWhole: true)
    }

    init(_ measure: Measure) {
        let isResult = Self.results.contains(MeasureName(parsing: measure.name).base)
        let text = measure.value.map {
            NumberText.text($0, unit: measure.unit, isSigned: isResult)
        }
        self.init(
            name: .measure(measure.name), value: measure.value, text: text ?? "",
            reason: measure.reason ?? "not recorded",
            tone: isResult ? Self.tone(of: measure.value) : "")
    }

    private static func tone(of value: Double?) -> String {
        guard let value, value != 0 else { return "" }
        return value > 0 ? "up" : "down"
    }

    /// Measures whose sign is the news.
    private static let results: Set<String> = [
        "profit_total_abs", "profit_total", "cagr", "expectancy", "profit_mean", "profit_median",
        "equity_return", "benchmark_return", "market_change", "month_return", "best_day_ratio",
        "worst_day_ratio", "backtest_best_day", "backtest_worst_day", "backtest_best_day_abs",
        "backtest_worst_day_abs", "alpha", "max_drawdown_high", "max_drawdown_low",
    ]
}

/// The measures of one run, by name, with what their names mean.
struct Sheet {
    private let byName: [String: Measure]
    /// Those of `measures` that speak of a group, in their order.
    private let grouped: [MeasureName]
    private let definitions: [MeasureDefinition]
    /// In the order in which they were stored.
    let measures: [Measure]

    init(_ measures: [Measure], _ definitions: [MeasureDefinition]) {
        self.measures = measures
        self.definitions = definitions
        grouped = measures.filter { $0.name.utf8.last == UInt8(ascii: "}") }.map {
            MeasureName(parsing: $0.name)
        }
        byName = Dictionary(measures.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    subscript(name: String) -> Measure? { byName[name] }

    func value(_ name: String) -> Double? { byName[name]?.value }

    /// The measure as a number; one that nobody stored is not available either.
    func number(_ name: String) -> Number {
        byName[name].map(Number.init)
            ?? Number(name: .measure(name), value: nil, text: "", reason: "not recorded")
    }

    /// Groups under a label, such as every pair, in the order in which they were stored.
    func groups(of label: String) -> [String] {
        var (groups, seen) = ([String](), Set<String>())
        for name in grouped {
            if name.label == label, let group = name.group, seen.insert(group).inserted {
                groups.append(group)
            }
        }
        return groups
    }

    func title(_ name: String) -> String {
        definitions.first { $0.name == name }?.title ?? name
    }

    /// A labelled number: name, link to its definition and value.
    func entry(_ name: String, root: String, title: String? = nil) -> JSONValue {
        let isDefined = definitions.contains { $0.name == name }
        return [
            "title": .text(title ?? self.title(name)),
            "href": isDefined
                ? .text(root + "methods/index.html#" + anchor(name)) : .null,
            "number": number(name).context,
        ]
    }

    /// Every whole-run measure of a chapter.
    func chapters(root: String) -> [JSONValue] {
        var names: [String] = []
        for definition in definitions where !names.contains(definition.chapter) {
            names.append(definition.chapter)
        }
        return names.compactMap { chapter -> JSONValue? in
            let entries = definitions.filter { $0.chapter == chapter && byName[$0.name] != nil }
            guard !entries.isEmpty else { return nil }
            return [
                "chapter": .text(chapter),
                "entries": .list(entries.map { entry($0.name, root: root) }),
            ]
        }
    }
}

/// A name as an anchor: letters, digits, dots, underscores and dashes alone.
func anchor(_ name: String) -> String {
    String(
        name.unicodeScalars.map { scalar -> Character in
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9", ".", "_", "-": Character(scalar)
            default: "-"
            }
        })
}
