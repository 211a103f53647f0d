internal import JSONL
internal import Market
internal import Records

/// Where bots, store and back-tests disagree: how much of what, then each break under its own address,
/// the worst first, a hundred to a page.
struct BreaksPage {
    let frame: Frame
    private let breaks: [Break]

    static let rowsPerPage = 100

    init(frame: Frame) {
        self.frame = frame
        breaks = Self.ranked(frame.content.breaks)
    }

    /// Where a break stands in the site, once breaks are ranked.
    static func paths(_ breaks: [Break]) -> [String: String] {
        Dictionary(
            ranked(breaks).enumerated().map { index, item in
                (item.id, path(index / rowsPerPage) + "#" + anchor(item.id))
            }, uniquingKeysWith: { first, _ in first })
    }

    var pages: [Page] {
        let count = max(1, (breaks.count + Self.rowsPerPage - 1) / Self.rowsPerPage)
        return (0..<count).map { page($0, of: count) }
    }

    /// The worst first, then by code; in the order of their recording within.
    private static func ranked(_ breaks: [Break]) -> [Break] {
        Break.Severity.allCases.reversed().flatMap { severity in
            let items = breaks.filter { $0.severity == severity }
            let codes = Set(items.map(\.code)).sorted()
            return codes.flatMap { code in items.filter { $0.code == code } }
        }
    }

    private static func path(_ index: Int) -> String {
        index == 0 ? "breaks/index.html" : "breaks/breaks-\(index + 1).html"
    }

    private func page(_ index: Int, of count: Int) -> Page {
        let first = index * Self.rowsPerPage
        let shown = Array(breaks.dropFirst(first).prefix(Self.rowsPerPage))
        let links = (0..<count).map { number -> JSONValue in
            [
                "label": .text(String(number + 1)),
                "href": .text(String(Self.path(number).dropFirst("breaks/".count))),
                "current": .boolean(number == index),
            ]
        }
        return frame.page(
            Self.path(index), template: "breaks",
            title: index == 0 ? "Breaks" : "Breaks, page \(index + 1)", section: "breaks",
            [
                ("lead", .text(lead)),
                (
                    "sections",
                    .list(
                        Break.Severity.allCases.reversed().compactMap { severity -> JSONValue? in
                            let items = shown.filter { $0.severity == severity }
                            guard !items.isEmpty else { return nil }
                            return section(severity, items)
                        })
                ), ("pages", count > 1 ? .list(links) : .null),
            ], tables: [("matrix", breaks.isEmpty || index > 0 ? nil : matrix)])
    }

    private var lead: String {
        let parties = "between the desk file, the bots' databases, the store and the back-tests"
        let compared = frame.content.compared.map { " Compared: \($0)." } ?? ""
        guard !breaks.isEmpty else {
            return compared.isEmpty
                ? "No comparison \(parties) is on record." : "No breaks \(parties).\(compared)"
        }
        let stand = breaks.count == 1 ? "break stands" : "breaks stand"
        return "\(breaks.count) \(stand) \(parties).\(compared)"
    }

    private var matrix: Table {
        let severities = Array(Break.Severity.allCases.reversed())
        let paths = Self.paths(frame.content.breaks)
        let codes = Set(breaks.map(\.code)).sorted()
        return Table(
            identifier: "matrix", caption: "How many breaks of each code and severity",
            columns: [.words("Code")]
                + severities.map { Table.Column(title: $0.rawValue) },
            rows: codes.map { code in
                let items = breaks.filter { $0.code == code }
                let first = items.first.flatMap { paths[$0.id] } ?? ""
                return Table.Row(
                    record: ("code", code),
                    cells: [.link(code, href: "../" + first)]
                        + severities.map { severity in
                            let count = items.filter { $0.severity == severity }.count
                            guard count > 0 else { return .nothing }
                            return .number(
                                Number(severity.rawValue, Double(count), unit: "count"))
                        })
            })
    }

    private func section(_ severity: Break.Severity, _ items: [Break]) -> JSONValue {
        [
            "severity": .text(severity.rawValue), "mark": .text(Finding.marks[severity] ?? ""),
            "breaks": .list(items.map(entry)),
        ]
    }

    private func entry(_ item: Break) -> JSONValue {
        [
            "id": .text(anchor(item.id)), "key": .text(item.id), "code": .text(item.code),
            "message": .text(item.message), "facts": .list(facts(item)),
            "numbers": .list(numbers(item)),
        ]
    }

    private func facts(_ item: Break) -> [JSONValue] {
        let facts: [(String, String?)] = [
            ("bot", item.bot), ("pair", item.pair), ("trade", item.tradeID.map(String.init)),
            ("opened", item.openMs.map { NumberText.minute($0) + " UTC" }), ("field", item.field),
            ("expected", item.expected), ("actual", item.actual),
        ]
        return facts.compactMap { name, words -> JSONValue? in
            guard let words else { return nil }
            return ["name": .text(name), "words": .text(words)]
        }
    }

    private func numbers(_ item: Break) -> [JSONValue] {
        let unit = item.field?.hasSuffix("_ms") == true ? " ms" : ""
        let currency = item.currency ?? ""
        let numbers: [(String, String, Double?, (Double) -> String)] = [
            ("difference", "delta", item.delta, { NumberText.significant($0) + unit }),
            ("tolerance", "tolerance", item.tolerance, { NumberText.significant($0) + unit }),
            (
                "money at risk", "money_at_risk", item.moneyAtRisk,
                { NumberText.text($0, unit: currency) }
            ),
        ]
        return numbers.compactMap { name, field, value, text -> JSONValue? in
            guard let value else { return nil }
            let number = Number(name: .field(field), value: value, text: text(value))
            return ["name": .text(name), "number": number.context]
        }
    }
}
