internal import CLI
internal import Market
internal import Records
internal import Storage

/// A number that monitoring keeps an eye on, with a sample for each set of labels. All are gauges:
/// what the store says now.
struct Gauge {
    struct Sample {
        let labels: [(name: String, value: String)]
        let value: Double
    }

    let name: String
    let help: String
    let samples: [Sample]

    init(_ name: String, _ help: String, _ samples: [Sample]) {
        self.name = "anytrade_" + name
        self.help = help
        self.samples = samples
    }
}

/// Everything that `metrics` tells, by name.
func allGauges(_ store: Store) throws -> [Gauge] {
    let vitals = try Vitals(store)
    let all =
        [Gauge("build_info", "The version of this tool.", [one(("version", Command.version))])]
        + pipelineGauges(vitals) + (try stepGauges(vitals, store)) + breakGauges(vitals)
        + botGauges(vitals) + (try storeGauges(store))
    return all.filter { !$0.samples.isEmpty }
}

private typealias Label = (name: String, value: String)

private func one(_ labels: Label..., value: Double = 1) -> Gauge.Sample {
    Gauge.Sample(labels: labels, value: value)
}

private func seconds(_ milliseconds: Int) -> Double { Double(milliseconds) / 1_000 }

// MARK: Pipelines

private func pipelineGauges(_ vitals: Vitals) -> [Gauge] {
    func gauge(
        _ name: String, _ help: String, _ value: (Vitals.Nights) -> Double?
    ) -> Gauge {
        Gauge(
            "pipeline_" + name, help,
            vitals.nights.compactMap { nights in
                value(nights).map { one(("pipeline", nights.pipeline), value: $0) }
            })
    }
    return [
        gauge("last_success_timestamp_seconds", "When a run of the pipeline last ended well.") {
            $0.lastSuccessMs.map(seconds)
        },
        gauge("last_run_timestamp_seconds", "When the pipeline's latest finished run started.") {
            $0.latest.map { seconds($0.startedMs) }
        },
        gauge("last_run_duration_seconds", "How long the latest finished run took.") { nights in
            nights.latest.flatMap { run in run.completedMs.map { seconds($0 - run.startedMs) } }
        },
        gauge("last_run_success", "Whether the latest finished run ended well: 1 or 0.") {
            $0.latest.map { $0.status == .completed ? 1 : 0 }
        },
        gauge("last_run_exit_status", "What the latest finished run ended with.") {
            $0.latest?.exitStatus.map(Double.init)
        },
        Gauge(
            "pipeline_runs", "Runs on record by how they stand or ended.",
            vitals.nights.flatMap { nights in
                PipelineRun.Status.allCases.map { status in
                    one(
                        ("pipeline", nights.pipeline), ("status", status.rawValue),
                        value: Double(nights.runs.count { $0.status == status }))
                }
            }),
    ]
}

private func stepGauges(_ vitals: Vitals, _ store: Store) throws -> [Gauge] {
    var (durations, ends, counts): ([Gauge.Sample], [Gauge.Sample], [Gauge.Sample]) = ([], [], [])
    for nights in vitals.nights {
        guard let run = nights.latest else { continue }
        // Of several attempts at a step the last one counts.
        var latest: [String: PipelineStep] = [:]
        for step in try store.pipelineRuns.steps(run: run.run) { latest[step.step] = step }
        for step in latest.values.sorted(by: { $0.step < $1.step }) {
            let labels: [Label] = [("pipeline", nights.pipeline), ("step", step.step)]
            if let start = step.startedMs, let end = step.completedMs {
                durations.append(Gauge.Sample(labels: labels, value: seconds(end - start)))
            }
            if let status = step.exitStatus {
                ends.append(Gauge.Sample(labels: labels, value: Double(status)))
            }
        }
        for status in PipelineStep.Status.allCases {
            counts.append(
                one(
                    ("pipeline", nights.pipeline), ("status", status.rawValue),
                    value: Double(latest.values.count { $0.status == status })))
        }
    }
    return [
        Gauge(
            "step_duration_seconds", "How long a step of the latest finished run took.", durations),
        Gauge("step_exit_status", "What a step of the latest finished run ended with.", ends),
        Gauge("steps", "Steps of the latest finished run by how they ended.", counts),
    ]
}

// MARK: Breaks and bots

