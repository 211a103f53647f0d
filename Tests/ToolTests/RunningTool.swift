import Foundation
import Glibc
import TestSupport

/// A built tool that runs while the test goes on.
final class RunningTool {
    private let process = Process()

    init(_ words: [String], in folder: URL) throws {
        process.executableURL = Package.binaries.appending(path: words[0])
        process.arguments = Array(words.dropFirst())
        process.currentDirectoryURL = folder
        process.environment = Package.toolEnvironment.merging(
            ["PATH": "/usr/bin:/bin", "SOURCE_DATE_EPOCH": "1793318400"]) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
    }

    var isRunning: Bool { process.isRunning }

    /// Kills the tool and waits until it is gone; whether it was still at work.
    @discardableResult
    func kill(_ signal: Int32) -> Bool {
        send(signal)
        return finish() == 128 + signal
    }

    /// Kills the youngest of the programs that the tool runs, as soon as there is one, and waits
    /// until the tool has ended; whether there was one.
    func killTool() -> Bool {
        let own = process.processIdentifier
        let list = "/proc/\(own)/task/\(own)/children"
        var isKilled = false
        while !isKilled, isRunning {
            let children = try? String(contentsOfFile: list, encoding: .utf8)
            let youngest = children?.split(separator: " ").compactMap { pid_t($0) }.max()
            isKilled = youngest.map { Glibc.kill($0, SIGKILL) == 0 } ?? false
            usleep(200)
        }
        _ = finish()
        return isKilled
    }

    func send(_ signal: Int32) { Glibc.kill(process.processIdentifier, signal) }

    /// Waits for the end and gives the exit status, or 128 and the signal.
    func finish() -> Int32 {
        process.waitUntilExit()
        return process.terminationReason == .exit
            ? process.terminationStatus : 128 + process.terminationStatus
    }
}
