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
    func evaluate(
        _ give: ((ParameterValues) -> Void) -> Void, from first: Int, for ledger: EpochLedger
    ) throws -> Bool

    /// Takes away what the engine left for itself to go on from: all trials are kept.
    func finish()
}

/// The threads of this process.
struct LocalEngine: Engine {
    private let study: Study
    private let crew: Crew

    init(_ study: Study, jobs: Int) {
        self.study = study
        crew = Crew(study.testbed, jobs: jobs)
    }

    func evaluate(
        _ give: ((ParameterValues) -> Void) -> Void, from first: Int, for ledger: EpochLedger
    ) -> Bool {
        crew.share(give) { [study] place, values, memory in
            ledger.keep(study.trial(epoch: first + place, values: values, reusing: &memory))
        }
    }

    func finish() {}
}
