internal import Desk
internal import Pipelines
internal import YAML

/// Pipeline and desk files are refused with a place or read, drawn and planned.
func checkPipeline(_ bytes: [UInt8]) throws {
    let text = text(bytes)
    if let pipeline = try refusing(text, { try Pipeline(text, source: "fuzz") }) {
        try checkPlan(pipeline)
    }
    if let desk = try refusing(text, { try DeskFile(parsing: text, source: "fuzz") }) {
        for bot in desk.bots { try checkRoundTrip(bot.record) }
    }
    try refusing(text) { _ = try DeskWaiver.list(parsing: text, source: "fuzz") }
}

private func checkPlan(_ pipeline: Pipeline) throws {
    let graph = Graph(pipeline.steps)
    try promise(
        graph.sorted.sorted() == pipeline.steps.map(\.id).sorted(), "a step is lost in the graph")
    let drawing = GraphDrawing(pipeline)
    try promise(!drawing.text.isEmpty && !drawing.dot.isEmpty, "an empty drawing")
}
