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
        process.environment = [
            "PATH": "/usr/bin:/bin", "LC_ALL": "C", "SWIFT_BACKTRACE": "enable=no",
            "SOURCE_DATE_EPOCH": "1793318400",
        ]
        process.standardInput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
    }

    /// Kills the tool and waits until it is gone.
    func kill(_ signal: Int32) {
        send(signal)
        process.waitUntilExit()
    }

    func send(_ signal: Int32) { Glibc.kill(process.processIdentifier, signal) }

    /// Waits for the end and gives the exit status, or 128 and the signal.
    func finish() -> Int32 {
        process.waitUntilExit()
        return process.terminationReason == .exit
            ? process.terminationStatus : 128 + process.terminationStatus
    }
}

/// SplitMix64: the moments of the kills are chosen by the seed.
struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z &>> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z &>> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z &>> 31)
    }
}
