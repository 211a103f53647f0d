internal import Markup
internal import Records

/// When each attempt at a step ran: a bar from its start to its end, its name above it.
struct GanttChart {
    /// Attempts that were started, in the order of their start.
    let steps: [PipelineStep]
    let startedMs: Int
    /// The end of the picture: the end of the run, or of what is known of it.
    let endedMs: Int

    private static let row = 32

    init?(run: PipelineRun, steps: [PipelineStep]) {
        let started = steps.filter { $0.startedMs != nil }.sorted {
            ($0.startedMs ?? 0, $0.step) < ($1.startedMs ?? 0, $1.step)
        }
        guard let first = started.first?.startedMs else { return nil }
        self.steps = started
        // A run that was resumed starts before the attempts that it kept, or after.
        startedMs = min(run.startedMs, first)
        endedMs = max(
            run.completedMs ?? 0, started.compactMap { $0.completedMs ?? $0.startedMs }.max() ?? 0,
            startedMs + 1)
    }

    func markup() -> String {
        let height = steps.count * Self.row
        var writer = XMLWriter()
        writer.start(
            "svg",
            [
                "class": "chart gantt", "role": "img", "width": "100%",
                "height": "\(height + 26)", "aria-labelledby": "gantt-t gantt-d",
            ])
        writer.element("title", ["id": "gantt-t"], text: "When each step ran")
        writer.element("desc", ["id": "gantt-d"], text: description)
        for tick in ticks {
            let x = percent(tick)
            writer.element(
                "line", ["class": "grid", "x1": x, "x2": x, "y1": "0", "y2": "\(height)"])
            let edge = part(tick) > 0.94 ? "x end" : part(tick) < 0.03 ? "x start" : "x"
            writer.element(
                "text", ["class": edge, "x": x, "y": "\(height + 18)"], text: label(tick))
        }
        for (index, step) in steps.enumerated() { bar(step, index * Self.row, &writer) }
        writer.end()
        return writer.markup
    }

    private var description: String {
        steps.map { step in
            name(step) + " from " + label((step.startedMs ?? startedMs) - startedMs)
        }.joined(separator: "; ")
    }

    private func name(_ step: PipelineStep) -> String {
        let took = step.durationMs.map { " · " + NumberText.took($0) } ?? " · not ended"
        return step.step + (step.attempt > 1 ? ", attempt \(step.attempt)" : "") + took
    }

    private func bar(_ step: PipelineStep, _ y: Int, _ writer: inout XMLWriter) {
        let from = (step.startedMs ?? startedMs) - startedMs
        let to = max((step.completedMs ?? endedMs) - startedMs, from)
        let state = StepState(step.status)
        writer.element(
            "rect",
            [
                "class": "bar " + state.tone, "x": percent(from), "y": "\(y + 18)", "height": "9",
                "rx": "2", "width": short(max((part(to) - part(from)) * 100, 0.4), 2) + "%",
            ])
        let isLate = part(from) > 0.55
        writer.element(
            "text",
            [
                "class": (isLate ? "end" : "start") + " halo strong",
                "x": isLate ? percent(to) : percent(from), "y": "\(y + 13)",
            ], text: state.mark + " " + name(step))
    }

    private func part(_ milliseconds: Int) -> Double {
        Double(milliseconds) / Double(endedMs - startedMs)
    }

    private func percent(_ milliseconds: Int) -> String { short(part(milliseconds) * 100, 2) + "%" }

    /// Milliseconds since the start, at most six, at seconds, minutes or hours that people count in.
    private var ticks: [Int] {
        let seconds = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 21_600]
        let span = endedMs - startedMs
        let step = seconds.map { $0 * 1_000 }.first { span / $0 < 6 } ?? 86_400_000
        return Array(stride(from: 0, through: span, by: step))
    }

    private func label(_ milliseconds: Int) -> String {
        let seconds = milliseconds / 1_000
        if seconds == 0 { return "start" }
        if seconds < 60 { return "\(seconds) s" }
        let rest = seconds % 60 == 0 ? "" : " \(seconds % 60) s"
        return seconds < 3_600
            ? "\(seconds / 60) min" + rest : "\(seconds / 3_600) h \(seconds % 3_600 / 60) min"
    }
}
