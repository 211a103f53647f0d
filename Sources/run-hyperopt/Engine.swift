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
    /// `guesses` are of the points after these: an engine that has time for it may try them, too.
    func evaluate(
        _ give: ((ParameterValues) -> Void) -> Void, guessing guesses: Guesses, from first: Int,
        for ledger: EpochLedger
    ) throws -> Bool

    /// Takes away what the engine left for itself to go on from: all trials are kept.
    func finish()
}

/// What will be asked for, maybe.
struct Guesses {
    /// Before the points are given: some after them, each with how many epochs lie between.
    let early: ((_ behind: Int, ParameterValues) -> Void) -> Void
    /// Once they are: those right after them.
    let late: ((ParameterValues) -> Void) -> Void

    static var none: Guesses { Guesses(early: { _ in }, late: { _ in }) }
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
        _ give: ((ParameterValues) -> Void) -> Void, guessing guesses: Guesses = .none,
        from first: Int, for ledger: EpochLedger
    ) -> Bool {
        var epoch = first
        let isWanted = crew.share {
            if crew.isSeveral {
                guesses.early { guess($1, as: first + $0, for: ledger) }
            }
            give { values in
                crew.ask(rightGuess(of: values, as: epoch) ?? job(values, as: epoch, for: ledger))
                epoch += 1
            }
            guard crew.isSeveral else { return }
            guesses.late { values in
                guess(values, as: epoch, for: ledger)
                epoch += 1
            }
        }
        if !isWanted { finish() }
        return isWanted
    }

    private func guess(_ values: ParameterValues, as epoch: Int, for ledger: EpochLedger) {
        guard guesses[epoch]?.values != values else { return }
        if let wrong = guesses[epoch] { crew.drop(wrong.job) }
        let job = job(values, as: epoch, for: ledger)
        guesses[epoch] = (values, job)
        crew.offer(job)
    }

    /// The job of an epoch that was guessed; nil where it was not. Where it was wrong, all are.
    private func rightGuess(of values: ParameterValues, as epoch: Int) -> Crew.Job? {
        guard let guess = guesses[epoch] else { return nil }
        guard guess.values == values else {
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
