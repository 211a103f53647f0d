import Foundation
import TestSupport
import Testing

/// Trouble that every night meets sooner or later: a documented exit status, one line that says what
/// to do, nothing lost, nothing half-written, and the same command works when the trouble is over.
struct BadWorldTests {
    /// A command that writes; `$D` is the folder that holds its store, and in which it writes.
    struct Deed: CustomTestStringConvertible, Sendable {
        let command: String
        /// How it ends where all is well, on a full disk, and on a disk that is read only.
        var ends: [Int32] = [0, 74, 77]
        var testDescription: String { String(command.prefix { $0 != " " }) }
    }

    static let deeds = [
        Deed(
            command: """
                fetch-candles -q --source synthetic --seed 42 --pair SOL/USDT --from 2026-08-01 \
                --to 2026-08-20 --store $D/desk.sqlite
                """),
        Deed(
            command: """
                ingest-trades -q --bot rsi-reversion data/bots/rsi-reversion/tradesv3.sqlite \
                --store $D/desk.sqlite
                """),
        Deed(
            command: """
                run-backtest -q -s data/strategies/bollinger-trailing.strategy.yaml \
                --store $D/desk.sqlite
                """),
        Deed(
            command: """
                run-hyperopt -q -s data/strategies/rsi-reversion.strategy.yaml --epochs 200 \
                --min-trades 1 --seed 3 --store $D/desk.sqlite
                """),
        Deed(
            command: """
                reconcile-bots --desk data/desk.yaml --as-of 2026-08-04 --store $D/desk.sqlite
                """, ends: [1, 74, 77]),
        Deed(command: "render-report --store $D/desk.sqlite --out $D/web", ends: [0, 74, 73]),
        Deed(command: "run-pipeline big.yaml -q --state $D/state --set out=$D", ends: [0, 74, 73]),
    ]

    /// A store with something in everything, made once.
    private static let desk = Result {
        let desk = try CrashDesk(.small)
        #expect(try desk.start().finish() == 0)
        return try Data(contentsOf: desk.folder.appending(path: "desk.sqlite"))
    }

    private static let unshare = geteuid() == 0 ? "unshare -m" : "unshare -m -r"
    static let mayMount: Bool = {
        let script = "\(unshare) mount -t tmpfs tmpfs /mnt"
        return (try? Scratch().run(script).status) == 0
    }()

    @Test(
        "a full disk is named, takes nothing, and room is all that is needed",
        .enabled(if: mayMount, "needs leave to mount a small disk"), arguments: deeds)
    func fullDisk(deed: Deed) throws {
        try expect(
            deed,
            on: "mount -o remount,size=$(($(df --output=used -k disk | tail -n 1) + 40))k disk",
            end: deed.ends[1])
    }

    @Test(
        "a disk that is read only is named, read from, and stays as it is",
        .enabled(if: mayMount, "needs leave to mount a small disk"), arguments: deeds)
    func readOnlyDisk(deed: Deed) throws {
        try expect(deed, on: "mount -o remount,ro disk", end: deed.ends[2])
    }

    /// Runs the deed on a disk in trouble, and again when the trouble is over, and compares with
    /// one that met none.
    private func expect(_ deed: Deed, on trouble: String, end: Int32) throws {
        let scratch = try place()
        let (status, lines) = try scratch.run(
            """
            \(Self.unshare) sh <<'END'
            mkdir disk calm && mount -t tmpfs -o size=64m tmpfs disk
            for D in disk calm; do cp desk.sqlite $D; done
            D=disk; dump() { query-store dump --store $D/desk.sqlite; }
            dump >before
            \(trouble)
            { \(deed.command); } >/dev/null 2>said; echo $?
            dump >after; echo $?
            grep -vxFf after before | wc -l
            mount -o remount,rw,size=64m disk
            { \(deed.command); } >/dev/null; echo $?
            dump >healed
            find disk -name '*.tmp' | wc -l
            D=calm; { \(deed.command); } >/dev/null
            dump | cmp - healed && echo same
            diff -r -x 'desk.sqlite*' -x '*.jsonl' -x lock -x work -x logs -x '*.read' disk calm && echo alike
            END
            """)
        #expect(status == 0)
        #expect(lines == ["\(end)", "0", "0", "\(deed.ends[0])", "0", "same", "alike"])
        let said = try scratch.read("said").split(separator: "\n")
        let last = try #require(said.last)
        let isOfStep = said[0].contains("failed, exit \(end)")
        #expect(isOfStep || last.hasPrefix("\(deed.testDescription): "), "\(last)")
        let reasons = [
            "full", "No space left", "Read-only file system", "readonly", "disk I/O error",
        ]
        #expect(isOfStep || reasons.contains { said.joined().contains($0) }, "\(said)")
    }

