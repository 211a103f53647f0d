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
        let sections = Break.Severity.allCases.reversed().compactMap { severity -> JSONValue? in
            let items = shown.filter { $0.severity == severity }
            guard !items.isEmpty else { return nil }
            return section(severity, items)
        }
        let tables = BreakTables(breaks: breaks, nowMs: nowMs)
        let isFirst = index == 0
        let (waived, resolved) = (frame.content.waived, frame.content.resolved)
        let list = tables.list(waived: waived, resolved: resolved)
        return frame.page(
            Self.path(index), template: "breaks",
            title: isFirst ? "Breaks" : "Breaks, page \(index + 1)", section: "breaks",
            [
                ("lead", .text(lead)), ("sections", .list(sections)),
                ("waived", entries(isFirst ? waived : [])),
                ("resolved", entries(isFirst ? resolved : [])),
                (
                    "waterfall",
                    isFirst && !frame.content.observations.isEmpty
                        ? .text("../" + LiveVersusBacktestPage.path) : .null
                ), ("csv", list.map { .text($0.stem + ".csv") } ?? .null),
                ("json", list.map { .text($0.stem + ".json") } ?? .null),
                ("pages", count > 1 ? links(count, current: index) : .null),
            ],
            tables: [
                ("ages", isFirst ? tables.ages : nil), ("money", isFirst ? tables.money : nil),
                ("matrix", breaks.isEmpty || !isFirst ? nil : matrix),
            ], deeper: list.map { [$0] } ?? [])
    }

    private func links(_ count: Int, current index: Int) -> JSONValue {
        .list(
            (0..<count).map { number in
                [
                    "label": .text(String(number + 1)),
                    "href": .text(String(Self.path(number).dropFirst("breaks/".count))),
                    "current": .boolean(number == index),
                ]
            })
    }

    /// When the breaks were compared; nil where nobody knows.
    private var nowMs: Int? { frame.content.reconciliation?.startedMs ?? frame.content.asOfMs }

    /// A section of breaks that do not stand; null where there is none.
    private func entries(_ breaks: [Break]) -> JSONValue {
        guard !breaks.isEmpty else { return .null }
        return ["breaks": .list(breaks.map { BreakEntry(item: $0, nowMs: nowMs).context })]
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
            "breaks": .list(items.map { BreakEntry(item: $0, nowMs: nowMs).context }),
        ]
    }
}
