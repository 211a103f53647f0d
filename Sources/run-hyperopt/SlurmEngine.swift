internal import CLI
internal import Glibc
internal import Hyperopt
internal import JSONL
internal import Records
internal import Runtimes
internal import Strategies

/// Tries points on a Slurm cluster: a generation is cut into shards, each a task whose worker reads points
/// from and answers trials into a folder that all machines see.
///
/// What is not worth a task is tried here; the first points tell what one takes. A generation that the
/// folder has from before is gone on with as it was cut.
final class SlurmEngine: Engine {
    private let study: Study
    private let folder: ShardFolder
    private let tasks: ShardRun
    private let size: ShardSize
    private let here: LocalEngine
    private let alone: LocalEngine
    private let tell: (String) -> Void
    /// What was left behind, and is not tried for yet; ascending.
    private var left: [Generation]
    /// What a point takes, on one core; nil before one was tried.
    private var cost: Duration?
    private var isToldOfHere = false

    init(
        _ study: Study, in folder: consuming ShardFolder, tasks: ShardRun, size: ShardSize,
        jobs: Int, tell: @escaping (String) -> Void
    ) throws {
        self.study = study
        left = []
        for number in try folder.generations() { left.append(try Generation(number, in: folder)) }
        self.folder = folder
        self.tasks = tasks
        self.size = size
        self.tell = tell
        here = LocalEngine(study, jobs: jobs)
        alone = LocalEngine(study, jobs: 1)
    }

    func evaluate(
        _ give: ((ParameterValues) -> Void) -> Void, guessing _: Guesses, from first: Int,
        for ledger: EpochLedger
    ) throws -> Bool {
        var rest = Batch(first: first, points: [])
        give { rest.points.append($0) }
        guard try takeUp(&rest, for: ledger), try measure(&rest, for: ledger) else { return false }
        let parts = size.parts(rest.points.count, cost: cost ?? .zero)
        guard !parts.isEmpty else { return tryHere(rest, for: ledger) }
        tell("epochs \(rest.first) to \(rest.end - 1): \(parts.count) tasks")
        let asked = Array(rest.points).enumerated().map { place, values in
            TrialPoint(
                run: study.run, epoch: rest.first + place, parameters: study.space.json(values))
        }
        let generation = Generation(
            number: rest.first, shards: parts.map { Array(asked[$0]) })
        try generation.write(to: folder)
        return try collect(generation, from: rest.first, for: ledger)
    }

    func finish() { folder.remove() }
}

extension SlurmEngine {
    /// Goes on with what was left of these points, and tries here what came before it.
    private func takeUp(
        _ rest: inout Batch, for ledger: EpochLedger
    ) throws -> Bool {
        while let next = left.first, !rest.points.isEmpty, next.epochs.lowerBound < rest.end {
            left.removeFirst()
            guard next.epochs.upperBound > rest.first else { continue }
            let before = rest.cut(next.epochs.lowerBound)
            guard before.isTried(by: here, for: ledger) else { return false }
            let own = rest.cut(next.epochs.upperBound)
            try next.check(own.points.map(study.space.json), from: own.first, folder)
            guard try collect(next, from: own.first, for: ledger) else { return false }
        }
        return true
    }

    /// Tries the first points here, for a second, unless it is known what one takes or of no interest.
    private func measure(
        _ rest: inout Batch, for ledger: EpochLedger
    ) throws -> Bool {
        guard cost == nil, size.time > .zero else { return true }
        let start = ContinuousClock.now
        // The processor's time: whatever else this machine does would make tasks too short.
        let worked = clock()
        var count = 0
        while !rest.points.isEmpty, ContinuousClock.now - start < .seconds(1) {
            let one = rest.cut(rest.first + 1)
            guard one.isTried(by: alone, for: ledger) else { return false }
            count += 1
            cost = .microseconds(clock() - worked) / count
        }
        return true
    }

    private func tryHere(_ rest: Batch, for ledger: EpochLedger) -> Bool {
        if !isToldOfHere, !rest.points.isEmpty, let cost {
            let milliseconds = (cost / .milliseconds(1)).rounded()
            tell(
                "\(rest.points.count) points of about \(Int(milliseconds)) ms are not worth a task: "
                    + "they are tried here")
            isToldOfHere = true
        }
        return rest.isTried(by: here, for: ledger)
    }