private func breakGauges(_ vitals: Vitals) -> [Gauge] {
    var samples: [Gauge.Sample] = []
    for severity in Break.Severity.allCases {
        for (status, isStanding) in [("open", true), ("waived", false)] {
            let count = vitals.breaks.count {
                $0.severity == severity && $0.isStanding == isStanding
            }
            samples.append(
                one(("severity", severity.rawValue), ("status", status), value: Double(count)))
        }
    }
    var risks: [String: Double] = [:]
    for found in vitals.breaks where found.isStanding {
        if let money = found.moneyAtRisk { risks[found.currency ?? "", default: 0] += money }
    }
    return [
        Gauge("breaks", "Breaks that last, by severity.", samples),
        Gauge(
            "breaks_money_at_risk", "What the open breaks put at risk, by currency.",
            risks.sorted { $0.key < $1.key }.map { one(("currency", $0.key), value: $0.value) }),
    ]
}

private func botGauges(_ vitals: Vitals) -> [Gauge] {
    func instants(_ name: String, _ help: String, _ value: (Bot) -> Int?) -> Gauge {
        Gauge(
            name, help,
            vitals.bots.compactMap { known in
                value(known.bot).map { one(("bot", known.bot.bot), value: seconds($0)) }
            })
    }
    return [
        Gauge(
            "bots", "Bots by their health, as the pages say it.",
            BotCondition.allCases.map { condition in
                let count = vitals.bots.count { $0.condition == condition }
                let missing = condition == .missing ? vitals.missingBots.count : 0
                return one(("health", condition.rawValue), value: Double(count + missing))
            }),
        instants("bot_last_seen_timestamp_seconds", "The bot's last sign of life.", \.seenMs),
        instants(
            "bot_last_ingested_timestamp_seconds", "When the bot's database was last read.",
            \.observedMs),
    ]
}

// MARK: The store

private func storeGauges(_ store: Store) throws -> [Gauge] {
    var runs: [String: [Run.Status: Int]] = [:]
    for run in try store.runs.all() { runs[run.tool, default: [:]][run.status, default: 0] += 1 }
    return [
        Gauge(
            "runs", "Runs of tools on record by how they stand or ended.",
            runs.sorted { $0.key < $1.key }.flatMap { tool, counts in
                Run.Status.allCases.map { status in
                    one(
                        ("tool", tool), ("status", status.rawValue),
                        value: Double(counts[status] ?? 0))
                }
            }),
        Gauge(
            "store_rows", "Rows of a table of the store.",
            try store.tables().filter { !$0.isView }.map {
                one(("table", $0.name), value: Double(try store.count(of: $0)))
            }),
        Gauge(
            "candles_last_timestamp_seconds", "When the last candle of a series ends.",
            try store.candles.list().map { series in
                one(
                    ("exchange", series.exchange), ("pair", series.pair.symbol),
                    ("timeframe", series.timeframe.description),
                    value: seconds(series.lastMs + series.timeframe.milliseconds))
            }),
    ]
}

// MARK: Forms

let gaugesSummary = "what monitoring watches; --format prometheus for node_exporter's textfiles"

/// The gauges as rows.
func table(of gauges: [Gauge]) throws -> ComputedTable {
    let table = try ComputedTable(
        "metrics", summary: gaugesSummary,
        columns: [
            .init("name", .text), .init("labels", .text), .init("value", .real),
            .init("help", .text),
        ], key: ["name", "labels"])
    for gauge in gauges {
        for sample in gauge.samples {
            try table.add([
                .text(gauge.name), .text(labels(sample.labels)), .real(sample.value),
                .text(gauge.help),
            ])
        }
    }
    return table
}

/// The gauges in Prometheus' text exposition format, version 0.0.4.
func exposition(of gauges: [Gauge]) -> String {
    var text = ""
    for gauge in gauges {
        text += "# HELP \(gauge.name) \(gauge.help)\n# TYPE \(gauge.name) gauge\n"
        for sample in gauge.samples {
            let labels = labels(sample.labels)
            text +=
                gauge.name + (labels.isEmpty ? "" : "{\(labels)}") + " \(number(sample.value))\n"
        }
    }
    return text
}

/// `pipeline="nightly",step="ingest"`, escaped as the exposition format demands.
private func labels(_ labels: [(name: String, value: String)]) -> String {
    labels.map { label in
        let value = label.value.map { letter in
            switch letter {
            case "\\": "\\\\"
            case "\"": "\\\""
            case "\n", "\r\n": "\\n"
            default: String(letter)
            }
        }
        return "\(label.name)=\"\(value.joined())\""
    }.joined(separator: ",")
}

private func number(_ value: Double) -> String {
    Int(exactly: value).map(String.init) ?? value.description
}
