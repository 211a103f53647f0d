internal import JSONL
public import Records

/// One run of a pipeline: what went wrong first, then the graph, the time it took, and every step.
struct PipelinePage {
    let frame: Frame
    let history: SiteContent.PipelineHistory

    static func path(_ run: String) -> String { "runs/" + folder(run) + "/index.html" }

    private var run: PipelineRun { history.run }

    var page: Page {
        let gantt = GanttChart(run: run, steps: history.steps)
        let graph = StepGraph(steps: history.latest)
        return frame.page(
            Self.path(run.run), template: "pipeline", title: "Run \(run.run)", section: "runs",
            [
                ("subtitle", .text(subtitle)), ("mark", .text(StepState(run.status).mark)),
                ("tone", .text(StepState(run.status).tone)), ("lead", .text(lead)),
                ("failures", .list(failures)),
                ("graph_svg", history.latest.isEmpty ? .null : .text(graph.markup())),
                ("gantt_svg", gantt.map { .text($0.markup()) } ?? .null),
                ("started", .text(NumberText.minute(run.startedMs) + " UTC")),
            ], tables: [("steps", steps)])
    }

    private var subtitle: String {
        "Pipeline \(run.pipeline) · \(run.file)" + (run.date.map { " · for \($0)" } ?? "")
            + " · started \(NumberText.minute(run.startedMs)) UTC"
    }

    private var lead: String {
        let count = history.latest.count
        let steps = count == 1 ? "1 step" : "\(count) steps"
        let tally = history.tally
        guard let completedMs = run.completedMs, run.status != .running else {
            return "Was still running when this page was made: \(steps) so far, \(tally)."
        }
        return "\(run.status.rawValue.asTitle) after "
            + "\(NumberText.took(completedMs - run.startedMs)): \(steps), \(tally)."
    }

    /// Failed steps with the last lines that they said, then those that warned.
    private var failures: [JSONValue] {
        let order: [PipelineStep.Status] = [.failed, .cancelled, .warned]
        return order.flatMap { status in
            history.latest.filter { $0.status == status }.map { step -> JSONValue in
                let exit = step.exitStatus.map { ", exit \($0)" } ?? ""
                return [
                    "step": .text(step.step), "mark": .text(StepState(status).mark),
                    "tone": .text(StepState(status).tone),
                    "words": .text(status.rawValue + exit),
                    "log": step.logTail.map { .text($0) } ?? .null,
                ]
            }
        }
    }

    private var steps: Table {
        Table(
            identifier: "steps", caption: "Every attempt at every step; instants in UTC",
            columns: [
                .words("Step"), .words("Status"), .words("Why it ran, or did not", key: "reason"),
                Table.Column(title: "Attempt"), Table.Column(title: "Exit", key: "exit_status"),
                Table.Column(title: "Started", key: "started_ms"),
                Table.Column(title: "Took", key: "duration_ms"), .words("After", key: "needs"),
            ],
            rows: history.steps.map { step in
                let state = StepState(step.status)
                return Table.Row(
                    record: ("step", step.step),
                    cells: [
                        .text(step.step), .text(state.mark + " " + step.status.rawValue),
                        .text(step.reason),
                        step.attempt > 0 ? .number(.count("attempt", step.attempt)) : .nothing,
                        step.exitStatus.map { .number(.count("exit_status", $0)) } ?? .nothing,
                        step.startedMs.map {
                            .number(Number("started_ms", Double($0), unit: "instant"))
                        } ?? .nothing,
                        step.durationMs.map { .number(.took("duration_ms", $0)) } ?? .nothing,
                        .text(step.needs.joined(separator: ", ")),
                    ])
            }, style: "prose")
    }
}

extension Number {
    /// How long something took, milliseconds.
    static func took(_ field: String, _ milliseconds: Int) -> Number {
        Number(
            name: .field(field), value: Double(milliseconds), text: NumberText.took(milliseconds),
            isWhole: true)
    }
}

extension SiteContent {
    /// A run of a pipeline with every attempt at its steps.
    public struct PipelineHistory: Sendable {
        public var run: PipelineRun
        /// In the order in which they were stored.
        public var steps: [PipelineStep]

        public init(run: PipelineRun, steps: [PipelineStep]) {
            self.run = run
            self.steps = steps
        }

        /// The last attempt at each step, in the order of the first ones.
        var latest: [PipelineStep] {
            var (order, last) = ([String](), [String: PipelineStep]())
            for step in steps {
                if last[step.step] == nil { order.append(step.step) }
                if last[step.step].map({ $0.attempt <= step.attempt }) ?? true {
                    last[step.step] = step
                }
            }
            return order.compactMap { last[$0] }
        }

        /// `6 completed, 2 warned`.
        var tally: String {
            let words = PipelineStep.Status.allCases.compactMap { status -> String? in
                let count = latest.filter { $0.status == status }.count
                return count == 0 ? nil : "\(count) \(status.rawValue)"
            }
            return words.isEmpty ? "nothing started" : words.joined(separator: ", ")
        }
    }
}
