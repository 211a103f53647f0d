internal import JSONL
internal import Market
internal import Records

/// Breaks counted and added up: severity by age, money at risk by currency, and the whole list for the
/// files beside the page.
struct BreakTables {
    /// Those that stand.
    let breaks: [Break]
    let nowMs: Int?

    private let severities = Array(Break.Severity.allCases.reversed())

    init(breaks: [Break], nowMs: Int?) {
        self.breaks = breaks
        self.nowMs = nowMs
    }

    /// nil where nothing stands.
    var ages: Table? {
        guard !breaks.isEmpty else { return nil }
        let groups = Dictionary(grouping: breaks, by: bucket)
        return Table(
            identifier: "ages", caption: "How many breaks of each severity, by age",
            columns: [.words("First seen", key: "age")]
                + severities.map { Table.Column(title: $0.rawValue) },
            rows: AgeBucket.allCases.filter { groups[$0] != nil }.map { bucket in
                Table.Row(
                    record: ("age", bucket.rawValue),
                    cells: [.text(bucket.rawValue)]
                        + severities.map { severity in
                            let count = (groups[bucket] ?? []).count { $0.severity == severity }
                            return count == 0
                                ? .nothing : .number(.count(severity.rawValue, count))
                        })
            })
    }

    /// One row a currency, because amounts of two are never added; nil where nothing is at risk.
    var money: Table? {
        let groups = Dictionary(grouping: breaks.filter { $0.moneyAtRisk != nil }) {
            $0.currency ?? "unknown"
        }
        guard !groups.isEmpty else { return nil }
        return Table(
            identifier: "money", caption: "Money at risk in each currency, by severity",
            columns: [.words("Currency")] + severities.map { Table.Column(title: $0.rawValue) },
            rows: groups.sorted { $0.key < $1.key }.map { currency, items in
                Table.Row(
                    record: ("currency", currency),
                    cells: [.text(currency)]
                        + severities.map { severity in
                            let own = items.filter { $0.severity == severity }
                            guard !own.isEmpty else { return .nothing }
                            let sum = own.compactMap(\.moneyAtRisk).map { Amount($0) }
                                .reduce(.zero, +)
                            return .number(
                                Number(severity.rawValue, sum.double, unit: currency))
                        })
            },
            note: "One trade may be part of several breaks; each counts what it alone puts at risk."
        )
    }

    /// Every break with all that is known of it, standing ones first; nil where there is none.
    func list(waived: [Break], resolved: [Break]) -> Table? {
        let rows =
            breaks.map { row($0, "open") } + waived.map { row($0, "waived") }
            + resolved.map { row($0, "resolved") }
        guard !rows.isEmpty else { return nil }
        return Table(
            identifier: "list", caption: "Breaks",
            columns: [
                .words("id"), .words("code"), .words("severity"), .words("status"), .words("bot"),
                .words("pair"), Table.Column(title: "trade_id"), Table.Column(title: "open_ms"),
                .words("field"), .words("expected"), .words("actual"),
                Table.Column(title: "delta"), Table.Column(title: "tolerance"),
                Table.Column(title: "money_at_risk"), .words("currency"),
                Table.Column(title: "confidence"), .words("message"), .words("cause"),
                .words("command"), .words("waiver_reason"), Table.Column(title: "waiver_until_ms"),
                Table.Column(title: "first_seen_ms"), Table.Column(title: "occurrences"),
                Table.Column(title: "resolved_ms"),
            ], rows: rows, file: "breaks")
    }

    private func bucket(_ item: Break) -> AgeBucket {
        guard let nowMs, let history = item.history else { return .unknown }
        return AgeBucket(ofMs: nowMs - history.firstSeenMs)
    }

    private func row(_ item: Break, _ status: String) -> Table.Row {
        func words(_ text: String?) -> Table.Cell { text.map { .text($0) } ?? .nothing }
        func whole(_ name: String, _ value: Int?) -> Table.Cell {
            value.map { .number(.count(name, $0)) } ?? .nothing
        }
        func real(_ name: String, _ value: Double?) -> Table.Cell {
            value.map { .number(Number(name, $0, unit: item.currency ?? "")) } ?? .nothing
        }
        return Table.Row(
            record: ("break", item.id),
            cells: [
                .text(item.id), .text(item.code), .text(item.severity.rawValue), .text(status),
                .text(item.bot), words(item.pair), whole("trade_id", item.tradeID),
                whole("open_ms", item.openMs), words(item.field), words(item.expected),
                words(item.actual), real("delta", item.delta), real("tolerance", item.tolerance),
                real("money_at_risk", item.moneyAtRisk), words(item.currency),
                real("confidence", item.confidence), .text(item.message), words(item.cause),
                words(item.command), words(item.waiver?.reason),
                whole("waiver_until_ms", item.waiver?.untilMs),
                whole("first_seen_ms", item.history?.firstSeenMs),
                whole("occurrences", item.history?.occurrences),
                whole("resolved_ms", item.history?.resolvedMs),
            ])
    }
}
