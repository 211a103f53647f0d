internal import Strategies

/// How a block of statements ends.
enum Flow {
    case next, broke, continued
    case returned(Value)
}

/// What follows when a block ends: the rest of the function, where something decides the way.
struct Ahead {
    var next: (() -> Flow)?
    var broke: (() -> Flow)?
    var continued: (() -> Flow)?
}

extension Interpreter {
    private static let turns: Set<String> = ["Return", "Break", "Continue"]

    /// Carries out the statements, and what follows them.
    func run(_ block: [Syntax], then ahead: Ahead = Ahead()) -> Flow {
        depth += 1
        defer { depth -= 1 }
        for (index, node) in block.enumerated() {
            steps += 1
            guard steps < Self.longest, depth < Self.deepest else {
                gap(node, "there are too many ways through this function to follow them all")
                return .returned(.none)
            }
            let rest = Array(block[(index + 1)...])
            switch node.kind {
            case "If":
                if let flow = choose(node, rest, ahead) { return flow }
            case "For" where node.contains(Self.turns):
                if let flow = loop(node, Ahead(next: { self.run(rest, then: ahead) })) {
                    return flow
                }
            case "For": loop(node)
            case "With": return run(node.list("body") + rest, then: ahead)
            case "Try" where makesDictionary(node): break
            case "Try":
                note(
                    node, "what try guards against is taken not to happen; its except is left out",
                    .caution)
                let attempt = ["body", "orelse", "finalbody"].flatMap { node.list($0) }
                return run(attempt + rest, then: ahead)
            case "Break": return ahead.broke?() ?? .broke
            case "Continue": return ahead.continued?() ?? .continued
            case "Return": return .returned(node["value"].map { evaluate($0) } ?? .none)
            default: run(node)
            }
        }
        return ahead.next?() ?? .next
    }

    /// Goes one way or both; nil where the block goes on.
    private func choose(_ node: Syntax, _ rest: [Syntax], _ ahead: Ahead) -> Flow? {
        let turns = node.contains(Self.turns)
        switch truth(evaluate(node.child("test")), node.child("test")) {
        case .always(let flag):
            let body = node.list(flag ? "body" : "orelse")
            if turns { return run(body + rest, then: ahead) }
            _ = run(body)
        case .sometimes(let test) where turns: return fork(test, node, rest, ahead)
        case .sometimes(let test): branch(test, node)
        case .unknown(let finding):
            findings[finding].weight = .gap
            forget(node)
        }
        return nil
    }

    /// Follows both ways to the function's end.
    private func fork(
        _ test: Quantity, _ node: Syntax, _ rest: [Syntax], _ ahead: Ahead
    ) -> Flow {
        let before = state
        let chosen = assuming(test) { answer(run(node.list("body") + rest, then: ahead)) }
        let after = state
        state = before.growing(like: after)
        let otherwise = assuming(test.negated) {
            answer(run(node.list("orelse") + rest, then: ahead))
        }
        state = merged(test, after, state, node)
        return .returned(merged(test, chosen, otherwise, node))
    }

    private func answer(_ flow: Flow) -> Value {
        guard case .returned(let value) = flow else { return .none }
        return value
    }

    /// Follows both ways and goes on with what they leave.
    private func branch(_ test: Quantity, _ node: Syntax) {
        let before = state
        _ = assuming(test) { run(node.list("body")) }
        let after = state
        state = before.growing(like: after)
        _ = assuming(test.negated) { run(node.list("orelse")) }
        state = merged(test, after, state, node)
    }

    /// Carries out a statement that leads to the next.
    private func run(_ node: Syntax) {
        switch node.kind {
        case "Pass", "Assert", "Nonlocal": break
        case "Global":
            if isHook { gap(node, "what is set for a later call is not translated") }
        case "Delete": delete(node)
        case "Expr": effect(node.child("value"))
        case "Assign":
            let value = evaluate(node.child("value"))
            for target in node.list("targets") { assign(value, to: target) }
        case "AnnAssign":
            if let given = node["value"] { assign(evaluate(given), to: node.child("target")) }
        case "AugAssign":
            change(node)
        case "Import", "ImportFrom": imports(node)
        case "FunctionDef": set(node.text("name"), .function(Function(node, in: module)))
        case "ClassDef": module.classes[node.text("name")] = node
        case "Raise": gap(node, "an error raised here has no counterpart")
        default:
            gap(node, "\(Self.word(node.kind)) is not translated")
            forget(node)
        }
    }

