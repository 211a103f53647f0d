import CLI
import Pipelines
import Records
import Storage

/// Carries the run log into the store. The log comes first: the store may lag, never lead.
final class Ledger {
    private let log: RunLog
    private let store: Store?
    /// Lines of steps that needed no program; they go into the store with the next that did.
    private var waiting: [PipelineStep] = []

    init(log: RunLog, store: Store?) {
        self.log = log
        self.store = store
    }

    /// Brings what a killed run noted in its log but no longer in the store.
    func catchUp(known: [PipelineRun]) throws {
        guard let store, let latest = log.latest, known.contains(where: { $0.run == latest.run })
        else { return }
        _ = try store.pipelineRuns.save(latest)
        _ = try store.pipelineRuns.save(log.latestSteps())
    }

    /// Notes that a run begins, or that it goes on: then what was at work when it was cut off is over.
    func begin(_ run: PipelineRun, isResumed: Bool) throws {
        try note(run)
        guard isResumed else { return }
        let cut = Set(try log.latestSteps().filter { $0.status == .running }.map(\.step))
        try log.closeInterrupted()
        waiting += try log.latestSteps().filter {
            cut.contains($0.step) && $0.status == .cancelled
        }
    }

    func note(_ run: PipelineRun) throws {
        try log.append(run)
        if let store { _ = try store.pipelineRuns.save(run) }
    }

    func note(_ step: PipelineStep, _ event: Driver.Event) {
        if case .waiting = event { return }
        waiting.append(step)
        if step.attempt > 0 { flush() }
    }

    /// Puts what waits into the store. A store that is busy now gets it with the next start.
    func flush() {
        guard let store, !waiting.isEmpty else { return }
        do {
            _ = try store.pipelineRuns.save(waiting)
        } catch {
            let names = waiting.count == 1 ? "the line of \(waiting[0].step)" : "some lines"
            command.say("the store did not take \(names): \(error)")
        }
        waiting = []
    }
}
