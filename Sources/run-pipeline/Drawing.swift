import CLI
import Pipelines

/// `graph`: which step waits for which, as text, for graphviz, or as a picture.
func graph(_ request: Request) throws -> ExitStatus {
    let drawing = GraphDrawing(request.chosen)
    switch try request.arguments.format(of: .graph, among: ["text", "dot", "svg"]) {
    case "dot": try writeOutput(drawing.dot)
    case "svg": try writeOutput(drawing.svg)
    default: try writeWords(drawing.text)
    }
    return .done
}

/// `schema`: the JSON Schema of a pipeline file.
func schema() throws -> ExitStatus {
    try writeOutput(Pipeline.schema)
    return .done
}

extension Arguments {
    /// `--format`, which must be one of a verb's own; the first of them where it is not given.
    func format(of verb: Verb, among words: [String]) throws(Diagnostic) -> String {
        let word = value("format") ?? words[0]
        guard words.contains(word) else {
            throw Diagnostic(
                .usage, "\(verb.rawValue) knows no format \"\(word)\"",
                hint: "one of " + words.joined(separator: ", "))
        }
        return word
    }
}
