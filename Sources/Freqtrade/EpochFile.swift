internal import Crypto
public import JSONL
public import Records

/// The epochs of a search by freqtrade's hyperopt: a `.fthypt` file, line by line.
///
/// Each line carries the whole statistics of its epoch and every trade; only what a trial says is
/// kept. `NaN` and `Infinity` stand bare in such files and are read as absent.
public struct EpochFile {
    private enum Field: String, CaseIterable {
        case loss
        case epoch = "current_epoch"
        case parameters = "params_dict"
        case fixed = "params_not_optimized"
        case metrics = "results_metrics"
        case isInitial = "is_initial_point"
        case isBest = "is_best"
    }

    private static let table = FieldTable<Field>(optional: [.loss, .fixed, .isInitial, .isBest])

    /// What freqtrade notes as the loss of an epoch without (enough) trades.
    private static let noLoss = 100_000.0

    /// The search as a run; nil before the first epoch. It ended when its last epoch did.
    public private(set) var run: Run?

    public init() {}

    /// The epoch on a line.
    ///
    /// - Throws: `JSONError` for a line that is no epoch, and for one of another strategy.
    public mutating func trial(_ line: [UInt8]) throws(JSONError) -> Trial {
        try line.withUnsafeBufferPointer { (bytes) throws(JSONError) in
            var reader = JSONReader(bytes, readsNonFinite: true)
            let trial = try trial(&reader)
            try reader.finish()
            return trial
        }
    }

    private mutating func trial(_ reader: inout JSONReader) throws(JSONError) -> Trial {
        var loss: Double?
        var (epoch, isInitial, isBest) = (0, false, false)
        var (parameters, fixed) = (JSONValue.null, JSONValue.null)
        var statistics: Statistics?
        var object = try reader.beginObject()
        while let key = try reader.nextKey(Self.table, in: &object) {
            switch key {
            case .loss: loss = try reader.finiteDouble()
            case .epoch:
                epoch = try reader.int()
                guard epoch > 0 else { throw reader.unexpected(expected: "1 or more") }
            case .parameters: parameters = try reader.object()
            case .fixed: fixed = try reader.value()
            case .metrics: statistics = try Statistics(from: &reader)
            case .isInitial: isInitial = try reader.bool()
            case .isBest: isBest = try reader.bool()
            }
        }
        guard let statistics else { preconditionFailure("the table requires it") }
        guard let run = take(statistics, parameters, fixed, loss) else {
            throw reader.invalid("the epoch is of another search", field: nil, in: object)
        }
        return Trial(
            run: run, epoch: epoch, parameters: parameters, loss: loss == Self.noLoss ? nil : loss,
            measures: statistics.measures, isBest: isBest, isInitial: isInitial)
    }

    /// Opens the run with its first epoch, moves its end with each; nil for an epoch of another one.
    private mutating func take(
        _ statistics: Statistics, _ parameters: JSONValue, _ fixed: JSONValue, _ loss: Double?
    ) -> String? {
        if let run {
            guard run.strategy == statistics.strategy ?? "" else { return nil }
            self.run?.completedMs = statistics.completedMs
            return run.run
        }
        let config = statistics.config(exchange: nil, extra: [])
        // What the search has not found yet does not change its id.
        let made = [
            statistics.strategy ?? "", "\(statistics.fromMs ?? 0)", "\(statistics.toMs ?? 0)",
            config.text, fixed.text, parameters.text, "\(loss ?? .nan)",
            "\(statistics.startedMs ?? 0)",
        ]
        let run = Run(
            run: String(Digest.sha256(made.joined(separator: "\n")).prefix(16)), tool: "freqtrade",
            status: .completed, strategy: statistics.strategy ?? "", strategyHash: "",
            parameters: .object([]), fromMs: statistics.fromMs ?? 0,
            toMs: statistics.toMs ?? statistics.fromMs ?? 0, config: config,
            startedMs: statistics.startedMs ?? 0, completedMs: statistics.completedMs, error: nil)
        self.run = run
        return run.run
    }
}
