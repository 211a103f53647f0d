internal import Markup
internal import Records

/// Which step waits for which, from left to right, each with how it ended.
struct StepGraph {
    /// One line a step: the last of its attempts.
    let steps: [PipelineStep]

    private static let (width, height, across, down) = (184, 40, 52, 14)

    /// A step's column: one behind the last step that it waits for. A step that waits for itself by way
    /// of others, which no pipeline file allows, stands in the first.
    private var columns: [[PipelineStep]] {
        let known = Set(steps.map(\.step))
        var place: [String: Int] = [:]
        for _ in steps.indices {
            for step in steps {
                let needs = step.needs.filter { known.contains($0) && $0 != step.step }
                let ready = needs.compactMap { place[$0] }
                guard ready.count == needs.count else { continue }
                place[step.step] = (ready.max() ?? -1) + 1
            }
        }
        let count = (place.values.max() ?? 0) + 1
        return (0..<count).map { column in steps.filter { place[$0.step, default: 0] == column } }
    }

    func markup() -> String {
        let columns = columns
        let rows = columns.map(\.count).max() ?? 0
        var corners: [String: (x: Int, y: Int)] = [:]
        for (column, steps) in columns.enumerated() {
            for (row, step) in steps.enumerated() {
                let offset = (rows - steps.count) * (Self.height + Self.down) / 2
                corners[step.step] = (
                    1 + column * (Self.width + Self.across),
                    1 + offset + row * (Self.height + Self.down)
                )
            }
        }
        let size = (
            columns.count * (Self.width + Self.across) - Self.across + 2,
            rows * (Self.height + Self.down) - Self.down + 2
        )
        var writer = XMLWriter()
        writer.start(
            "svg",
            [
                "class": "graph", "role": "img", "width": "\(size.0)",
                "height": "\(max(size.1, 1))",
                "aria-labelledby": "graph-t graph-d",
            ])
        writer.element("title", ["id": "graph-t"], text: "Steps and what they wait for")
        writer.element("desc", ["id": "graph-d"], text: description)
        for step in steps { edges(step, corners, &writer) }
        for step in steps {
            if let corner = corners[step.step] { node(step, corner, &writer) }
        }
        writer.end()
        return writer.markup
    }

    private var description: String {
        steps.map { step in
            step.step + ": " + step.status.rawValue
                + (step.needs.isEmpty ? "" : ", after " + step.needs.joined(separator: ", "))
        }.joined(separator: "; ")
    }

    private func edges(
        _ step: PipelineStep, _ corners: [String: (x: Int, y: Int)], _ writer: inout XMLWriter
    ) {
        guard let to = corners[step.step] else { return }
        for need in step.needs {
            guard let from = corners[need], from.x < to.x else { continue }
            let (startX, startY) = (from.x + Self.width, from.y + Self.height / 2)
            let (endX, endY) = (to.x, to.y + Self.height / 2)
            let bend = Self.across / 2
            writer.element(
                "path",
                [
                    "class": "edge",
                    "d": "M\(startX) \(startY)C\(startX + bend) \(startY) \(endX - bend) \(endY) "
                        + "\(endX) \(endY)",
                ])
        }
    }

    private func node(
        _ step: PipelineStep, _ corner: (x: Int, y: Int), _ writer: inout XMLWriter
    ) {
        let state = StepState(step.status)
        writer.element(
            "rect",
            [
                "class": "node " + state.tone, "x": "\(corner.x)", "y": "\(corner.y)", "rx": "4",
                "width": "\(Self.width)", "height": "\(Self.height)",
            ])
        let name = step.step.count > 24 ? step.step.prefix(23) + "…" : step.step
        writer.element(
            "text", ["class": "strong", "x": "\(corner.x + 10)", "y": "\(corner.y + 17)"],
            text: name)
        let took = step.durationMs.map { " · " + NumberText.took($0) } ?? ""
        writer.element(
            "text", ["class": state.tone, "x": "\(corner.x + 10)", "y": "\(corner.y + 33)"],
            text: state.mark + " " + step.status.rawValue + took)
    }
}

/// How a step or run stands, as a shape and a tone.
struct StepState {
    let mark: String
    let tone: String

    init(_ status: PipelineStep.Status) {
        (mark, tone) =
            switch status {
            case .completed: ("✓", "good")
            case .warned: ("◆", "warn")
            case .failed: ("▲", "critical")
            case .reused: ("↺", "quiet")
            case .skipped, .cancelled: ("○", "warn")
            case .pending: ("·", "quiet")
            case .running: ("▶", "info")
            }
    }

    init(_ status: PipelineRun.Status) {
        (mark, tone) =
            switch status {
            case .completed: ("✓", "good")
            case .failed, .interrupted: ("▲", "critical")
            case .cancelled: ("○", "warn")
            case .running: ("▶", "info")
            }
    }
}

extension PipelineStep {
    /// Milliseconds from start to end; nil where it did not start or end.
    var durationMs: Int? {
        guard let startedMs, let completedMs else { return nil }
        return completedMs - startedMs
    }
}

extension NumberText {
    /// `0.3 s`, `42 s`, `3 min 5 s`, `2 h 10 min`.
    static func took(_ milliseconds: Int) -> String {
        if milliseconds < 9_950 { return fixed(Double(milliseconds) / 1_000, 1) + " s" }
        let seconds = Int((Double(milliseconds) / 1_000).rounded())
        if seconds < 60 { return "\(seconds) s" }
        if seconds < 3_600 { return "\(seconds / 60) min \(seconds % 60) s" }
        return "\(seconds / 3_600) h \(seconds % 3_600 / 60) min"
    }
}
