internal import CLI
internal import Shell

/// The shards of one generation on their way through a cluster's queue.
///
/// A result is a file in the folder; the queue is only asked who still works. A task that is gone and
/// left no result was killed, or its node was lost: it is handed over again. Slurm's controller may go
/// away and come back meanwhile.
public struct ShardRun {
    /// How often a shard is handed over at most: its fourth death is no accident.
    static let mostAttempts = 3

    private let queue: SlurmQueue
    private let name: String
    private let cores: Int
    private let tell: (String) -> Void
    /// How long to wait between two looks into the folder, and between two questions to the queue.
    private let pace: Pace

    struct Pace: Sendable {
        var look = Duration.milliseconds(250)
        var firstQuestion = Duration.seconds(1)
        var lastQuestion = Duration.seconds(15)
    }

    /// `name` tells the jobs from all others; `cores` is what a task works on; `tell` is told what went
    /// wrong and was mended.
    public init(
        _ queue: SlurmQueue, name: String, cores: Int, tell: @escaping (String) -> Void
    ) {
        self.init(queue, name: name, cores: cores, pace: Pace(), tell: tell)
    }

    init(
        _ queue: SlurmQueue, name: String, cores: Int, pace: Pace, tell: @escaping (String) -> Void
    ) {
        self.queue = queue
        self.name = name
        self.cores = cores
        self.pace = pace
        self.tell = tell
    }

    /// Has the shards of a generation done that are not. `take` is told of each that is, once. Where it wants
    /// no more, or `isWanted`, which is asked all the time, says so, tasks are cancelled.
    ///
    /// - Returns: Whether all were wanted.
    public func work(
        _ generation: Int, in folder: borrowing ShardFolder, while isWanted: () -> Bool,
        take: (Int) throws -> Bool
    ) throws -> Bool {
        let job = SlurmQueue.Job(
            name: "\(name)-\(generation)", folder: folder.path,
            log: folder.log(of: generation, task: "%a"), cores: cores,
            line: "exec sh ./work \(folder.name(generation)) \"$SLURM_ARRAY_TASK_ID\"")
        var book = ShardBook(count: try folder.shardCount(of: generation))
        do {
            var (question, next) = (pace.firstQuestion, ContinuousClock.now)
            while true {
                guard try collect(&book, generation, folder, take), isWanted() else {
                    queue.cancel(job.name)
                    return false
                }
                if book.isDone { return true }
                if ContinuousClock.now >= next {
                    if let submitted = try ask(job, &book, generation, folder) {
                        question =
                            submitted
                            ? pace.firstQuestion : min(question * 2, pace.lastQuestion)
                    }
                    next = ContinuousClock.now + question
                }
                waitForAny([], timeout: pace.look)
            }
        } catch {
            queue.cancel(job.name)
            throw error
        }
    }
}

extension ShardRun {
    /// Takes what is done; whether more is wanted.
    private func collect(
        _ book: inout ShardBook, _ generation: Int, _ folder: borrowing ShardFolder,
        _ take: (Int) throws -> Bool
    ) throws -> Bool {
        for shard in try folder.done(of: generation).sorted() where book.finish(shard) {
            guard try take(shard) else { return false }
        }
        if !book.isDone, let refusal = try folder.refusal(of: generation) {
            throw Diagnostic(
                ExitStatus(rawValue: Int32(refusal.status)) ?? .bug,
                "a worker refused shard \(refusal.shard): \(refusal.words)",
                hint: "mend it, remove \(folder.path) and ask again")
        }
        return true
    }

    /// Asks who still works, and hands over what nobody works on; whether that was something, nil where
    /// the queue does not answer now.
    private func ask(
        _ job: SlurmQueue.Job, _ book: inout ShardBook, _ generation: Int,
        _ folder: borrowing ShardFolder
    ) throws -> Bool? {
        do {
            let tasks = try queue.tasks(named: job.name)
            for line in book.news(of: tasks) { tell(line) }
            let due = book.due(alive: Set(tasks.keys))
            if let shard = due.first(where: { book.attempts($0) >= Self.mostAttempts }) {
                throw Diagnostic(
                    .unavailable,
                    "the task of shard \(shard) ended \(Self.mostAttempts) times without a result: "
                        + (folder.lastWords(of: shard, of: generation) ?? "it said nothing"),
                    hint: "do the nodes see \(folder.path), and the same run-hyperopt?")
            }
            guard !due.isEmpty else { return false }
            let number = try queue.submit(due, of: job)
            let again = due.filter { book.attempts($0) > 0 }
            book.submit(due)
            if !again.isEmpty {
                tell("shards \(ranges(again)) were lost, and are tried again as job \(number)")
            }
            return true
        } catch let trouble as SlurmQueue.Trouble {
            guard trouble.mayPass, book.wasSubmitted else {
                throw Diagnostic(.unavailable, "Slurm refuses the tasks: \(trouble.words)")
            }
            if !book.isTroubled { tell("Slurm does not answer, waiting: \(trouble.words)") }
            book.isTroubled = true
            return nil
        }
    }
}

/// What is known of the shards of a generation.
struct ShardBook {
    private var missing: Set<Int>
    private var submissions: [Int: Int] = [:]
    /// Without a result, and gone when the queue was asked last: a result may be slow to be seen.
    private var suspects: Set<Int> = []
    /// Whether somebody was told that the queue does not answer.
    var isTroubled = false
    /// Why tasks wait, as far as somebody was told; those that need no telling.
    private var reasons: Set = ["", "None", "Resources", "Priority", "BeginTime"]

    init(count: Int) { missing = Set(0..<count) }

    var isDone: Bool { missing.isEmpty }
    /// Whether the queue took tasks once.
    var wasSubmitted: Bool { !submissions.isEmpty }

    func attempts(_ shard: Int) -> Int { submissions[shard] ?? 0 }

    /// Notes that a shard is done; false where that is known.
    mutating func finish(_ shard: Int) -> Bool { missing.remove(shard) != nil }

    /// The shards to hand over, ascending, when the queue has tasks of those that are `alive`: one that
    /// was handed over before must be gone twice.
    mutating func due(alive: Set<Int>) -> [Int] {
        isTroubled = false
        // Somebody handed them over before us.
        for shard in alive where attempts(shard) == 0 { submissions[shard] = 1 }
        let gone = missing.subtracting(alive)
        let due = gone.filter { attempts($0) == 0 || suspects.contains($0) }
        suspects = gone.subtracting(due)
        return due.sorted()
    }

    /// Why tasks wait, in a line for each reason that nobody was told yet.
    mutating func news(of tasks: [Int: String]) -> [String] {
        let news = Dictionary(grouping: tasks.keys) { tasks[$0] ?? "" }
            .filter { !reasons.contains($0.key) }
        reasons.formUnion(news.keys)
        return news.sorted { $0.key < $1.key }
            .map { "Slurm lets shards \(ranges($0.value)) wait: \($0.key)" }
    }

    mutating func submit(_ shards: [Int]) {
        for shard in shards { submissions[shard, default: 0] += 1 }
    }
}
