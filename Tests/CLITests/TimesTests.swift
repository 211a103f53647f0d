import CLI
import Foundation
import Testing

struct TimesTests {
    @Test(
        "reads a duration",
        arguments: [
            ("30s", 30_000), ("5m", 300_000), ("2h", 7_200_000), ("7d", 604_800_000), ("0s", 0),
            ("250ms", 250), ("2w", 1_209_600_000),
        ])
    func durations(text: String, milliseconds: Int) {
        #expect(duration(text) == .milliseconds(milliseconds))
    }

    @Test(
        "refuses what is no duration",
        arguments: ["", "5", "m", "-5m", "5 m", "5M", "1.5h", "5mm", "٣s", "99999999999999999999s"])
    func noDurations(text: String) {
        #expect(duration(text) == nil)
    }

    @Test(
        "reads an instant as the C library's inverse prints it",
        arguments: [0, 86_399, 951_782_400, 1_795_159_800, 4_102_444_799, -1, -11_676_096_000])
    func roundTrip(seconds: Int) {
        let formatter = ISO8601DateFormatter()
        let text = formatter.string(from: Date(timeIntervalSince1970: Double(seconds)))
        #expect(instantMs(text, nowMs: 0) == seconds * 1_000)
    }

    @Test(
        "reads dates, fractions, offsets and distances from now",
        arguments: [
            ("1970-01-02", 86_400_000), ("1970-01-01T00:00:01.5Z", 1_500),
            ("1970-01-01 00:01", 60_000), ("1970-01-01T02:00:00+02:00", 0),
            ("1970-01-01T00:00:00.123456Z", 123), ("1970-01-01T00:00:00-00:30", 1_800_000),
            ("now", 1_000_000), ("-5s", 995_000), ("+1m", 1_060_000),
        ])
    func instants(text: String, milliseconds: Int) {
        #expect(instantMs(text, nowMs: 1_000_000) == milliseconds)
    }

    @Test(
        "refuses what is no instant",
        arguments: [
            "", "2026", "2026-13-01", "2026-02-29", "2026-04-31", "2026-00-10", "2026-1-1",
            "2026-11-20T", "2026-11-20T24:00:00Z", "2026-11-20T07:60Z", "2026-11-20T07:30:00.Z",
            "2026-11-20T07:30:00Zx", "2026-11-20T07:30:00+2:00", "-24", "yesterday", "2026/11/20",
        ])
    func noInstants(text: String) {
        #expect(instantMs(text, nowMs: 0) == nil)
    }
}

struct SuggestionTests {
    @Test(
        "finds the word that was meant, or none",
        arguments: [
            ("stroe", "store"), ("tiemframe", "timeframe"), ("timefram", "timeframe"),
            ("sed", "seed"), ("banana", nil), ("", nil),
        ])
    func suggestions(word: String, meant: String?) {
        #expect(suggestion(for: word, among: ["store", "timeframe", "seed", "pair"]) == meant)
    }
}
