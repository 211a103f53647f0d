internal import Hyperopt
internal import Records
internal import Strategies

/// What tries the points of a search: the threads of this process, or other machines.
///
/// A trial is a function of its point, so every engine gives the same ones, and the search the same
/// next points.
protocol Engine {
    /// Tries the points that `give` gives as the epochs from `first` on, and has `ledger` keep each trial as
    /// soon as it is there, in any order, from any thread, also while others are still to be given. Ends
    /// early when no more are wanted, and says so by false.
    ///
    /// `lookAhead` guesses the points after these: an engine that has time for it may try them, too.
    func evaluate(
        _ give: ((ParameterValues) -> Void) -> Void,
        lookingAhead lookAhead: ((ParameterValues) -> Void) -> Void, from first: Int,
        for ledger: EpochLedger
    ) throws -> Bool

    /// Takes away what the engine left for itself to go on from: all trials are kept.
    func finish()
}

/// The threads of this process.
final class LocalEngine: Engine {
    private let study: Study
    private let crew: Crew
    /// By the epochs that they will be if they turn out right.
    private var guesses: [Int: (values: ParameterValues, job: Crew.Job)] = [:]

    init(_ study: Study, jobs: Int) {
        self.study = study
        crew = Crew(study.testbed, jobs: jobs)
    }

    func evaluate(
        _ give: ((ParameterValues) -> Void) -> Void,
        lookingAhead lookAhead: ((ParameterValues) -> Void) -> Void = { _ in }, from first: Int,
        for ledger: EpochLedger
    ) -> Bool {
        var epoch = first
        let isWanted = crew.share {
            give { values in
                crew.ask(rightGuess(of: values, as: epoch) ?? job(values, as: epoch, for: ledger))
                epoch += 1
            }
            guard crew.isSeveral else { return }
            lookAhead { values in
                let job = job(values, as: epoch, for: ledger)
                guesses[epoch] = (values, job)
                crew.offer(job)
                epoch += 1
            }
        }
        if !isWanted { finish() }
        return isWanted
    }

    /// The job of an epoch that was guessed; nil where it was not, and then all after it are wrong, too.
    private func rightGuess(of values: ParameterValues, as epoch: Int) -> Crew.Job? {
        guard let guess = guesses[epoch], guess.values == values else {
            dropGuesses()
            return nil
        }
        guesses[epoch] = nil
        return guess.job
    }

    private func job(
        _ values: ParameterValues, as epoch: Int, for ledger: EpochLedger
    ) -> Crew.Job {
        Crew.Job { [study] memory in
            let trial = study.trial(epoch: epoch, values: values, reusing: &memory)
            return { ledger.keep(trial) }
        }
    }

    private func dropGuesses() {
        for guess in guesses.values { crew.drop(guess.job) }
        guesses = [:]
    }

    func finish() {
        dropGuesses()
        crew.rest()
    }
}
