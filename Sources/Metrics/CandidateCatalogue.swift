internal import Market
public import Records

/// What is said of the best epochs of a search, day by day.
enum CandidateCatalogue {
    /// Labelled with the epoch and the day: `17/2026-08-10`.
    static let row = Row<Double>(
        definition: MeasureDefinition(
            name: candidateReturn, title: "Return of a candidate", chapter: "Selection",
            unit: "ratio",
            formula:
                "sum of the profits of an epoch's trades that closed by the end of the day, UTC ÷ S; days "
                + "on which none closed are left out",
            annualisation: nil, source: "textbook")
    ) { .value($0) }
}

/// The measure that says what one of the best epochs had earned by the end of a day.
public let candidateReturn = "candidate_return"

/// What an epoch had earned by the end of every day on which it closed a trade, in the order of days.
/// O(days × trades).
public func candidateReturns(run: String, epoch: Int, _ trades: TradeColumns) -> [Measure] {
    let closings = zip(trades.closeMs, trades.profits).sorted { $0.0 < $1.0 }
    let days = closings.map { Timestamp(milliseconds: $0.0).dayNumber }
    let profits = closings.map(\.1)
    return days.indices.filter { $0 == days.count - 1 || days[$0] < days[$0 + 1] }.map { last in
        CandidateCatalogue.row.measure(
            of: sum(Array(profits[...last])) / trades.startingBalance, run: run, currency: "",
            label: (
                "epoch_day", "\(epoch)/" + Timestamp(milliseconds: days[last] * 86_400_000).day
            ))
    }
}
