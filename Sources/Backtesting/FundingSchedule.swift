internal import Market

/// The funding of one pair, by the rows at which a back-test takes note of it: as in freqtrade at full hours.
struct FundingSchedule: Sendable {
    static let hourMs = 3_600_000

    let atMs: [Int]
    /// Rate times mark price: what one unit of the base currency pays.
    let perUnit: [Double]
    /// The row of the first full hour at or after each instant.
    let rows: [Int]

    init(_ rates: [FundingRate], _ candles: CandleSeries) {
        atMs = rates.map(\.atMs)
        perUnit = rates.map { ($0.rate ?? 0) * $0.markPrice }
        let (start, length) = (candles.openMs[0], candles.timeframe.milliseconds)
        rows = rates.map { Self.row(of: $0.atMs, start: start, length: length) }
    }

    /// What some of the instants bring to an amount, stake currency; below zero for what is paid.
    func fees(of instants: Range<Int>, amount: Double, isPaid: Bool) -> Double {
        let sum = Wallet.sum(instants.map { perUnit[$0] * amount })
        return isPaid ? 0 - sum : sum
    }

    private static func row(of instant: Int, start: Int, length: Int) -> Int {
        guard instant > start else { return 0 }
        if length >= hourMs { return (instant - start + length - 1) / length }
        var hour = (instant + hourMs - 1) / hourMs * hourMs
        while (hour - start) % length != 0 { hour += hourMs }
        return (hour - start) / length
    }
}

/// What a trade has paid or got since its entry was filled.
struct FundingMeter {
    private let schedule: FundingSchedule
    private let amount: Double
    /// Longs pay what shorts get.
    private let isPaid: Bool
    /// The instants from the fill on, as far as they were noted.
    private var counted: Range<Int>

    init(_ schedule: FundingSchedule, fillMs: Int, amount: Double, isPaid: Bool) {
        self.schedule = schedule
        self.amount = amount
        self.isPaid = isPaid
        let first = schedule.atMs.firstRow(atOrAfter: fillMs)
        counted = first..<schedule.atMs.firstRow(atOrAfter: fillMs + 1)
    }

    /// The row at which the next instant is noted.
    var nextRow: Int {
        counted.upperBound < schedule.rows.count ? schedule.rows[counted.upperBound] : .max
    }

    /// Notes what `row` and those before it bring to note.
    mutating func advance(to row: Int) {
        var end = counted.upperBound
        while end < schedule.rows.count, schedule.rows[end] <= row { end += 1 }
        counted = counted.lowerBound..<end
    }

    /// Stake currency; below zero for what was paid.
    var fees: Double { schedule.fees(of: counted, amount: amount, isPaid: isPaid) }
}