    /// `target += value` and its like.
    private func change(_ node: Syntax) {
        let (target, value) = (node.child("target"), evaluate(node.child("value")))
        if add(value, toLocation: target, node) { return }
        assign(binary(node.text("op"), evaluate(target), value, node), to: target)
    }

    private static func word(_ kind: String) -> String {
        switch kind {
        case "While": "a while loop"
        case "AsyncFunctionDef": "an asynchronous function"
        case "Match": "a match statement"
        default: "a statement of the kind \(kind)"
        }
    }

    /// What is deleted is not asked for again by the same call, but may be by the next.
    private func delete(_ node: Syntax) {
        guard isHook else { return }
        for target in node.list("targets") where target.kind == "Subscript" {
            if case .dictionary(let index) = evaluate(target.child("value")) {
                wrote(.dictionary(index), target)
            }
        }
    }

    /// A statement for its effect alone: talk is left out, a call may change what it is given.
    private func effect(_ node: Syntax) {
        if node.constant != nil { return }
        if let path = node.kind == "Call" ? node.child("func").path : nil {
            // What changes no candle, column or trade.
            let silent = [
                "print", "logger.", "log.", "logging.", "gc.", "warnings.", "super", "sys.",
            ]
            if silent.contains(where: { path == $0 || ($0.hasSuffix(".") && path.hasPrefix($0)) }) {
                return
            }
        }
        let idle: Set<String> = ["astype", "round", "copy", "head", "tail", "describe", "info"]
        if node.kind == "Call", idle.contains(node.child("func").text("attr")) { return }
        if case .unknown(let index) = evaluate(node), task != .reading {
            findings[index].weight = .gap
        }
    }

    // MARK: Loops

    /// What the loop goes over; nil, and told, where that is not known.
    private func elements(of node: Syntax) -> [Value]? {
        let source = node.child("iter")
        if (source["value"] ?? source).path?.hasPrefix("logging.") ?? false { return [] }
        let over = evaluate(source)
        if let elements = elements(over) { return elements }
        if case .unknown(let finding) = over {
            findings[finding].weight = .gap
        } else {
            gap(
                node.child("iter"), "this loop goes over \(words(over)), not over constants",
                hint: "loops over lists, ranges and a parameter's range are unrolled")
        }
        forget(node)
        return nil
    }

    private func loop(_ node: Syntax) {
        for element in elements(of: node) ?? [] {
            assign(element, to: node.child("target"))
            _ = run(node.list("body"))
        }
    }

    /// A loop that may be left; nil where what it goes over is not known.
    private func loop(_ node: Syntax, _ ahead: Ahead) -> Flow? {
        guard let elements = elements(of: node) else { return nil }
        func turn(_ index: Int) -> Flow {
            guard index < elements.count else { return ahead.next?() ?? .next }
            assign(elements[index], to: node.child("target"))
            let next = { turn(index + 1) }
            return run(
                node.list("body"), then: Ahead(next: next, broke: ahead.next, continued: next))
        }
        return turn(0)
    }

    /// What a statement that was not followed may have changed is unknown from here on.
    private func forget(_ node: Syntax) {
        let finding = note(node, "what this changes is not translated", .note)
        silent.insert(finding)
        let lost = Value.unknown(finding)
        for target in targets(node) {
            if let name = target.name {
                set(name, lost)
            } else if target.kind == "Subscript" {
                assign(lost, to: target)
            }
        }
    }

    private func targets(_ node: Syntax) -> [Syntax] {
        var found = node.list("targets")
        if node.kind == "AugAssign" || node.kind == "AnnAssign" || node.kind == "For" {
            found.append(node.child("target"))
        }
        for list in ["body", "orelse", "handlers", "finalbody"] {
            found += node.list(list).flatMap { targets($0) }
        }
        return found
    }
}
