internal import CLI

/// A row of the table: something that people do, and how to measure it.
struct Work: Sendable {
    let name: String
    /// What is measured; for a row of several records, of all of them.
    let summary: String
    /// Measures and tells each finding as soon as it is there.
    let measure: @Sendable (Workshop, (Finding) throws -> Void) throws -> Void

    static let all = [
        startUp, candles, ingest, parse, query, backtest, wide, hyperopt, samplers, sweep, nightly,
        driver, site,
    ]
}
