import Foundation
import Glibc
import TestSupport

/// A Slurm cluster of two nodes on this machine, for one test; it ends with the value, or with us.
final class SlurmCluster {
    /// Whether this machine may have one.
    static let isPossible =
        getuid() == 0
        && ["sbin/slurmctld", "sbin/slurmd", "sbin/munged", "bin/sbatch"].allSatisfy {
            FileManager.default.isExecutableFile(atPath: "/usr/" + $0)
        }

    let folder: URL
    /// Must not be removed before the daemons, whose processes its files name.
    private let scratch: Scratch
    private let process = Process()
    private let input = Pipe()

    init(in scratch: Scratch) throws {
        self.scratch = scratch
        folder = scratch.folder.appending(path: "cluster")
        let output = Pipe()
        process.executableURL = Package.folder.appending(path: ".ci/slurm")
        process.arguments = [folder.path]
        process.environment = Package.toolEnvironment.merging(
            ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin"]) { $1 }
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        let word = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        guard word == "ready\n" else { throw Failure(said: word) }
    }

    struct Failure: Error { let said: String }

    deinit {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    /// What programs need in their environment to find it.
    var environment: String { "export SLURM_CONF='\(folder.path)/slurm.conf'" }

    /// Keeps tasks from beginning, on whatever node they are.
    func hold() throws {
        try Data().write(to: folder.appending(path: "hold"))
    }

    func release() throws {
        try FileManager.default.removeItem(at: folder.appending(path: "hold"))
    }

    /// The process of a daemon, by the name of its file: `controller`, `n1`.
    func processIdentifier(of daemon: String) throws -> pid_t {
        let text = try String(
            contentsOf: folder.appending(path: daemon + ".pid"), encoding: .utf8)
        return pid_t(text.trimmingCharacters(in: .whitespacesAndNewlines)) ?? -1
    }
}