    @Test("no tool works on a store that is damaged, newer or not ours", arguments: deeds)
    func wrongStores(deed: Deed) throws {
        guard deed.command.contains("--store") else { return }
        let scratch = try place()
        let (status, lines) = try scratch.run(
            """
            mkdir cut broken newer other text
            head -c 100000 desk.sqlite >cut/desk.sqlite
            { head -c 4096 desk.sqlite; tail -c +4097 desk.sqlite | tr '\\000-\\377' x; } >broken/desk.sqlite
            { head -c 60 desk.sqlite; printf '\\000\\000\\000\\143'; tail -c +65 desk.sqlite; } >newer/desk.sqlite
            cp data/bots/ema-cross/tradesv3.sqlite other/desk.sqlite
            echo hello >text/desk.sqlite
            for D in cut broken newer other text; do
                cp $D/desk.sqlite before
                { \(deed.command); } >/dev/null 2>said; echo $D $?
                tail -n 1 said | grep -q "$D/desk.sqlite.*hint:" || cat said
                cmp before $D/desk.sqlite
            done
            """)
        #expect(status == 0)
        #expect(lines == ["cut 65", "broken 65", "newer 65", "other 65", "text 65"])
    }

    @Test(
        "a reader that goes away is a quiet end, and the work can be done again", arguments: deeds)
    func closedPipe(deed: Deed) throws {
        let scratch = try place()
        let (status, lines) = try scratch.run(
            """
            mkdir gone calm; for D in gone calm; do cp desk.sqlite $D; done
            D=gone
            { { \(deed.command); echo $? >status; } 2>said | true; }
            { \(deed.command); } >/dev/null
            dump() { query-store dump --store $D/desk.sqlite; }
            dump >again
            D=calm; { \(deed.command); } >/dev/null
            dump | cmp - again && echo same
            cat status
            """)
        #expect(status == 0)
        #expect(lines.first == "same")
        #expect(["141", "\(deed.ends[0])"].contains(lines.last ?? ""), "\(lines)")
    }

    @Test("a clock that jumps, far and back, changes no result and stops nobody")
    func clock() throws {
        let scratch = try place()
        let commands = Self.deeds.map { "{ \($0.command); } >/dev/null; echo $?" }
            .joined(separator: "\n")
        let (status, lines) = try scratch.run(
            """
            mkdir calm jumpy; for D in calm jumpy; do cp desk.sqlite $D; done
            D=calm; \(commands)
            query-store dump --store calm/desk.sqlite >expected
            D=jumpy
            for now in 1793318400 1 4102444800 1500000000; do
                export SOURCE_DATE_EPOCH=$now
                \(commands)
                query-store dump --store jumpy/desk.sqlite | cmp - expected && echo same
            done
            """)
        let ends = Self.deeds.map { "\($0.ends[0])" }
        #expect(status == 0)
        #expect(lines == ends + Array(repeating: ends + ["same"], count: 4).flatMap(\.self))
    }

    /// A folder with a store of its own, the sample data and a pipeline whose step says a lot.
    private func place() throws -> Scratch {
        let scratch = try Scratch()
        let files = FileManager.default
        try Self.desk.get().write(to: scratch.folder.appending(path: "desk.sqlite"))
        for name in ["data", "site-templates"] {
            try files.createSymbolicLink(
                at: scratch.folder.appending(path: name),
                withDestinationURL: Package.folder.appending(path: name))
        }
        try scratch.write(
            """
            version: 1
            name: big
            vars: {out: .}
            steps:
              - id: candles
                run: [fetch-candles, --source, synthetic, --seed, "42", --pair, BTC/USDT,
                      --from, 2026-08-01, --to, 2026-08-10]
                stdout: $(out)/candles.txt
            """, to: "big.yaml")
        return scratch
    }
}
