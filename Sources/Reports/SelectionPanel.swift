internal import JSONL
internal import Records

/// What the best epoch of a search is worth: the verdict in a sentence, what was required, and what its days
/// might have brought in another order.
struct SelectionPanel {
    let sheet: Sheet
    let frame: Frame
    let root: String
    /// What the verdict is on, as a sentence begins and goes on with it.
    var subject = ("The best epoch", "the best epoch")

    /// What a requirement's label spells: `trial_count >= 9`.
    private struct Requirement {
        let label: String
        let measure: String
        /// `at least 9`, as the measure's unit is read.
        let bound: String
        /// 1, 0, or nil where the measure is not defined.
        let met: Double?

        init?(_ label: String, _ sheet: Sheet) {
            guard let space = label.firstIndex(of: " ") else { return nil }
            self.label = label
            measure = String(label[..<space])
            bound = Self.words(label[label.index(after: space)...], unit: sheet[measure]?.unit)
            met = sheet.value(MeasureName("required", "measure", label).description)
        }

        /// Of `>= 0.95`; as it is where it reads otherwise.
        private static func words(_ bound: Substring, unit: String?) -> String {
            let parts = bound.split(separator: " ")
            guard parts.count == 2, let comparison = comparisons[String(parts[0])],
                let unit, let value = Double(String(parts[1]))
            else { return String(bound) }
            return "\(comparison) \(NumberText.text(value, unit: unit))"
        }

        private static let comparisons = [
            ">=": "at least", "<=": "at most", ">": "more than", "<": "less than",
        ]
    }

    private var requirements: [Requirement] {
        sheet.groups(of: "measure").compactMap { Requirement($0, sheet) }
    }

    /// nil where no verdict was asked for.
    var context: JSONValue {
        guard let verdict = sheet["verdict"] else { return .null }
        return ["words": words(verdict).context]
    }

    private func words(_ verdict: Measure) -> Sentence {
        let open = requirements.filter { $0.met != 1 }
        let beginning: Sentence =
            switch verdict.value {
            case 1: "\(subject.0) passes: it meets all that is required."
            case nil: "There is too little evidence to trust or distrust \(subject.1)"
            default: "\(subject.0) does not pass"
            }
        guard verdict.value != 1 else { return beginning }
        var words = beginning
        for (place, requirement) in open.enumerated() {
            words += place == 0 ? ": " : "; "
            words +=
                "\(sheet.title(requirement.measure).lowercasedFirst) "
                + "\(sheet.number(requirement.measure)) (\(requirement.bound) required)"
        }
        return words + "."
    }

    /// All that was required; nil where no verdict was asked for.
    var required: Table? {
        guard sheet["verdict"] != nil else { return nil }
        return Table(
            identifier: "required", caption: "What was required of \(subject.1)",
            columns: [
                .words("Measure"), .words("Required"), Table.Column(title: "Found"),
                .words("Met"),
            ],
            rows: requirements.map { requirement in
                let title = sheet.title(requirement.measure)
                let href = frame.method(requirement.measure, root: root)
                let met = requirement.met.map { $0 == 1 ? "yes" : "no" } ?? "cannot be said"
                return Table.Row(cells: [
                    href.map { .link(title, href: $0) } ?? .text(title), .text(requirement.bound),
                    .number(sheet.number(requirement.measure)), .text(met),
                ])
            })
    }

    /// Quantiles over resampled days and shuffled trades; nil where no verdict was asked for.
    var spreads: Table? {
        let parts = sheet.groups(of: "quantile")
        guard !parts.isEmpty else { return nil }
        let names = [
            "bootstrap_final_balance", "bootstrap_max_drawdown", "bootstrap_sharpe",
            "shuffled_max_drawdown",
        ]
        return Table(
            identifier: "resampled",
            caption: "The same days and trades in another order: quantiles",
            columns: [.words("Quantile")]
                + names.map { .measure($0, sheet.title($0), frame, root: root) },
            rows: parts.map { part in
                Table.Row(
                    cells: [.text(part)]
                        + names.map {
                            .number(sheet.number(MeasureName($0, "quantile", part).description))
                        })
            })
    }
}

extension String {
    /// As a title stands within a sentence.
    fileprivate var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }
}
