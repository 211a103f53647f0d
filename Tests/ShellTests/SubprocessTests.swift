import Foundation
import Glibc
import Shell
import Testing

struct SubprocessTests {
    @Test("pipes run whole, each stage with its own end")
    func pipes() throws {
        let scratch = try Scratch()
        var process = subprocess("printf 'b\\na\\n'; exit 3", "sort", "cat; exit 5")
        process.output = .file(scratch.path("out"))
        let (ends, timedOut) = try process.start().wait()
        #expect(ends == [.exited(3), .exited(0), .exited(5)])
        #expect(!timedOut)
        #expect(scratch.text("out") == "a\nb\n")
    }

    @Test("what the programs used is known, with what they started and waited for")
    func usage() throws {
        let group = try subprocess("sh -c 'i=0; while [ $i -lt 50000 ]; do i=$((i+1)); done'; :")
            .start()
        #expect(group.usage == Usage())
        #expect(group.wait().ends == [.exited(0)])
        #expect(group.usage.cpuSeconds > 0)
        #expect(group.usage.residentBytes > 100_000)
    }

    @Test("a reader that leaves early ends the writer by SIGPIPE, as in a shell")
    func brokenPipe() throws {
        let scratch = try Scratch()
        var process = subprocess("exec yes", "exec head -n 2")
        process.output = .file(scratch.path("out"))
        #expect(try process.start().wait().ends == [.signalled(SIGPIPE), .exited(0)])
        #expect(scratch.text("out") == "y\ny\n")
    }

    @Test("input comes from a file, talk is added to a file")
    func redirection() throws {
        let scratch = try Scratch()
        try "hello\n".write(toFile: scratch.path("in"), atomically: true, encoding: .utf8)
        for _ in 0..<2 {
            var process = subprocess("cat; echo talk >&2")
            process.input = .file(scratch.path("in"))
            process.output = .file(scratch.path("out"))
            process.error = .appending(scratch.path("log"))
            #expect(try process.start().wait().ends == [.exited(0)])
        }
        #expect(scratch.text("out") == "hello\n")
        #expect(scratch.text("log") == "talk\ntalk\n")
    }

    @Test("nothing but the given environment is passed on")
    func environment() throws {
        let scratch = try Scratch()
        var process = Subprocess(
            stages: [.init(path: "/usr/bin/env", arguments: ["env"])],
            environment: ["A": "1", "B": "x=y"])
        process.output = .file(scratch.path("out"))
        #expect(try process.start().wait().ends == [.exited(0)])
        #expect(scratch.text("out") == "A=1\nB=x=y\n")
    }

    @Test("none of our descriptors reaches a stage, unless it is meant to")
    func descriptors() throws {
        let scratch = try Scratch()
        let opened = open("/dev/null", O_RDONLY | O_CLOEXEC)
        defer { close(opened) }
        // A number far from those that the shell itself opens while it lists.
        let leak = fcntl(opened, F_DUPFD_CLOEXEC, 200)
        defer { close(leak) }
        for (inherited, expected) in [(nil, "0 1 2"), (leak, "0 1 2 \(leak)")] {
            var process = subprocess("cd /proc/self/fd && echo *", "cat")
            process.inherited = inherited
            process.output = .file(scratch.path("out"))
            #expect(try process.start().wait().ends == [.exited(0), .exited(0)])
            let listed = scratch.text("out").split(separator: " ").map {
                $0.trimmingCharacters(in: .newlines)
            }
            #expect(Set(expected.split(separator: " ").map(String.init)).isSubset(of: listed))
            #expect(listed.contains("\(leak)") == (inherited != nil))
        }
    }

    @Test("a group that is out of time gets TERM, one that ignores it KILL")
    func timeouts() throws {
        let polite = try subprocess("exec sleep 60").start().wait(timeout: .milliseconds(50))
        #expect(polite.timedOut && polite.ends == [.signalled(SIGTERM)])
        let scratch = try Scratch()
        let ready = scratch.path("ready")
        let deaf = try subprocess("trap '' TERM; : >\(ready); while :; do sleep 0.05; done").start()
        while access(ready, F_OK) != 0 { usleep(1_000) }
        let (ends, timedOut) = deaf.wait(timeout: .milliseconds(200), grace: .milliseconds(100))
        #expect(timedOut && ends == [.signalled(SIGKILL)])
    }

    @Test("a program that is not there is named, and what started before it is gone")
    func failedStart() throws {
        var process = subprocess("exec sleep 60")
        process.stages.append(.init(path: "/nowhere/x", arguments: ["x"]))
        #expect(throws: ShellError(deed: "start", subject: "/nowhere/x", code: ENOENT)) {
            try process.start()
        }
    }

    @Test("no zombie stays behind")
    func zombies() throws {
        for _ in 0..<5 {
            let group = try subprocess("exit 0", "exit 1").start()
            _ = group.wait()
            for process in group.processes { #expect(kill(process, 0) != 0) }
        }
    }

    @Test("waiting for many returns when the first ends")
    func many() throws {
        let slow = try subprocess("exec sleep 60").start()
        let quick = try subprocess("exec sleep 0.05").start()
        while quick.reap() == nil { waitForAny([slow, quick]) }
        #expect(slow.reap() == nil)
        slow.kill()
        #expect(slow.reap() == [.signalled(SIGKILL)])
    }
}

struct FileLockTests {
    @Test("one holds a lock, and a child that inherits it holds it on")
    func exclusive() throws {
        let scratch = try Scratch()
        let path = scratch.path("lock")
        var child: ProcessGroup?
        do {
            guard let lock = try FileLock(path: path) else {
                Issue.record("a lock nobody holds was refused")
                return
            }
            #expect(try isHeld(path))
            var process = subprocess("exec sleep 60")
            process.inherited = lock.descriptor
            child = try process.start()
        }
        #expect(try isHeld(path))
        child?.kill()
        // Another test's child may hold a copy for a moment, between its fork and its exec.
        for _ in 0..<200 where try isHeld(path) { usleep(10_000) }
        #expect(try !isHeld(path))
    }

    private func isHeld(_ path: String) throws -> Bool {
        if let _ = try FileLock(path: path) { false } else { true }
    }
}

struct ProgramsTests {
    @Test("a name is looked for in order, a path is taken as it stands")
    func lookup() {
        #expect(programPath("sh", in: ["/nowhere", "/bin"]) == "/bin/sh")
        #expect(programPath("/bin/sh", in: []) == "/bin/sh")
        #expect(programPath("no-such-tool", in: ["/bin"]) == nil)
        #expect(programPath("etc", in: ["/"]) == nil)
    }
}

private func subprocess(_ scripts: String...) -> Subprocess {
    Subprocess(
        stages: scripts.map { .init(path: "/bin/sh", arguments: ["sh", "-c", $0]) },
        environment: ["PATH": "/usr/bin:/bin"])
}

/// A folder that goes away with its owner.
private final class Scratch {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)

    init() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    func path(_ name: String) -> String { folder.appending(path: name).path }
    func text(_ name: String) -> String {
        (try? String(contentsOfFile: path(name), encoding: .utf8)) ?? "unreadable"
    }

    deinit { try? FileManager.default.removeItem(at: folder) }
}
