internal import Market

/// A straight line from data to pixels.
struct Scale {
    let low: Double
    let high: Double
    let length: Double

    /// A range without extent is widened, so that there is something to draw.
    init(_ low: Double, _ high: Double, length: Double) {
        let isFlat = high <= low
        self.low = isFlat ? low - max(abs(low) * 0.05, 0.5) : low
        self.high = isFlat ? high + max(abs(high) * 0.05, 0.5) : high
        self.length = length
    }

    /// From 0 at `low` to `length` at `high`.
    func position(_ value: Double) -> Double { (value - low) / (high - low) * length }

    /// Round numbers inside the range, 1-2-5 apart, at most some `count` of them, with the decimals they need.
    func ticks(about count: Int) -> (values: [Double], decimals: Int) {
        let rough = (high - low) / Double(max(count, 1))
        var (step, decimals) = (1.0, 0)
        while step > rough * 1.000_001 { (step, decimals) = (step / 10, decimals + 1) }
        while step * 10 <= rough { step *= 10 }
        // The smallest of 1, 2, 5 and 10 steps that is not finer than asked.
        let factor = [1.0, 2, 5, 10].first { step * $0 >= rough * 0.999_999 } ?? 10
        step *= factor
        if factor == 10 { decimals = max(0, decimals - 1) }
        let first = (low / step).rounded(.up)
        let last = (high / step).rounded(.down)
        guard first <= last else { return ([], decimals) }
        return (stride(from: first, through: last, by: 1).map { $0 * step }, decimals)
    }
}

/// Instants that a time axis names, at most `count`, at days, weeks, months or years.
func timeTicks(fromMs: Int, toMs: Int, atMost count: Int) -> [(atMs: Int, label: String)] {
    let day = 86_400_000
    let first = (Timestamp(milliseconds: fromMs - 1).dayNumber + 1) * day
    for step in [1, 2, 7, 14] where (toMs - fromMs) / (step * day) < count {
        return stride(from: first, through: max(first, toMs), by: step * day).filter { $0 <= toMs }
            .map { (atMs: $0, label: dayLabel($0)) }
    }
    let (start, end) = (
        Timestamp(milliseconds: fromMs - 1).date, Timestamp(milliseconds: toMs).date
    )
    let (from, to) = (start.year * 12 + start.month, end.year * 12 + end.month - 1)
    let step =
        [1, 2, 3, 6, 12, 24, 60, 120].first { (to - from) / $0 < count } ?? 240
    return (from...max(from, to)).filter { $0.isMultiple(of: step) && $0 <= to }.map { month in
        let atMs = Timestamp(year: month / 12, month: month % 12 + 1, day: 1).milliseconds
        return (atMs, NumberText.months[month % 12] + " " + String(month / 12))
    }
}

private func dayLabel(_ milliseconds: Int) -> String {
    let date = Timestamp(milliseconds: milliseconds).date
    return "\(date.day) \(NumberText.months[date.month - 1])"
}
