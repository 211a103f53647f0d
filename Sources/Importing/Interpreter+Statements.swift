internal import Strategies

/// How a block of statements ends.
enum Flow {
    case next, broke, continued
    case returned(Value)
}

extension Interpreter {
    /// Carries out the statements from `start` on.
    func run(_ block: [Syntax], from start: Int = 0) -> Flow {
        depth += 1
        defer { depth -= 1 }
        for index in start..<max(start, block.count) {
            let node = block[index]
            steps += 1
            guard steps < Self.longest, depth < Self.deepest else {
                gap(node, "there are too many ways through this function to follow them all")
                return .returned(.none)
            }
            if node.kind == "If" {
                switch truth(evaluate(node.child("test")), node.child("test")) {
                case .always(let flag):
                    let flow = run(node.list(flag ? "body" : "orelse"))
                    if case .next = flow { continue }
                    return flow
                case .sometimes(let test) where node.contains(["Return", "Break", "Continue"]):
                    return fork(test, node, Array(block[(index + 1)...]))
                case .sometimes(let test): branch(test, node)
                case .unknown(let finding):
                    findings[finding].weight = .gap
                    forget(node)
                }
                continue
            }
            let flow = run(node)
            if case .next = flow { continue }
            return flow
        }
        return .next
    }

    /// Follows both ways to the function's end.
    private func fork(_ test: Quantity, _ node: Syntax, _ rest: [Syntax]) -> Flow {
        guard loops == 0 else {
            gap(node, "a parameter or a trade decides here how a loop goes on")
            return .next
        }
        let before = state
        let chosen = answer(run(node.list("body") + rest))
        let after = state
        state = before.growing(like: after)
        let otherwise = answer(run(node.list("orelse") + rest))
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
        _ = run(node.list("body"))
        let after = state
        state = before.growing(like: after)
        _ = run(node.list("orelse"))
        state = merged(test, after, state, node)
    }

    private func run(_ node: Syntax) -> Flow {
        switch node.kind {
        case "Return":
            return .returned(node["value"].map { evaluate($0) } ?? .none)
        case "Break": return .broke
        case "Continue": return .continued
        case "Pass", "Assert", "Global", "Nonlocal", "Delete": return .next
        case "Expr": effect(node.child("value"))
        case "Assign":
            let value = evaluate(node.child("value"))
            for target in node.list("targets") { assign(value, to: target) }
        case "AnnAssign":
            if let given = node["value"] { assign(evaluate(given), to: node.child("target")) }
        case "AugAssign":
            let target = node.child("target")
            assign(
                binary(
                    node.text("op"), evaluate(target), evaluate(node.child("value")), node),
                to: target)
        case "Import", "ImportFrom": imports(node)
        case "FunctionDef": set(node.text("name"), .function(Function(node, in: module)))
        case "ClassDef": module.classes[node.text("name")] = node
        case "For": return loop(node)
        case "With": return run(node.list("body"))
        case "Try": return attempt(node)
        case "Raise": gap(node, "an error raised here has no counterpart")
        default:
            gap(node, "\(Self.word(node.kind)) is not translated")
            forget(node)
        }
        return .next
    }

    private static func word(_ kind: String) -> String {
        switch kind {
        case "While": "a while loop"
        case "AsyncFunctionDef": "an asynchronous function"
        case "Match": "a match statement"
        default: "a statement of the kind \(kind)"
        }
    }

    /// What is attempted is taken to succeed, as it does for freqtrade on sound candles.
    private func attempt(_ node: Syntax) -> Flow {
        note(
            node, "what try guards against is taken not to happen; its except is left out",
            .caution)
        let flow = run(node.list("body") + node.list("orelse"))
        guard case .next = flow else { return flow }
        return run(node.list("finalbody"))
    }

    /// A statement for its effect alone: talk is left out, a call may change what it is given.
    private func effect(_ node: Syntax) {
        if node.constant != nil { return }
        if let path = node.kind == "Call" ? node.child("func").path : nil {
            let silent = ["print", "logger.", "log.", "logging.", "gc.", "warnings.", "super"]
            if silent.contains(where: { path == $0 || ($0.hasSuffix(".") && path.hasPrefix($0)) }) {
                return
            }
        }
        if case .unknown(let index) = evaluate(node), task != .reading {
            findings[index].weight = .gap
        }
    }

    // MARK: Loops

    private func loop(_ node: Syntax) -> Flow {
        let over = evaluate(node.child("iter"))
        if case .unknown(let finding) = over {
            findings[finding].weight = .gap
            forget(node)
            return .next
        }
        guard let elements = elements(over) else {
            gap(
                node.child("iter"), "this loop goes over \(words(over)), not over constants",
                hint: "loops over lists, ranges and a parameter's range are unrolled")
            forget(node)
            return .next
        }
        loops += 1
        defer { loops -= 1 }
        for element in elements {
            assign(element, to: node.child("target"))
            switch run(node.list("body")) {
            case .next, .continued: continue
            case .broke: return .next
            case .returned(let value): return .returned(value)
            }
        }
        return .next
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
