import Foundation
import TestSupport
import Testing

/// run-hyperopt --worker: points in, trials out, the same as the search itself would make.
struct WorkerTests {
    private static let strategy = golden("BacktestingTests", "S02RsiMeanRev.strategy.yaml").path
    private static let ask = "run-hyperopt -s '\(strategy)' --epochs 40 --candles candles.jsonl"

    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
        let answer = try scratch.run(
            """
            fetch-candles --source synthetic --seed 42 --pair BTC/USDT --pair ETH/USDT \
                --from 2026-08-01 --to 2026-08-15 >candles.jsonl
            \(Self.ask) | grep '"kind":"trial"' >trials.jsonl
            # A worker sees one point at a time: which is the best is not for it to say.
            sed 's/"is_best":true/"is_best":false/' trials.jsonl >expected.jsonl
            sed 's/"kind":"trial"/"kind":"point"/' trials.jsonl >points.jsonl
            """)
        #expect(answer.status == 0, "\(scratch.complaint)")
    }

    @Test("a file of candles is as good as a pipe of them")
    func candles() throws {
        let named = try scratch.run(Self.ask)
        let piped = try scratch.run(
            "run-hyperopt -s '\(Self.strategy)' --epochs 40 - <candles.jsonl")
        #expect(named.lines == piped.lines)
        #expect(named.lines.count { $0.contains(#""kind":"trial""#) } == 40)
        #expect(try scratch.run("\(Self.ask) - <candles.jsonl").status == 2)
    }

    @Test("points and trials become the trials of the search, in their order")
    func same() throws {
        let script = """
            for file in points trials; do
                for jobs in 1 3; do
                    \(Self.ask) --worker --jobs $jobs <$file.jsonl | cmp - expected.jsonl || exit
                done
            done
            tail -n 3 points.jsonl | \(Self.ask) --worker | cmp - last.jsonl
            """
        let answer = try scratch.run("tail -n 3 expected.jsonl >last.jsonl\n" + script)
        #expect(answer == (0, []), "\(answer.lines) \(scratch.complaint)")
    }

    @Test("whoever asks for one point after the other is answered before the next")
    func conversation() throws {
        let answer = try scratch.run(
            """
            mkfifo asked answered
            timeout 60 \(Self.ask.replacing("'", with: "")) --worker <asked >answered &
            exec 3>asked 4<answered
            while read -r point; do
                printf '%s\\n' "$point" >&3
                timeout 60 head -n 1 <&4 >>told.jsonl || exit
            done <points.jsonl
            exec 3>&-
            wait && cmp told.jsonl expected.jsonl
            """)
        #expect(answer == (0, []), "\(answer.lines) \(scratch.complaint)")
    }

    @Test(
        "GNU parallel has points tried side by side",
        .enabled(
            if: FileManager.default.isExecutableFile(atPath: "/usr/bin/parallel"),
            "GNU parallel is not installed"))
    func parallel() throws {
        let answer = try scratch.run(
            "parallel --will-cite --pipe -N 7 --keep-order -j 2 \(Self.ask.replacing("'", with: "")) "
                + "--worker --jobs 1 <points.jsonl | cmp - expected.jsonl")
        #expect(answer == (0, []), "\(answer.lines) \(scratch.complaint)")
    }

    @Test("a point of another search, or of no search, is refused with its place")
    func refuses() throws {
        let epoch = #""epoch":1,"parameters":{"buy_rsi":30}"#
        for (line, words) in [
            (#"{"kind":"point","run":"0123456789abcdef",\#(epoch)}"#, "of run 0123456789abcdef"),
            (#"{"kind":"point",\#(epoch)}"#, "not one of this search"),
            (#"{"kind":"run"}"#, #"expected "point" or "trial""#), ("{", "stdin:2:2"),
        ] {
            try scratch.write(line + "\n", to: "bad")
            let answer = try scratch.run(
                "{ head -n 1 points.jsonl; cat bad; tail -n 1 points.jsonl; } | \(Self.ask) --worker"
            )
            #expect(answer.status == 65)
            #expect(answer.lines == Array(try expected.prefix(1)))
            #expect(scratch.complaint.contains("stdin:2:"), "\(scratch.complaint)")
            #expect(scratch.complaint.contains(words), "\(scratch.complaint)")
        }
    }

    @Test("what a worker would ignore is refused")
    func options() throws {
        for option in ["--verdict", "--csv", "--candidates 3", "--walk-forward 8d/4d", "-"] {
            let answer = try scratch.run("\(Self.ask) --worker \(option) <points.jsonl")
            #expect(answer.status == 2, "\(option): \(scratch.complaint)")
        }
    }

    private var expected: [String] {
        get throws {
            try scratch.read("expected.jsonl").split(separator: "\n").map(String.init)
        }
    }
}
