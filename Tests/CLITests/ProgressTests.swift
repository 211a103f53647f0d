import Testing

@testable import CLI

struct ProgressTests {
    @Test(
        "says how far, how fast and how long yet",
        arguments: [
            (412, 1_000, 0.412, 4_000, "412/1000 epochs  41 %  103/s  6 s left"),
            (3, nil, nil, 60_000, "3 epochs  0.0/s"), (15, nil, nil, 10_000, "15 epochs  1.5/s"),
            (50, nil, 0.25, 60_000, "50 epochs  25 %  0.8/s  3 min left"),
            (1, 200, 0.005, 60_000, "1/200 epochs  0 %  0.0/s  3 h 19 min left"),
            (0, 10, 0, 500, "0/10 epochs  0 %"), (10, 10, 1, 500, "10/10 epochs  100 %  20/s"),
            // A file that grows while it is read is never more than read.
            (9, nil, 1.5, 1_000, "9 epochs  100 %  9.0/s"),
        ] as [(Int, Int?, Double?, Int, String)])
    func words(done: Int, total: Int?, part: Double?, elapsedMs: Int, text: String) {
        #expect(
            progressText(done, of: total, part: part, label: "epochs", elapsedMs: elapsedMs)
                == text)
    }
}

struct ManualTests {
    @Test("nothing in a manual page is taken for a request")
    func escapes() {
        let command = Command(
            name: "say", summary: "Says 'hello' to \\n and ~^`\".",
            examples: [.init("say '.x' \\ -v", ".dots begin nothing")],
            notes: [".TH is no request. 'nor this … é one"])
        let lines = command.manual(dayMs: 1_795_132_800_000).split(separator: "\n")
        #expect(lines[0] == ".TH SAY 1 2026-11-20 \"anytrade 0.1.0\" \"AnyTrade\"")
        #expect(lines.contains("Says \\(aqhello\\(aq to \\en and \\(ti\\(ha\\(ga\\(dq."))
        #expect(lines.contains("\\&.TH is no request. \\(aqnor this ... \\[u00E9] one"))
        #expect(lines.allSatisfy { $0.utf8.count < 80 })
    }

    @Test("a page without examples has no section of them")
    func empty() {
        let page = Command(name: "say", summary: "Says.").manual(dayMs: 0)
        #expect(!page.contains(".SH EXAMPLES"))
    }
}
