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
    private let testbed: Testbed
    /// Of whoever asks for work to be done.
    private let own: JobMemory
    /// Of helpers that have nothing to do.
    private var idle: [JobMemory]
    private let turns = Lock()
    private let helpers = DispatchQueue(label: "helpers", attributes: .concurrent)

    init(_ testbed: Testbed, jobs: Int) {
        self.testbed = testbed
        own = JobMemory(testbed.memory)
        idle = (1..<jobs).map { _ in JobMemory(testbed.memory) }
    }

    /// Calls `work` for all that `give` gives, and for the place that it has there, side by side, the first
    /// first, and while `give` is still at it, until one of the calls wants no more; whether none did.
    func share<Piece: Sendable>(
        _ give: ((Piece) -> Void) -> Void,
        _ work: @escaping @Sendable (Int, Piece, inout Testbed.Memory) -> Bool
    ) -> Bool {
        let pile = Pile<Piece>()
        give { piece in
            if add(piece, to: pile) { helpers.async { self.help(with: pile, work) } }
        }
        turns.hold { pile.isOpen = false }
        workOff(pile, own, work)
        if !isSoon({ turns.hold { pile.helpers == 0 } }) { pile.helping.wait() }
        return turns.hold { pile.isWanted }
    }

    /// What `make` makes of every place of `0..<count`, in their order.
    func map<Made: Sendable>(
        _ count: Int, _ make: @escaping @Sendable (Int, inout Testbed.Memory) -> Made
    ) -> [Made] {
        let row = Row<Made>(count)
        _ = share({ (0..<count).forEach($0) }) { [turns] place, _, memory in
            let made = make(place, &memory)
            turns.hold { row.places[place] = made }
            return true
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

    /// Whether there is a helper without anything to do.
    private func add<Piece>(_ piece: Piece, to pile: Pile<Piece>) -> Bool {
        turns.hold {
            pile.pieces.append(piece)
            return !idle.isEmpty
        }
    }

    /// Works on a pile unless all is begun by now, or enough others do.
    private func help<Piece>(
        with pile: Pile<Piece>, _ work: (Int, Piece, inout Testbed.Memory) -> Bool
    ) {
        let memory: JobMemory? = turns.hold {
            guard !pile.isBegun, let memory = idle.popLast() else { return nil }
            pile.helping.enter()
            pile.helpers += 1
            return memory
        }
        guard let memory else { return }
        repeat {
            workOff(pile, memory, work)
        } while isSoon { turns.hold { !pile.isBegun || !pile.isOpen } }
            && turns.hold { !pile.isBegun }
        turns.hold {
            pile.helpers -= 1
            idle.append(memory)
        }
        pile.helping.leave()
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

    private func workOff<Piece>(
        _ pile: Pile<Piece>, _ memory: JobMemory,
        _ work: (Int, Piece, inout Testbed.Memory) -> Bool
    ) {
        while let (place, piece) = turns.hold({ pile.next() }) {
            if !work(place, piece, &memory.memory) { turns.hold { pile.isWanted = false } }
        }
    }
}

/// Pieces of work, in the order in which they are begun. `@unchecked`: what changes is touched in the
/// crew's turns only.
private final class Pile<Piece>: @unchecked Sendable {
    var pieces: [Piece] = []
    var isWanted = true
    /// Whether pieces may still come.
    var isOpen = true
    /// Those who work on it, besides the one who has it worked on.
    var helpers = 0
    let helping = DispatchGroup()
    private var taken = 0

    var isBegun: Bool { !isWanted || taken == pieces.count }

    func next() -> (Int, Piece)? {
        guard !isBegun else { return nil }
        taken += 1
        return (taken - 1, pieces[taken - 1])
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
