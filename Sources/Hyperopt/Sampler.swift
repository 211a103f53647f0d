internal import Market

/// How a search chooses its points.
///
/// Chance depends on the seed and the epoch's number alone. What a sampler learns from are the epochs
/// of earlier batches, and the size of a batch is fixed: so a search gives the same trials on any
/// number of threads, and may be interrupted and resumed.
public struct Sampler: Hashable, Sendable {
    public enum Method: String, Hashable, Sendable, CaseIterable {
        /// Tree-structured Parzen estimator: points like the best so far, and unlike the rest.
        case tpe
        /// Every point evenly from the space.
        case random
    }

    public let method: Method
    public let seed: UInt64

    public init(_ method: Method, seed: UInt64) {
        self.method = method
        self.seed = seed
    }

    /// Whether an epoch, counted from 1, is drawn before the sampler learns.
    public func isInitial(epoch: Int) -> Bool {
        method == .random || epoch <= Self.initialCount
    }

    /// The epochs that know the same predecessors as `epoch`.
    func batch(of epoch: Int) -> ClosedRange<Int> {
        switch method {
        case .random: return epoch...(epoch + 999)
        case .tpe where epoch <= Self.initialCount: return 1...Self.initialCount
        case .tpe:
            let number = (epoch - Self.initialCount - 1) / Self.batchCount
            let first = Self.initialCount + number * Self.batchCount + 1
            return first...(first + Self.batchCount - 1)
        }
    }

    /// Chance of one epoch.
    func random(epoch: Int) -> SplitMix64 { SplitMix64(seed: seed, words: UInt64(epoch)) }

    /// optuna's `n_startup_trials`.
    static let initialCount = 10
    /// As many as keep a few threads busy without making a search much blinder.
    static let batchCount = 4
    /// optuna's `n_ei_candidates`.
    static let candidateCount = 24

    /// How many of `count` judged points count as good: optuna's `gamma`.
    static func goodCount(of count: Int) -> Int { min((count + 9) / 10, 25) }
}
