internal import JSONL
internal import Market
internal import Records

/// Where bots, store and back-tests disagree: how much of what, then each break under its own address.
struct BreaksPage {
    let frame: Frame
    private var breaks: [Break] { frame.content.breaks }

    var page: Page {
        let severities = Break.Severity.allCases.reversed()
        return frame.page(
            "breaks/index.html", template: "breaks", title: "Breaks", section: "breaks",
            [
                ("lead", .text(lead)),
                ("matrix", breaks.isEmpty ? .null : matrix.context),
                (
                    "sections",
                    .list(
                        severities.compactMap { severity -> JSONValue? in
                            let items = breaks.filter { $0.severity == severity }
                            guard !items.isEmpty else { return nil }
                            return section(severity, items)
                        })
                ),
            ])
    }

    private var lead: String {
        breaks.isEmpty
            ? "No breaks are on record between the desk file, the bots' databases, the store and the "
                + "back-tests."
            : "\(breaks.count) \(breaks.count == 1 ? "break stands" : "breaks stand") between the desk "
                + "file, the bots' databases, the store and the back-tests."
    }

    private var matrix: Table {
        let severities = Array(Break.Severity.allCases.reversed())
        let codes = Set(breaks.map(\.code)).sorted()
        return Table(
            identifier: "matrix", caption: "Breaks by code and severity",
            columns: [Table.Column(title: "Code", isNumeric: false)]
                + severities.map { Table.Column(title: $0.rawValue) },
            rows: codes.map { code in
                Table.Row(
                    record: ("code", code),
                    cells: [.link(code, href: "#code-" + anchor(code))]
                        + severities.map { severity in
                            let count = breaks.filter { $0.code == code && $0.severity == severity }
                                .count
                            return count == 0
                                ? .text("–")
                                : .number(Number(severity.rawValue, Double(count), unit: "count"))
                        })
            })
    }

    private func section(_ severity: Break.Severity, _ items: [Break]) -> JSONValue {
        [
            "severity": .text(severity.rawValue), "mark": .text(Finding.marks[severity] ?? ""),
            "breaks": .list(
                items.map { item in
                    // The code's anchor stands at its first break on the page.
                    entry(
                        item, isFirst: firstOnPage(item.code) == item.id)
                }),
        ]
    }

    private func firstOnPage(_ code: String) -> String? {
        for severity in Break.Severity.allCases.reversed() {
            if let item = breaks.first(where: { $0.severity == severity && $0.code == code }) {
                return item.id
            }
        }
        return nil
    }

    private func entry(_ item: Break, isFirst: Bool) -> JSONValue {
        var facts: [(String, String)] = [("bot", item.bot)]
        if let pair = item.pair { facts.append(("pair", pair)) }
        if let trade = item.tradeID { facts.append(("trade", String(trade))) }
        if let openMs = item.openMs { facts.append(("opened", NumberText.minute(openMs) + " UTC")) }
        if let field = item.field { facts.append(("field", field)) }
        if let expected = item.expected { facts.append(("expected", expected)) }
        if let actual = item.actual { facts.append(("actual", actual)) }
        var numbers: [JSONValue] = []
        let risk = NumberText.decimals(of: item.currency ?? "")
        for (name, field, value) in [
            ("difference", "delta", item.delta), ("tolerance", "tolerance", item.tolerance),
        ] {
            guard let value else { continue }
            let number = Number(
                name: .field(field), value: value, text: NumberText.price(value))
            numbers.append(["name": .text(name), "number": number.context])
        }
        if let value = item.moneyAtRisk {
            let text = NumberText.fixed(value, risk) + " " + (item.currency ?? "")
            let number = Number(name: .field("money_at_risk"), value: value, text: text)
            numbers.append(["name": "money at risk", "number": number.context])
        }
        return [
            "id": .text(anchor(item.id)), "key": .text(item.id), "code": .text(item.code),
            "code_anchor": isFirst ? .text("code-" + anchor(item.code)) : .null,
            "message": .text(item.message),
            "facts": .list(facts.map { ["name": .text($0.0), "words": .text($0.1)] }),
            "numbers": .list(numbers),
        ]
    }
}