    /// Has a generation done and hands over its trials from epoch `first` on.
    private func collect(
        _ generation: Generation, from first: Int, for ledger: EpochLedger
    ) throws -> Bool {
        var isWanted = true
        let isWhole = try tasks.work(
            generation.number, in: folder, while: ledger.isWanted
        ) { shard in
            let path = folder.output(shard, of: generation.number)
            for trial in try generation.trials(of: shard, in: path, of: study)
            where isWanted && trial.epoch >= first {
                isWanted = ledger.keep(trial)
            }
            return isWanted
        }
        return isWhole
    }
}

/// Points that are the epochs from `first` on.
private struct Batch {
    var first: Int
    var points: ArraySlice<ParameterValues>

    var end: Int { first + points.count }

    /// Whether more are wanted after they were tried.
    func isTried(by engine: LocalEngine, for ledger: EpochLedger) -> Bool {
        engine.evaluate({ points.forEach($0) }, from: first, for: ledger)
    }

    /// Takes away the epochs before `epoch`.
    mutating func cut(_ epoch: Int) -> Batch {
        let count = min(points.count, max(0, epoch - first))
        defer {
            first += count
            points = points.dropFirst(count)
        }
        return Batch(first: first, points: points.prefix(count))
    }
}

/// Points in a folder, as they were cut into shards; its number is its first epoch.
private struct Generation {
    let number: Int
    let shards: [[TrialPoint]]

    var epochs: Range<Int> { number..<number + shards.reduce(0) { $0 + $1.count } }

    init(number: Int, shards: [[TrialPoint]]) {
        self.number = number
        self.shards = shards
    }

    /// Reads what was left in a folder.
    init(_ number: Int, in folder: borrowing ShardFolder) throws {
        self.number = number
        var shards: [[TrialPoint]] = []
        for shard in 0..<(try folder.shardCount(of: number)) {
            let path = folder.input(shard, of: number)
            shards.append(try records(in: path, TrialPoint.self) { _, _ in nil })
        }
        self.shards = shards
    }

    func write(to folder: borrowing ShardFolder) throws {
        try folder.add(
            number,
            shards: shards.map { points in
                var writer = JSONWriter()
                for point in points { try writer.write(point) }
                return writer.bytes
            })
    }

    /// - Throws: `Diagnostic` unless the generation has these points as its epochs from `first` on.
    func check(
        _ points: [JSONValue], from first: Int, _ folder: borrowing ShardFolder
    ) throws(Diagnostic) {
        let own = shards.joined().dropFirst(first - number).map(\.parameters)
        guard own == points else {
            throw Diagnostic(
                .badData, "\(folder.path) holds points of another search",
                hint: "remove it and ask again")
        }
    }

    /// What a worker answered to a shard, every line of it checked.
    func trials(of shard: Int, in path: String, of study: Study) throws -> [Trial] {
        let points = shards[shard]
        let trials = try records(in: path, Trial.self) { place, trial in
            guard place < points.count else { return "one more trial than points were asked for" }
            let point = points[place]
            let expected = Trial(
                run: study.run, epoch: point.epoch, parameters: point.parameters,
                loss: trial.loss, measures: trial.measures, isBest: false,
                isInitial: study.sampler.isInitial(epoch: point.epoch))
            return trial == expected
                ? nil : "no trial of the point that was asked for, epoch \(point.epoch)"
        }
        guard trials.count == points.count else {
            throw bad("\(trials.count) trials, \(points.count) were asked for", path)
        }
        return trials
    }
}

/// The records of a file; `complaint` says what is wrong with one, by its place.
private func records<Record: JSONRecord>(
    in path: String, _ type: Record.Type, _ complaint: (Int, Record) -> String?
) throws -> [Record] {
    var lines = RecordReader(text: try readText(path), source: path, kinds: [Record.kind])
    var records: [Record] = []
    do {
        while let line = try lines.next() {
            let record = try line.decode(Record.self)
            if let complaint = complaint(records.count, record) {
                throw bad(complaint, "\(path):\(line.number):1")
            }
            records.append(record)
        }
        return records
    } catch let error as BadRecord {
        throw bad(error.message, error.location)
    }
}

private func bad(_ message: String, _ location: String) -> Diagnostic {
    Diagnostic(
        .badData, message, hint: "remove the file and ask again: its shard is tried anew",
        location: location)
}
