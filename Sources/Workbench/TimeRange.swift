public import CLI
internal import Market

/// freqtrade's `20180110-20180130`: days, or Unix seconds or milliseconds; either side may lack.
///
/// - Throws: `Diagnostic`, which names the option, for a text that is none.
public func timerange(
    _ text: String, of option: String
) throws(Diagnostic) -> (fromMs: Int?, throughMs: Int?) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    let instants = parts.map { part -> Int?? in
        if part.isEmpty { return .some(nil) }
        guard let number = Int(part), number >= 0 else { return nil }
        switch part.utf8.count {
        case 8:
            let day = "\(part.prefix(4))-\(part.dropFirst(4).prefix(2))-\(part.suffix(2))"
            return (try? Timestamp(day)).map { .some($0.milliseconds) }
        case 10: return number * 1_000
        case 13: return number
        default: return nil
        }
    }
    guard instants.count == 2, let from = instants[0], let through = instants[1],
        from != nil || through != nil
    else {
        throw Diagnostic(
            .usage, "--\(option): \"\(text)\" is no time range",
            hint: "20180110-20180130, 20180110- or -20180130")
    }
    return (from, through)
}
