import JSONL
import Records
import Reports

extension SampleSite {
    /// The study as one of two losses, whose front is epochs 3, 5 and 9, with two candidates' returns.
    static func several(_ study: SiteContent.Study) -> SiteContent.Study {
        var study = study
        study.run.config = .object(
            (study.run.config.members ?? []) + [
                .init("loss", "Sharpe"), .init("objectives", "MaxDrawDown"),
            ])
        let front = [3: (-9.0, 4.0), 5: (-8.0, 2.0), 9: (-7.0, 1.0)]
        for index in study.trials.indices {
            let (loss, other) =
                front[index + 1] ?? (Double(index % 10) - 5, 10 + Double(index % 7))
            study.trials[index].loss = index == 20 ? nil : loss
            study.trials[index].measures = .object(
                (study.trials[index].measures.members ?? []) + [
                    .init("loss_MaxDrawDown", .number(other)),
                    .init("pareto_front", .integer(front[index + 1] == nil ? 0 : 1)),
                ])
        }
        study.measures += [
            ("3/2026-08-01", 0.01), ("3/2026-09-03", -0.02), ("5/2026-08-05", 0.5), ("broken", 7),
        ].map { day, value in
            Measure(
                run: study.run.run, name: "candidate_return{epoch_day=\"\(day)\"}", value: value,
                unit: "ratio")
        }
        return study
    }

    /// A walk of three windows of 20 and 10 days, a day between: a gain, a loss, and one without a choice.
    static func walk(of result: SiteContent.Result) -> SiteContent.Result {
        let day = 86_400_000
        var walk = result
        walk.run.run = "walk"
        walk.run.tool = "run-hyperopt"
        walk.run.config = ["stake_currency": "USDT", "walk_forward": "20d/10d", "seed": 42]
        walk.measures = [
            ("verdict", 0), (#"required{measure="walk_forward_window_count >= 3"}"#, 1),
            ("walk_forward_window_count", 3), ("walk_forward_trade_count", 12),
            ("walk_forward_profit", -0.01), ("walk_forward_efficiency", 0.5),
        ].map { name, value in
            Measure(run: "walk", name: name, value: value, unit: "number")
        }
        for (place, earned) in [0.02, -0.03, nil].enumerated() {
            let from = start + place * 10 * day
            let values: [(String, Double?)] = [
                ("search_start_ms", Double(from)), ("search_end_ms", Double(from + 20 * day)),
                ("start_ms", Double(from + 21 * day)), ("end_ms", Double(from + 31 * day)),
                ("epoch", earned.map { _ in 4 }), ("search_profit", earned.map { _ in 0.04 }),
                ("profit", earned), ("trade_count", earned.map { _ in 6 }),
            ]
            walk.measures += values.map { name, value in
                Measure(
                    run: "walk", name: "window_\(name){window=\"w\(place + 1)\"}", value: value,
                    unit: name.hasSuffix("ms") ? "instant" : "number",
                    reason: value == nil ? "no epoch has a usable loss" : nil)
            }
        }
        return walk
    }
}
