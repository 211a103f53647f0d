internal import Backtesting
internal import Dispatch
internal import Glibc
internal import Hyperopt
internal import Metrics
internal import Strategies

/// Threads that share work out among them, each with a memory of its own.
///
/// Whoever asks for work to be done takes part in it; the others come when there is something to do,
/// and nobody waits for one that has not come.
///
/// `@unchecked`: what changes is touched in `turns` only.
final class Crew: @unchecked Sendable {
    /// Work to do. What it makes is handed over once it is asked for, by whoever made it or, if it is made
    /// by then, by whoever asks; a hand-over says whether more is wanted.
    ///
    /// `@unchecked`: what changes is touched in the crew's turns only.
    final class Job: @unchecked Sendable {
        typealias HandOver = () -> Bool
        fileprivate let make: (inout Testbed.Memory) -> HandOver
        fileprivate var isOffered = false
        fileprivate var isAsked = false
        /// Whether it is not to be begun any more.
        fileprivate var isDropped = false
        /// Of what is made already.
        fileprivate var handOver: HandOver?

        init(_ make: @escaping @Sendable (inout Testbed.Memory) -> HandOver) { self.make = make }
    }

    private let testbed: Testbed
    /// Of whoever asks for work to be done.
    private let own: JobMemory
    /// Of helpers that have nothing to do.
    private var idle: [JobMemory]
    /// In the order in which they are begun, and how many of them are.
    private var jobs: [Job] = []
    private var begun = 0
    /// How many are asked for and not handed over.
    private var asked = 0
    private var isWanted = true
    /// Whether somebody sleeps until all that is asked for is handed over.
    private var isAwaited = false
    private let done = DispatchSemaphore(value: 0)
    private let turns = Lock()
    private let helpers = DispatchQueue(label: "helpers", attributes: .concurrent)
    private let helping = DispatchGroup()
    /// Whether there are helpers at all.
    let isSeveral: Bool

    init(_ testbed: Testbed, jobs: Int) {
        self.testbed = testbed
        own = JobMemory(testbed.memory)
        idle = (1..<jobs).map { _ in JobMemory(testbed.memory) }
        isSeveral = jobs > 1
    }

    /// Does the jobs that `give` asks for, side by side, the first first, and while `give` is still at it,
    /// until a hand-over wants no more; whether none did. Jobs that are offered only are done in their turn,
    /// and nobody waits for them.
    func share(_ give: () -> Void) -> Bool {
        turns.hold { isWanted = true }
        give()
        while let job = turns.hold({ asked > 0 ? next() : nil }) { run(job, own) }
        if !isSoon({ turns.hold { asked == 0 } }) {
            let mustWait = turns.hold {
                isAwaited = asked > 0
                return isAwaited
            }
            if mustWait { done.wait() }
        }
        return turns.hold { isWanted }
    }

    /// Asks for a job, which may have been offered.
    func ask(_ job: Job) {
        let handOver: Job.HandOver? = turns.hold {
            job.isAsked = isWanted
            job.isDropped = !isWanted
            guard isWanted else { return nil }
            asked += 1
            return job.handOver
        }
        if let handOver { end(handOver()) } else { offer(job) }
    }

    /// Has a job done that may be asked for later.
    func offer(_ job: Job) {
        let isHelpWelcome = turns.hold {
            guard !job.isOffered else { return false }
            job.isOffered = true
            jobs.append(job)
            return !idle.isEmpty
        }
        if isHelpWelcome { helpers.async { self.help() } }
    }

    /// Drops a job that nobody will ask for.
    func drop(_ job: Job) { turns.hold { job.isDropped = true } }

    /// Waits for the helpers to end what they are at, when nothing else is to be begun.
    func rest() { helping.wait() }

    /// What `make` makes of every place of `0..<count`, in their order.
    func map<Made: Sendable>(
        _ count: Int, _ make: @escaping @Sendable (Int, inout Testbed.Memory) -> Made
    ) -> [Made] {
        let row = Row<Made>(count)
        _ = share {
            for place in 0..<count {
                ask(
                    Job { [turns] memory in
                        let made = make(place, &memory)
                        return {
                            turns.hold { row.places[place] = made }
                            return true
                        }
                    })
            }
        }
        return row.places.compactMap(\.self)
    }

    /// Back-tests points and gives back their trades in the order of the points.
    func trades(of points: [ParameterValues]) -> [TradeColumns] {
        map(points.count) { [testbed] place, memory in
            TradeColumns(
                testbed.simulate(points[place], reusing: &memory), pairCount: testbed.candles.count)
        }
    }

    /// Works unless all is begun by now, or enough others do.
    private func help() {
        let memory: JobMemory? = turns.hold {
            guard !jobs.isEmpty, let memory = idle.popLast() else { return nil }
            helping.enter()
            return memory
        }
        guard let memory else { return }
        repeat {
            while let job = turns.hold({ next() }) { run(job, memory) }
        } while isSoon { turns.hold { !jobs.isEmpty } } || !isIdle(memory)
        helping.leave()
    }

    /// Makes a helper idle if there is nothing to do; whether there is not.
    private func isIdle(_ memory: JobMemory) -> Bool {
        turns.hold {
            if jobs.isEmpty { idle.append(memory) }
            return jobs.isEmpty
        }
    }

    /// Whether something comes to be so within the time that it takes to sleep and be woken, or a little more;
    /// whoever else has work for the processor goes first.
    private func isSoon(_ isSo: () -> Bool) -> Bool {
        for _ in 0..<Self.looks {
            if isSo() { return true }
            sched_yield()
        }
        return false
    }

    private static let looks = 200

    /// The next job to be begun; what is dropped or not wanted any more never is.
    private func next() -> Job? {
        while begun < jobs.count {
            let job = jobs[begun]
            begun += 1
            if begun == jobs.count {
                jobs.removeAll(keepingCapacity: true)
                begun = 0
            }
            if isWanted, !job.isDropped { return job }
            if job.isAsked { asked -= 1 }
        }
        return nil
    }

    private func run(_ job: Job, _ memory: JobMemory) {
        let handOver = job.make(&memory.memory)
        let isAsked = turns.hold {
            job.handOver = handOver
            return job.isAsked
        }
        if isAsked { end(handOver()) }
    }

    /// Takes note of a hand-over, and whether it wants more.
    private func end(_ isWanted: Bool) {
        turns.hold {
            if !isWanted { self.isWanted = false }
            asked -= 1
            guard asked == 0, isAwaited else { return }
            isAwaited = false
            done.signal()
        }
    }
}

/// What is made, each in its place. `@unchecked`: touched in the crew's turns only.
private final class Row<Made>: @unchecked Sendable {
    var places: [Made?]

    init(_ count: Int) { places = Array(repeating: nil, count: count) }
}

/// What a job remembers from point to point. `@unchecked`: one thread at a time has a job.
private final class JobMemory: @unchecked Sendable {
    var memory: Testbed.Memory

    init(_ memory: Testbed.Memory) { self.memory = memory }
}
