/// Which step waits for which, drawn.
public struct GraphDrawing: Sendable {
    private let name: String
    private let ids: [String]
    /// The steps each step waits for, as places in `ids`.
    private let parents: [[Int]]

    public init(_ pipeline: Pipeline) {
        let graph = pipeline.graph
        let (ids, all) = (graph.sorted, graph.parents)
        let places = Dictionary(uniqueKeysWithValues: zip(ids, ids.indices))
        name = pipeline.name
        self.ids = ids
        parents = ids.map { (all[$0] ?? []).compactMap { places[$0] } }
    }

    /// A line for each step, none before those it waits for.
    public var text: String {
        let width = ids.map(\.count).max() ?? 0
        return zip(ids, parents).map { id, parents in
            let names = parents.map { ids[$0] }.joined(separator: ", ")
            let space = String(repeating: " ", count: width - id.count)
            return parents.isEmpty ? "\(id)\n" : "\(id)\(space)  after \(names)\n"
        }.joined()
    }

    /// The graph in the language of graphviz.
    public var dot: String {
        var lines = ["digraph \(quoted(name)) {", "    rankdir=LR;", "    node [shape=box];"]
        lines += ids.map { "    \(quoted($0));" }
        for (id, parents) in zip(ids, parents) {
            lines += parents.map { "    \(quoted(ids[$0])) -> \(quoted(id));" }
        }
        return (lines + ["}", ""]).joined(separator: "\n")
    }

    private func quoted(_ text: String) -> String {
        let escaped = text.unicodeScalars.reduce(into: "") {
            $0 += $1 == "\"" || $1 == "\\" ? "\\\($1)" : "\($1)"
        }
        return "\"\(escaped)\""
    }

    /// The graph as a picture, from left to right; it stands for itself and follows the reader's
    /// light or dark.
    public var svg: String {
        let layout = GraphLayout(widths: ids.map { Double($0.count) * 7.5 + 24 }, parents: parents)
        let size = "\(Self.number(layout.width)) \(Self.number(layout.height))"
        var lines = [
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(size)\" "
                + "width=\"\(Self.number(layout.width))\" height=\"\(Self.number(layout.height))\" "
                + "font-family=\"ui-monospace, monospace\" font-size=\"12\">",
            "<title>\(escaped(name))</title>",
            "<style>rect { fill: #eef2f7; stroke: #5b6b7f } path { fill: none; stroke: #5b6b7f }",
            "text { fill: #1c2733; text-anchor: middle }",
            "@media (prefers-color-scheme: dark) { rect { fill: #22303f; stroke: #8fa3b8 }",
            "path { stroke: #8fa3b8 } text { fill: #e6edf4 } }</style>",
        ]
        lines += layout.edges.map { "<path d=\"\(Self.curve(through: $0))\"/>" }
        for (id, box) in zip(ids, layout.boxes) {
            lines.append(
                "<rect x=\"\(Self.number(box.x))\" y=\"\(Self.number(box.y))\" "
                    + "width=\"\(Self.number(box.width))\" height=\"\(Self.number(box.height))\" "
                    + "rx=\"4\"/>")
            lines.append(
                "<text x=\"\(Self.number(box.x + box.width / 2))\" "
                    + "y=\"\(Self.number(box.y + box.height / 2 + 4))\">\(escaped(id))</text>")
        }
        return (lines + ["</svg>", ""]).joined(separator: "\n")
    }

    /// A line that leaves and arrives level, through points between.
    private static func curve(through points: [GraphLayout.Point]) -> String {
        guard let first = points.first else { return "" }
        var text = "M \(number(first.x)) \(number(first.y))"
        for (from, to) in zip(points, points.dropFirst()) {
            if from.y == to.y {
                text += " H \(number(to.x))"
                continue
            }
            let middle = number((from.x + to.x) / 2)
            text +=
                " C \(middle) \(number(from.y)), \(middle) \(number(to.y)), "
                + "\(number(to.x)) \(number(to.y))"
        }
        return text
    }

    /// A coordinate with one decimal at most.
    private static func number(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(abs(tenths % 10))"
    }

    private func escaped(_ text: String) -> String {
        text.reduce(into: "") { result, character in
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            default: result.append(character)
            }
        }
    }
}
