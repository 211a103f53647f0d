/// What a measure's name means: one row of the methods page.
public struct MeasureDefinition: Hashable, Sendable {
    /// `Measure.name` without a label, such as `max_drawdown_account`.
    public var name: String
    /// How a page calls it, such as "Largest drawdown".
    public var title: String
    /// The chapter of the methods page that it belongs to.
    public var chapter: String
    /// `ratio`, `basis_points`, `count`, `number`, `minutes`, `instant`, or `currency` for the run's stake currency.
    public var unit: String
    /// In words and signs, with every symbol explained.
    public var formula: String
    /// Such as "365 days a year"; nil when nothing is annualised.
    public var annualisation: String?
    /// Whose definition it is.
    public var source: String

    public init(
        name: String, title: String, chapter: String, unit: String, formula: String,
        annualisation: String?, source: String
    ) {
        self.name = name
        self.title = title
        self.chapter = chapter
        self.unit = unit
        self.formula = formula
        self.annualisation = annualisation
        self.source = source
    }
}
