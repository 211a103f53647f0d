public import Records

/// What is said of every parameter of a search.
enum ImportanceCatalogue {
    /// Labelled with the parameter.
    static let row = Row<Double>(
        definition: MeasureDefinition(
            name: "parameter_importance", title: "Importance", chapter: "Selection", unit: "ratio",
            formula:
                "variance of the loss where all other parameters are averaged out ÷ variance of the "
                + "loss over the whole space, both of what a forest of 16 regression trees says; losses "
                + "above the third quartile by more than three times the distance of the quartiles count "
                + "as there",
            annualisation: nil, source: "Hutter, Hoos and Leyton-Brown 2014")
    ) { .value($0) }
}

/// The share of every parameter in the spread of a search's losses, in their order.
public func importances(
    run: String, of shares: [(parameter: String, share: Double)]
) -> [Measure] {
    shares.map { parameter, share in
        ImportanceCatalogue.row.measure(
            of: share, run: run, currency: "", label: ("parameter", parameter))
    }
}
