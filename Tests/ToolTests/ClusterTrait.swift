import Dispatch
import Testing

/// Has the tests of a suite run where there can be a Slurm cluster, beside all others: they mostly wait,
/// and would keep a core of those from its work meanwhile.
struct ClusterTrait: SuiteTrait, TestScoping {
    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        try await withTaskExecutorPreference(ThreadsApart()) {
            if let obstacle = SlurmCluster.obstacle() {
                print("skipped: \(test.name): there is no Slurm cluster here: \(obstacle)")
                return
            }
            try await function()
        }
    }
}

/// Threads that are not those on which all other tests take turns.
private final class ThreadsApart: TaskExecutor {
    private let queue = DispatchQueue(label: "apart", attributes: .concurrent)

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}

extension Trait where Self == ClusterTrait {
    /// On a real cluster, which needs root and Slurm, beside other tests.
    static var onCluster: Self { Self() }
}
