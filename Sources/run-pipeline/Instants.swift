import Pipelines

/// `2026-11-20T02:00:00Z`.
func isoDate(_ milliseconds: Int) -> String {
    let seconds = milliseconds / 1_000
    let rest = seconds % 86_400
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(CivilDay(daysSinceEpoch: seconds / 86_400))T\(two(rest / 3_600)):"
        + "\(two(rest / 60 % 60)):\(two(rest % 60))Z"
}
