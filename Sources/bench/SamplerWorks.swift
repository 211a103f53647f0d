internal import CLI

extension Work {
    /// A sampler, how many points are asked of it, and the most that one may cost.
    private struct Race {
        let sampler: String
        let count: Int
        let unit: String
        let perUnit: Double
        let goal: Double?
    }

    private static let races = [
        Race(sampler: "tpe", count: 1_000, unit: "ms", perUnit: 1e3, goal: 0.3),
        Race(sampler: "auto", count: 1_000, unit: "ms", perUnit: 1e3, goal: nil),
        Race(sampler: "random", count: 500_000, unit: "µs", perUnit: 1e6, goal: 2),
        Race(sampler: "sobol", count: 500_000, unit: "µs", perUnit: 1e6, goal: 2),
    ]

    static let samplers = Work(
        name: "samplers", summary: "one point of a sampler in a space of six parameters"
    ) { workshop, tell in
        let axes = Array(repeating: "ordered:101", count: 6)
        for race in races {
            let sample = try workshop.measure(
                [
                    workshop.tool("bench"), "--inside", "bowl", race.sampler, "1", "\(race.count)",
                ] + axes, times: 3, output: "/dev/null")
            let peer =
                race.sampler == "auto"
                ? Peer(absent: "nobody else has it")
                : Peer("optuna", workshop) {
                    try workshop.optunaSeconds(race.sampler) * race.perUnit
                }
            try tell(
                Finding(
                    name: "samplers/\(race.sampler)", unit: race.unit,
                    value: sample.cpuSeconds * race.perUnit / Double(race.count), sample: sample,
                    goal: race.goal.map { .atMost($0) }, peer: peer,
                    detail: "\(race.count) points, whole process"))
        }
    }
}

extension Workshop {
    /// Processor seconds of a point of optuna's sampler, in the same space after a thousand points; its
    /// import is not counted.
    fileprivate func optunaSeconds(_ sampler: String) throws -> Double {
        let python = cache + "/../anytrade-peers/optuna/bin/python"
        guard fileExists(python) else {
            throw Diagnostic(.missingInput, "there is no optuna in anytrade-peers of the cache")
        }
        let told = scratch + "/optuna.txt"
        try run([[python, package + "/docs/peers/optuna_samplers.py", sampler]], output: told)
        guard let seconds = Double(try readText(told).split(separator: "\n").last ?? "") else {
            throw Diagnostic(.unavailable, "optuna's time is not known")
        }
        return seconds
    }
}
