import CLI
import Pipelines
import Records
import Storage

/// Carries the run log into the store. The log comes first: the store may lag, never lead.
struct Ledger {
    let log: RunLog
    let store: Store?

    /// Brings what a killed run noted in its log but no longer in the store.
    func catchUp(known: [PipelineRun]) throws {
        guard let store, let latest = log.latest, known.contains(where: { $0.run == latest.run })
        else { return }
        _ = try store.pipelineRuns.save(latest)
        _ = try store.pipelineRuns.save(log.latestSteps)
    }

    func note(_ run: PipelineRun) throws {
        try log.append(run)
        if let store { _ = try store.pipelineRuns.save(run) }
    }

    /// A store that is busy now gets the line with the next start.
    func note(_ step: PipelineStep) {
        guard let store else { return }
        do {
            _ = try store.pipelineRuns.save([step])
        } catch {
            command.say("the store did not take the line of \(step.step): \(error)")
        }
    }
}
