import Foundation
import TestSupport
import Testing

/// Two nights at once, as real processes; files tell them apart, never time.
struct PipelineLockTests {
    private static let slow = """
        version: 1
        name: toy
        steps:
          - {id: hold, run: [sh, -c, "touch started; while test ! -e go; do sleep 0.01; done"]}
        """
    private static let start = """
        run-pipeline p.yaml --quiet &
        first=$!
        while test ! -e started; do sleep 0.01; done
        """
    private var holder: Regex<Substring> {
        #/toy-1 \(pid \d+\) holds toy since 2023-11-14T22:13:20Z/#
    }

    @Test("the second fails with 75, or is skipped with 0, and says who is at work since when")
    func failOrSkip() throws {
        let scratch = try Scratch()
        try scratch.write(Self.slow, to: "p.yaml")
        let (_, lines) = try scratch.run(
            """
            \(Self.start)
            run-pipeline p.yaml 2>failed; echo $?
            run-pipeline p.yaml --on-busy skip 2>skipped; echo $?
            grep -c "pid $first)" failed
            run-pipeline status p.yaml | grep -c "running (pid $first)"
            touch go; wait $first; echo $?
            """)
        #expect(lines == ["75", "0", "1", "1", "0"])
        #expect(try scratch.read("failed").contains(holder))
        #expect(try scratch.read("skipped").contains(holder))
        #expect(try scratch.read("skipped").hasSuffix("; skipped\n"))
    }

    @Test("the second waits where it is told to, and then does its work")
    func waiting() throws {
        let scratch = try Scratch()
        try scratch.write(Self.slow + "\non_busy: wait\n", to: "p.yaml")
        let (_, lines) = try scratch.run(
            """
            \(Self.start)
            run-pipeline p.yaml 2>waited & second=$!
            while ! grep -q waiting waited; do sleep 0.01; done
            touch go
            wait $first; echo $?
            wait $second; echo $?
            run-pipeline history p.yaml | wc -l
            """)
        #expect(lines == ["0", "0", "2"])
        #expect(try scratch.read("waited").contains(holder))
    }

    @Test("a killed holder blocks nobody, and its run goes on")
    func dead() throws {
        let scratch = try Scratch()
        try scratch.write(Self.slow, to: "p.yaml")
        let (_, lines) = try scratch.run(
            """
            \(Self.start)
            kill -9 $first; wait $first
            touch go
            run-pipeline p.yaml 2>said; echo $?
            run-pipeline history p.yaml | wc -l
            """)
        #expect(lines == ["0", "1"])
        #expect(try scratch.read("said").contains("toy-1, going on after an interruption"))
    }

    @Test("pipelines with one lock, and steps with one, wait for each other")
    func named() throws {
        let scratch = try Scratch()
        try scratch.write(Self.slow + "\nlock: desk\n", to: "p.yaml")
        try scratch.write(
            "version: 1\nname: other\nlock: desk\nsteps: [{id: s, run: [echo]}]", to: "q.yaml")
        try scratch.write(
            "version: 1\nname: third\nsteps: [{id: s, run: [echo], lock: desk}]", to: "r.yaml")
        let (_, lines) = try scratch.run(
            """
            \(Self.start)
            run-pipeline q.yaml 2>failed; echo $?
            run-pipeline r.yaml 2>waited & third=$!
            while ! grep -q "s: waits, toy-1 (pid $first) holds" waited; do sleep 0.01; done
            touch go
            wait $first; echo $?
            wait $third; echo $?
            """)
        #expect(lines == ["75", "0", "0"])
        #expect(try scratch.read("failed").contains("toy-1"))
        #expect(try scratch.read("failed").contains("holds the lock .anytrade/locks/desk since"))
    }
}
