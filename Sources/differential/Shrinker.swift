/// Makes a case on which the two programs differ as small as it stays different.
struct Shrinker {
    let judge: Judge
    /// How often freqtrade may be started.
    private var starts: Int

    init(judge: Judge, starts: Int) {
        self.judge = judge
        self.starts = starts
    }

    /// The smallest case found, and what differs in it.
    mutating func shrink(_ bundle: Bundle, difference: String) throws -> (
        case: Bundle, difference: String
    ) {
        var (smallest, difference) = (bundle, difference)
        var isDone = false
        while !isDone, starts > 0 {
            isDone = true
            if let smaller = try shrinkStrategy(smallest) {
                (smallest, difference, isDone) = (smaller.case, smaller.difference, false)
            }
            for candidate in surroundings(of: smallest) where starts > 0 {
                guard let words = try differences(candidate)[0] else { continue }
                (smallest, difference, isDone) = (candidate, words, false)
                break
            }
        }
        return (smallest, difference)
    }

    /// All that one part less makes of the strategy, tried together; the first that still differs.
    private mutating func shrinkStrategy(
        _ bundle: Bundle
    ) throws -> (case: Bundle, difference: String)? {
        let reductions = bundle.strategies[0].reductions
        guard !reductions.isEmpty else { return nil }
        let tried = bundle.with(strategies: reductions)
        for (strategy, words) in zip(tried.strategies, try differences(tried)) {
            if let words { return (bundle.with(strategies: [strategy]), words) }
        }
        return nil
    }

    private mutating func differences(_ bundle: Bundle) throws -> [String?] {
        starts -= 1
        return try judge.verdicts(on: bundle).map { verdict in
            if case .different(let words) = verdict { words } else { nil }
        }
    }

    /// Fewer pairs, fewer candles, a plainer configuration.
    private func surroundings(of bundle: Bundle) -> [Bundle] {
        var smaller: [Bundle] = []
        if bundle.series.count > 1 {
            smaller += bundle.series.indices.map { index in
                var series = bundle.series
                series.remove(at: index)
                return bundle.with(series: series)
            }.filter { $0.series.contains(where: \.isTraded) }
        }
        let longest = bundle.series.map(\.candles.count).max() ?? 0
        if longest > 20 * bundle.mode.parts {
            smaller += [true, false].map { isHead in
                bundle.with(series: bundle.series.map { $0.half(isHead: isHead) })
            }
        }
        return smaller
            + bundle.configuration.reductions.map { configuration in
                var plainer = bundle
                plainer.configuration = configuration
                return plainer
            }
    }
}
