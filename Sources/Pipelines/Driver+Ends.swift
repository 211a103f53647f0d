internal import Glibc
internal import Records
internal import Shell

// How steps end, and what becomes of them then.
extension Driver {
    func reapEnded() throws(RunLogError) {
        for work in working {
            guard let ends = work.attempt.reap() else { continue }
            working.removeAll { $0.index == work.index }
            try conclude(work, Attempt.status(of: ends))
        }
    }

    private func conclude(_ work: Work, _ status: Int) throws(RunLogError) {
        let (step, attempt) = (work.attempt.step, work.attempt)
        let judgement = judge(attempt, status)
        var line = line(work.index, judgement.status, judgement.reason ?? "\(work.reason)")
        line.attempt = work.number
        line.startedMs = attempt.startedMs
        line.completedMs = settings.nowMs()
        line.exitStatus = attempt.isOutOfTime && stopSignal == nil ? 124 : status
        line.fingerprint = work.before.digest
        line.logTail = attempt.talk.tail
        if judgement.isGood {
            var fingerprint = work.before
            fingerprint.outputs = world.outputs(of: step)
            return try finish(work.index, line, fingerprint)
        }
        attempt.dropOutput()
        let failures = retries[work.index, default: 0] + 1
        guard line.status == .failed || line.status == .warned, failures <= step.retry.limit,
            step.retry.on.contains(line.exitStatus ?? 0)
        else { return try finish(work.index, line) }
        retries[work.index] = failures
        let rest = step.retry.rest(after: failures)
        resting[work.index] = .now + rest
        roster.rest(work.index)
        try log.append(line)
        watch(line, .retrying(after: rest))
    }

    /// What an end means, and why if that is not plain.
    private func judge(
        _ attempt: Attempt, _ status: Int
    ) -> (status: PipelineStep.Status, reason: String?, isGood: Bool) {
        let step = attempt.step
        let failure: PipelineStep.Status = step.mayFail ? .warned : .failed
        if stopSignal != nil, status != 0 { return (.cancelled, "stopped by a signal", false) }
        if attempt.isOutOfTime, stopSignal == nil { return (failure, "out of time", false) }
        guard step.acceptable.contains(status) || step.warnings.contains(status) else {
            return (failure, step.limits.reason(for: status), false)
        }
        do {
            try attempt.commitOutput()
        } catch {
            return (failure, error.description, false)
        }
        for case .file(let path) in step.outputs where world.digest(path) == nil {
            return (failure, "it did not make \(path)", false)
        }
        return (step.warnings.contains(status) ? .warned : .completed, nil, true)
    }

    func settle(
        _ index: Int, _ status: PipelineStep.Status, _ reason: String
    ) throws(RunLogError) {
        try finish(index, line(index, status, reason))
    }

    func finish(
        _ index: Int, _ line: PipelineStep, _ fingerprint: Fingerprint? = nil
    ) throws(RunLogError) {
        try log.append(line, fingerprint: fingerprint)
        ended[index] = line
        if line.status != .skipped { roster.end(index, line.status == .failed ? .failed : .well) }
        watch(line, .ended(logPath: logPath(index)))
    }

    func line(
        _ index: Int, _ status: PipelineStep.Status, _ reason: String
    ) -> PipelineStep {
        PipelineStep(
            run: settings.run, pipeline: pipeline.name, step: pipeline.steps[index].id,
            needs: pipeline.graph.parents(of: index), status: status,
            reason: settings.surroundings.masker.masked(reason), attempt: 0, exitStatus: nil,
            fingerprint: nil, startedMs: nil, completedMs: nil)
    }

    func logPath(_ index: Int) -> String {
        StepLog.path(of: pipeline.steps[index].id, in: settings.logFolder)
    }
}

extension Limits {
    /// Which limit ended a program with this status; nil where none did.
    fileprivate func reason(for status: Int) -> String? {
        switch Int32(status) - 128 {
        case SIGXCPU where cpuSeconds != nil: "used up its time on a processor"
        case SIGXFSZ where fileBytes != nil: "wrote a file beyond its limit"
        default: nil
        }
    }
}
