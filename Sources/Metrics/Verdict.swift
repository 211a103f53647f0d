public import Records

/// What a measure of a search's choice must be: `trades >= 50`.
public struct Requirement: Hashable, Sendable, CustomStringConvertible {
    public enum Comparison: String, Hashable, Sendable, CaseIterable {
        case atLeast = ">="
        case atMost = "<="
        case above = ">"
        case below = "<"
    }

    /// The measure's name.
    public let measure: String
    public let comparison: Comparison
    public let bound: Double

    public init(_ measure: String, _ comparison: Comparison, _ bound: Double) {
        self.measure = measure
        self.comparison = comparison
        self.bound = bound
    }

    /// Reads `trades >= 50`; nil for what is no comparison of a name with a finite number. The name is not
    /// looked up.
    public init?(parsing text: String) {
        // The longer signs first.
        guard
            let sign = Comparison.allCases.first(where: { text.contains($0.rawValue) }),
            let range = text.firstRange(of: sign.rawValue),
            let bound = Double(text[range.upperBound...].filter { $0 != " " }), bound.isFinite
        else { return nil }
        let name = text[..<range.lowerBound].filter { $0 != " " }
        guard !name.isEmpty else { return nil }
        self.init(Self.shortNames[name] ?? name, sign, bound)
    }

    /// Where it is not met there is too little to judge by, which does not make the choice a bad one.
    public var isFloorOfEvidence: Bool { measure.hasSuffix("_count") }

    /// What is judged.
    public enum Subject: Sendable {
        case search
        /// A search whose choice was traded on days that it did not see.
        case outOfSample
        case walkForward
    }

    /// Measures that a requirement may name, and what they are called for short.
    public static func names(_ subject: Subject) -> [String] {
        let search = shortNames.keys.sorted() + SelectionCatalogue.rows.map(\.definition.name)
        return switch subject {
        case .search: search
        case .outOfSample: search + SelectionCatalogue.outOfSample.map(\.definition.name)
        case .walkForward: WalkForwardCatalogue.rows.map(\.definition.name)
        }
    }

    private static let shortNames = [
        "trades": "chosen_trade_count", "days": "chosen_day_count", "trials": "trial_count",
        "profit": "chosen_profit", "drawdown": "chosen_drawdown",
    ]

    /// What is required where nobody asks for anything else.
    public static func standard(_ subject: Subject) -> [Requirement] {
        switch subject {
        case .search:
            [
                Requirement("chosen_trade_count", .atLeast, 50),
                Requirement("chosen_day_count", .atLeast, 60),
                Requirement("chosen_profit", .above, 0),
                Requirement("deflated_sharpe", .atLeast, 0.95),
                Requirement("overfitting_probability", .atMost, 0.3),
                Requirement("no_edge_probability", .atMost, 0.05),
                Requirement("plateau_fall", .atMost, 0.5),
                Requirement("profit_without_best", .above, 0),
            ]
        case .outOfSample:
            standard(.search) + [
                Requirement("out_of_sample_trade_count", .atLeast, 10),
                Requirement("out_of_sample_profit", .above, 0),
            ]
        case .walkForward:
            [
                Requirement("walk_forward_window_count", .atLeast, 3),
                Requirement("walk_forward_trade_count", .atLeast, 30),
                Requirement("walk_forward_profit", .above, 0),
                Requirement("walk_forward_winning_windows", .atLeast, 0.5),
                Requirement("walk_forward_efficiency", .atLeast, 0.5),
            ]
        }
    }

    /// `standard`, where those of the same measure give way, and then the others of `asked`.
    public static func all(_ asked: [Requirement], of subject: Subject) -> [Requirement] {
        let measures = Set(asked.map(\.measure))
        return standard(subject).filter { !measures.contains($0.measure) } + asked
    }

    public func isMet(by value: Double) -> Bool {
        switch comparison {
        case .atLeast: value >= bound
        case .atMost: value <= bound
        case .above: value > bound
        case .below: value < bound
        }
    }

    public var description: String {
        "\(measure) \(comparison.rawValue) \(text(bound))"
    }
}

