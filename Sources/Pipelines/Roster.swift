/// Whose turn it is: an account of which steps wait, run, rest and have ended.
///
/// Pure: it neither starts nor waits for anything. A step takes its place and all its tokens at once
/// and gives them back at once, so nobody ever waits with something in hand: there is no deadlock.
public struct Roster: Sendable {
    /// What is to be done next.
    public enum Turn: Hashable, Sendable {
        /// All it needs has ended; what of that failed, if anything did.
        case run(Int, afterFailureOf: Int?)
        /// It rested, and is to be tried again.
        case again(Int)
        /// It did not run; which of its needs is why, nil where it waits for a failure and none came.
        case skip(Int, because: Int?)
    }

    /// How a step came to its end, as far as others care.
    public enum End: Hashable, Sendable {
        case well, failed
        /// Because something failed, or because nothing did.
        case skipped(forFailure: Bool)

        var isTainted: Bool { self == .failed || self == .skipped(forFailure: true) }
    }

    private let steps: [Step]
    private let parents: [[Int]]
    private let children: [[Int]]
    private let jobs: Int
    private var freeTokens: [String: Int]
    private var unendedParents: [Int]
    private var ends: [End?]
    private var runningCount = 0
    /// Those that may run, in the file's order, and those that will not.
    private var ready: [Int] = []
    private var skipping: [Int] = []
    private var isResting: Set<Int> = []
    private var mustRunAgain: Set<Int> = []

    public init(_ steps: [Step], graph: Graph, jobs: Int, resources: [String: Int]) {
        let parents = graph.edges
        var children: [[Int]] = steps.map { _ in [] }
        for (child, list) in parents.enumerated() {
            for parent in list { children[parent].append(child) }
        }
        self.steps = steps
        self.parents = parents
        self.children = children
        self.jobs = jobs
        freeTokens = resources
        unendedParents = parents.map(\.count)
        ends = steps.map { _ in nil }
        for index in steps.indices where unendedParents[index] == 0 { admit(index) }
    }

    /// Whether nothing is left that could ever have its turn.
    public var isOver: Bool {
        ready.isEmpty && skipping.isEmpty && isResting.isEmpty && runningCount == 0
    }

    /// The next turn; nil while every place or the tokens needed are taken, or nothing is ready.
    /// Whoever has a turn to run holds a place until `end` or `rest`; a skip has its end already.
    public mutating func next() -> Turn? {
        if let index = skipping.first {
            skipping.removeFirst()
            let cause = parents[index].first { ends[$0] != .well }
            end(index, .skipped(forFailure: tainted(index) != nil))
            return .skip(index, because: steps[index].when == .failure ? nil : cause)
        }
        guard runningCount < jobs, let place = ready.firstIndex(where: fits) else { return nil }
        let index = ready.remove(at: place)
        runningCount += 1
        for (name, count) in steps[index].uses { freeTokens[name, default: 0] -= count }
        if mustRunAgain.remove(index) != nil { return .again(index) }
        return .run(index, afterFailureOf: tainted(index))
    }

    /// Notes the end of a step that had its turn.
    public mutating func end(_ index: Int, _ end: End) {
        if case .skipped = end {} else { release(index) }
        ends[index] = end
        for child in children[index] {
            unendedParents[child] -= 1
            if unendedParents[child] == 0 { admit(child) }
        }
    }

    /// Takes a step's place and tokens away until it wakes.
    public mutating func rest(_ index: Int) {
        release(index)
        isResting.insert(index)
    }

    /// Lets a step that rested have another turn.
    public mutating func wake(_ index: Int) {
        guard isResting.remove(index) != nil else { return }
        mustRunAgain.insert(index)
        insert(index)
    }

    private func fits(_ index: Int) -> Bool {
        steps[index].uses.allSatisfy { freeTokens[$0, default: 0] >= $1 }
    }

    private mutating func release(_ index: Int) {
        runningCount -= 1
        for (name, count) in steps[index].uses { freeTokens[name, default: 0] += count }
    }

    /// Which of the needs of a step failed, or was skipped for a failure.
    private func tainted(_ index: Int) -> Int? {
        parents[index].first { ends[$0]?.isTainted == true }
    }

    private mutating func admit(_ index: Int) {
        let runs =
            switch steps[index].when {
            case .always: true
            case .failure: tainted(index) != nil
            case .success: parents[index].allSatisfy { ends[$0] == .well }
            }
        if runs { insert(index) } else { skipping.append(index) }
    }

    private mutating func insert(_ index: Int) {
        let before = ready.lastIndex { $0 < index }
        ready.insert(index, at: before.map { $0 + 1 } ?? 0)
    }
}
