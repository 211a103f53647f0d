import CLI

/// What `run-pipeline` can do with a pipeline file.
enum Verb: String, CaseIterable {
    case run, plan, check, explain, graph, status, history, logs, schema, schedule

    /// What it does, for the help.
    var summary: String {
        switch self {
        case .run: "run what must run; where no verb is given"
        case .plan: "say what would run, and why"
        case .check: "read the file; is every program there?"
        case .explain: "STEP: what it reads, makes and waits for, and what changed"
        case .graph: "draw what needs what: --format text, dot or svg"
        case .status: "how the latest run stands, step by step"
        case .history: "every run, the latest first"
        case .logs: "[RUN] [STEP]: the last lines of what the steps said, what failed first"
        case .schema: "the JSON Schema of a pipeline file; takes no FILE"
        case .schedule: "what makes the system run it: --format systemd, crontab or times"
        }
    }

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