/// How a verdict stands among measures.
let verdictDefinitions = [
    MeasureDefinition(
        name: "verdict", title: "Verdict on the choice", chapter: "Selection", unit: "number",
        formula: "1: every requirement is met, 0: one is not, none: too little evidence",
        annualisation: nil, source: "AnyTrade"),
    MeasureDefinition(
        name: "required", title: "Requirement of the choice", chapter: "Selection",
        unit: "number", formula: "1: the requirement in the label is met, 0: it is not",
        annualisation: nil, source: "AnyTrade"),
]

/// Whether a search's choice is to be trusted, and why.
public struct Verdict: Hashable, Sendable {
    public enum Conclusion: String, Hashable, Sendable {
        case pass
        case fail
        /// Too little is known to say either.
        case insufficient
    }

    public struct Finding: Hashable, Sendable {
        public let requirement: Requirement
        /// nil where the measure is not defined; `reason` then says why.
        public let value: Double?
        public let reason: String?

        public var isMet: Bool { value.map(requirement.isMet) ?? false }
    }

    public let findings: [Finding]
    public let conclusion: Conclusion

    /// A floor of evidence that is not met leaves nothing to be said; then whatever is not met fails the
    /// choice; then a measure that is not defined is too little evidence.
    public init(_ requirements: [Requirement], of measures: [Measure]) {
        let lacking = measures.isEmpty ? "no epoch has a usable loss" : "not asked for"
        findings = requirements.map { requirement in
            let measure = measures.first { $0.name == requirement.measure }
            return Finding(
                requirement: requirement, value: measure?.value,
                reason: measure?.value == nil ? measure?.reason ?? lacking : nil)
        }
        let open = findings.filter { !$0.isMet }
        conclusion =
            if open.contains(where: \.requirement.isFloorOfEvidence) {
                .insufficient
            } else if open.contains(where: { $0.value != nil }) {
                .fail
            } else {
                open.isEmpty ? .pass : .insufficient
            }
    }

    /// One sentence: what the verdict is, and for which reasons.
    public var sentence: String {
        let open = findings.filter { !$0.isMet }
        switch conclusion {
        case .pass: return "pass: " + findings.map(Self.words).joined(separator: ", ")
        case .fail:
            return "fail: "
                + open.filter { $0.value != nil }.map(Self.words).joined(separator: ", ")
        case .insufficient:
            let floors = open.filter(\.requirement.isFloorOfEvidence)
            return "insufficient evidence: "
                + (floors.isEmpty ? open : floors).map(Self.words).joined(separator: ", ")
        }
    }

    private static func words(_ finding: Finding) -> String {
        let name = finding.requirement.measure
        let title = Requirement.titles[name] ?? name
        let bound = finding.requirement.description.dropFirst(name.count + 1)
        guard let value = finding.value else {
            return "\(title) is not defined (\(finding.reason ?? ""))"
        }
        return "\(title) \(text(rounded(value, 4))) (\(finding.isMet ? "" : "not ")\(bound))"
    }

    /// As measures of the run: `verdict` is 1 for a pass, 0 for a failure and has no value without enough
    /// evidence; `required{measure="…"}` likewise of every requirement, which is spelled out in the label.
    public func measures(run: String) -> [Measure] {
        let verdict = Measure(
            run: run, name: "verdict",
            value: conclusion == .insufficient ? nil : conclusion == .pass ? 1 : 0, unit: "number",
            reason: conclusion == .insufficient ? sentence : nil)
        return [verdict]
            + findings.map { finding in
                Measure(
                    run: run,
                    name: MeasureName(
                        "required", "measure", finding.requirement.description
                    ).description,
                    value: finding.value == nil ? nil : finding.isMet ? 1 : 0, unit: "number",
                    reason: finding.reason)
            }
    }
}

extension Requirement {
    fileprivate static let titles = Dictionary(
        uniqueKeysWithValues: SelectionCatalogue.definitions.map {
            ($0.name, $0.title.lowercasedFirst)
        })
}

/// A number without the decimal point of a whole one.
private func text(_ number: Double) -> String {
    Int(exactly: number).map(String.init) ?? "\(number)"
}

extension String {
    /// As a title stands within a sentence.
    fileprivate var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }
}
