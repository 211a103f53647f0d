import Foundation
import Glibc
import TestSupport

/// A Slurm cluster of two nodes on this machine, for one test; it ends with the value, or with us, and
/// with it whatever has it in its environment.
final class SlurmCluster {
    /// Whether this machine may have one.
    static let isInstalled =
        getuid() == 0
        && ["sbin/slurmctld", "sbin/slurmd", "sbin/munged", "bin/sbatch"].allSatisfy {
            FileManager.default.isExecutableFile(atPath: "/usr/" + $0)
        }

    let folder: URL
    /// Must not be removed before the daemons, whose files are in it.
    private let scratch: Scratch
    private let process = Process()
    private let input = Pipe()

    init(in scratch: Scratch) throws {
        self.scratch = scratch
        folder = scratch.folder.appending(path: "cluster")
        let output = Pipe()
        try scratch.write("", to: "cluster-talk")
        process.executableURL = Package.folder.appending(path: ".ci/slurm")
        process.arguments = [folder.path]
        process.environment = Package.toolEnvironment.merging(
            ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin"]) { $1 }
        process.standardInput = input
        process.standardOutput = output
        process.standardError = try FileHandle(
            forWritingTo: scratch.folder.appending(path: "cluster-talk"))
        try process.run()
        let word = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        guard word == "ready\n" else { throw Failure(said: try scratch.read("cluster-talk")) }
    }

    struct Failure: Error { let said: String }

    deinit {
        try? input.fileHandleForWriting.close()
        if process.isRunning { process.waitUntilExit() }
    }

    /// Why this machine cannot have one that does tasks; nil where it can.
    static func obstacle() -> String? {
        do {
            let scratch = try Scratch()
            let cluster = try SlurmCluster(in: scratch)
            // A node may be there and yet unable to begin a task.
            let (status, _) = try scratch.run(
                "\(cluster.environment)\ntimeout 60 sbatch --wait --output=/dev/null --wrap=true")
            return status == 0 ? nil : "a task ended with \(status): \(scratch.complaint)"
        } catch let failure as Failure {
            return failure.said
        } catch {
            return "\(error)"
        }
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
