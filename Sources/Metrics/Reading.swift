internal import Records

/// What a measure gives: a number, or why there is none.
enum Reading {
    case value(Double)
    case undefined(String)

    init(_ number: Double?, otherwise reason: String) {
        guard let number, number.isFinite else {
            self = .undefined(reason)
            return
        }
        self = .value(number)
    }
}

/// One row of a catalogue: what a measure means and how it is read from its subject.
struct Row<Subject>: Sendable {
    let definition: MeasureDefinition
    let read: @Sendable (Subject) -> Reading

    /// The subject's measure; the unit `currency` becomes the currency's name.
    func measure(
        of subject: Subject, run: String, currency: String, label: (String, String)? = nil
    ) -> Measure {
        let name =
            label.map { MeasureName(definition.name, $0.0, $0.1) } ?? MeasureName(definition.name)
        let unit = definition.unit == "currency" ? currency : definition.unit
        return switch read(subject) {
        case .value(let value):
            Measure(run: run, name: name.description, value: value, unit: unit)
        case .undefined(let reason):
            Measure(run: run, name: name.description, value: nil, unit: unit, reason: reason)
        }
    }
}

/// Why measures of trades, of balances and of deviations are undefined.
enum Reason {
    static let noTrades = "no closed trades"
    static let noBalance = "the starting balance is not known"
    static let noWins = "no winning trades"
    static let noLosses = "no losing trades"
    static let noRates = "no lowest and highest rates recorded"
    static let noRisk = "no initial stops below the open rates recorded"
    static let noDeviation = "fewer than two different results"
    static let noCurve = "fewer than two days of equity"
    static let noWinningDays = "no winning days"
    static let noLosingDays = "no losing days"
    static let noFall = "no drawdown"
    static let noBenchmark = "no benchmark recorded"
}
