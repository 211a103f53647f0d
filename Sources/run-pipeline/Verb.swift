import CLI

/// What `run-pipeline` can do with a pipeline file.
enum Verb: String, CaseIterable {
    case run, plan, check, explain, graph, status, history, logs, schema, schedule

    /// How many operands may follow the file.
    var operands: ClosedRange<Int> {
        switch self {
        case .explain: 1...1
        case .logs: 0...2
        default: 0...0
        }
    }

    /// Takes verb, file and the rest out of the operands; no file for `schema`.
    ///
    /// - Throws: `Diagnostic` 2 where they do not fit together.
    static func split(
        _ operands: [String]
    ) throws(Diagnostic) -> (verb: Verb, file: String?, rest: [String]) {
        guard let first = operands.first else {
            throw Diagnostic(.usage, "name a pipeline file")
        }
        let known = Verb(rawValue: first)
        if known == .schema, operands.count == 1 { return (.schema, nil, []) }
        if operands.count == 1 {
            guard known == nil || fileExists(first) else {
                throw Diagnostic(.usage, "\(first) needs a pipeline file")
            }
            return (.run, first, [])
        }
        guard let verb = known else {
            let near = suggestion(for: first, among: allCases.map(\.rawValue))
            throw Diagnostic(
                .usage, "there is no verb \"\(first)\"",
                hint: near.map { "did you mean \"\($0)\"?" })
        }
        let rest = Array(operands.dropFirst(2))
        guard verb != .schema, verb.operands.contains(rest.count) else {
            throw Diagnostic(
                .usage,
                verb == .explain && rest.isEmpty ? "explain needs a step" : "unexpected operand")
        }
        return (verb, operands[1], rest)
    }
}
