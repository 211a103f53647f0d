internal import CLI
internal import Market
internal import Records
internal import Storage

/// Whether the last night went well, the breaks let one sleep and the bots are alive: a row for each
/// thing that was looked at.
struct Health {
    /// One thing that was looked at.
    struct Finding {
        /// `pipeline`, `breaks` or `bot`.
        let about: String
        let subject: String
        let isWell: Bool
        let message: String
        /// The instant that the finding is about, Unix milliseconds; nil where there is none.
        let atMs: Int?
    }

    let findings: [Finding]

    var isWell: Bool { findings.allSatisfy(\.isWell) }

    /// Looks at `nowMs`, Unix milliseconds; a pipeline's last success may be `maximumAgeMs` old.
    init(_ vitals: Vitals, nowMs: Int, maximumAgeMs: Int) {
        let look = Look(nowMs: nowMs, maximumAgeMs: maximumAgeMs)
        findings =
            look.pipelines(vitals.nights) + [look.breaks(vitals.breaks)] + look.bots(vitals)
    }

    static let summary =
        "whether the last night went well and is fresh, breaks are critical, bots are silent"

    func table() throws -> ComputedTable {
        let table = try ComputedTable(
            "health", summary: Self.summary,
            columns: [
                .init("status", .text), .init("about", .text), .init("subject", .text),
                .init("message", .text), .init("at_ms", .integer),
            ], key: ["status", "about", "subject"])
        for found in findings {
            try table.add([
                .text(found.isWell ? "ok" : "attention"), .text(found.about),
                .text(found.subject), .text(found.message),
                found.atMs.map { .integer($0) } ?? .null,
            ])
        }
        return table
    }
}

/// How things look at an instant.
private struct Look {
    let nowMs: Int
    let maximumAgeMs: Int

    func pipelines(_ nights: [Vitals.Nights]) -> [Health.Finding] {
        guard !nights.isEmpty else {
            return [
                finding("pipeline", "", false, "no run of a pipeline is on record", nil)
            ]
        }
        return nights.map(pipeline)
    }

    private func pipeline(_ nights: Vitals.Nights) -> Health.Finding {
        let name = nights.pipeline
        if let run = nights.unfinished, nowMs - run.startedMs > maximumAgeMs {
            return finding(
                "pipeline", name, false,
                "\(run.run) began \(ago(run.startedMs)) and did not end", run.startedMs)
        }
        guard let run = nights.latest else {
            return finding("pipeline", name, true, "its first run is at work", nil)
        }
        let atMs = run.completedMs ?? run.startedMs
        guard run.status == .completed else {
            let exit = run.exitStatus.map { " with \($0)" } ?? ""
            return finding(
                "pipeline", name, false, "\(run.run) \(run.status.rawValue)\(exit), \(ago(atMs))",
                atMs)
        }
        let isFresh = nowMs - atMs <= maximumAgeMs
        return finding(
            "pipeline", name, isFresh,
            "\(run.run) went well \(ago(atMs))" + (isFresh ? "" : ": too long ago"), atMs)
    }

    func breaks(_ lasting: [Break]) -> Health.Finding {
        let standing = lasting.filter(\.isStanding)
        let critical = standing.filter { $0.severity == .critical }
        guard let first = critical.first else {
            let words = standing.isEmpty ? "none stands" : "\(standing.count) stand, none critical"
            return finding("breaks", "", true, words, nil)
        }
        return finding(
            "breaks", first.id, false, "\(critical.count) critical, the first: \(first.message)",
            first.history?.firstSeenMs)
    }

    func bots(_ vitals: Vitals) -> [Health.Finding] {
        vitals.missingBots.map { finding("bot", $0.bot, false, $0.message, nil) }
            + vitals.bots.map { known in
                let isWell = known.condition == .healthy || known.condition == .unknown
                let words = ([known.condition.rawValue] + known.breaks.map(\.message))
                    .joined(separator: ": ")
                return finding("bot", known.bot.bot, isWell, words, known.bot.seenMs)
            }
    }

    private func finding(
        _ about: String, _ subject: String, _ isWell: Bool, _ message: String, _ atMs: Int?
    ) -> Health.Finding {
        Health.Finding(
            about: about, subject: subject, isWell: isWell, message: message, atMs: atMs)
    }

    /// `5 h ago`.
    private func ago(_ instantMs: Int) -> String {
        let minutes = max(0, nowMs - instantMs) / 60_000
        if minutes < 120 { return "\(minutes) min ago" }
        return minutes < 48 * 60 ? "\(minutes / 60) h ago" : "\(minutes / 1_440) days ago"
    }
}
