internal import Strategies

/// What a call is given.
struct Arguments {
    let node: Syntax
    var positional: [Value] = []
    var named: [String: Value] = [:]

    init(_ node: Syntax) { self.node = node }

    /// The argument at a position or of that name; nil where it is not given.
    func at(_ position: Int, _ name: String) -> Value? {
        named[name] ?? (positional.indices.contains(position) ? positional[position] : nil)
    }

    /// The first argument that is not translated.
    var unknown: Value? {
        positional.first(where: \.isUnknown)
            ?? named.sorted { $0.key < $1.key }.map(\.value).first(where: \.isUnknown)
    }

    func without(_ names: Set<String>) -> Arguments {
        var rest = self
        rest.named = named.filter { !names.contains($0.key) }
        return rest
    }

    /// Without the first.
    var dropping: Arguments {
        var rest = self
        rest.positional = Array(positional.dropFirst())
        return rest
    }
}

extension Interpreter {
    func call(_ node: Syntax) -> Value {
        let callee = evaluate(node.child("func"))
        if callee.isUnknown { return callee }
        var arguments = Arguments(node)
        for argument in node.list("args") {
            let value = evaluate(argument)
            if argument.kind == "Starred" {
                guard let elements = elements(value) else {
                    return unknown(argument, "the arguments of this call are not known here")
                }
                arguments.positional += elements
            } else {
                arguments.positional.append(value)
            }
        }
        for keyword in node.list("keywords") {
            let value = evaluate(keyword.child("value"))
            guard keyword.text("arg") == "" else {
                arguments.named[keyword.text("arg")] = value
                continue
            }
            guard case .dictionary(let index) = value else {
                return unknown(keyword, "the arguments of this call are not known here")
            }
            for entry in state.dictionaries[index] {
                arguments.named[entry.key.constantText ?? ""] = entry.value
            }
        }
        return call(callee, arguments)
    }

    func call(_ callee: Value, _ arguments: Arguments) -> Value {
        let node = arguments.node
        switch callee {
        case .function(let function): return invoke(function, arguments, isMethod: false)
        case .method(let function): return invoke(function, arguments, isMethod: true)
        case .library(let path):
            // What a wallet is asked for may be named by a configuration that is not given.
            if let value = arguments.unknown, path != "print", path != "wallets.get_free" {
                return value
            }
            return library(path, arguments)
        case .member(.member(.frame(let index), "ta"), let name):
            return arguments.unknown ?? pandasTA(name, ofFrame: index, arguments)
        case .member(let receiver, let name):
            if let value = arguments.unknown { return value }
            return method(name, of: receiver, arguments)
        case .choice(let test, let chosen, let otherwise):
            return merged(test, call(chosen, arguments), call(otherwise, arguments), node)
        default: return unknown(node, "\(words(callee)) is called here")
        }
    }

    // MARK: Functions of the file

    /// Follows a function with these arguments.
    func invoke(_ function: Function, _ arguments: Arguments, isMethod: Bool) -> Value {
        let node = function.node
        guard state.scopes.count < 30 else {
            return unknown(arguments.node, "functions call each other too deeply here")
        }
        var given = arguments
        if isMethod, !function.isStatic { given.positional.insert(.me, at: 0) }
        let outer = (module, owners)
        module = function.module
        if let owner = function.owner { owners.append(owner) }
        defer { (module, owners) = outer }
        var scope = node.kind == "Lambda" ? state.scopes.last ?? [:] : [:]
        if let problem = bind(given, to: node.child("args"), in: &scope, arguments.node) {
            return problem
        }
        state.scopes.append(scope)
        defer { state.scopes.removeLast() }
        if node.kind == "Lambda" { return evaluate(node.child("body")) }
        guard case .returned(let value) = run(node.list("body")) else { return .none }
        return value
    }

    private func bind(
        _ given: Arguments, to parameters: Syntax, in scope: inout [String: Value],
        _ node: Syntax
    ) -> Value? {
        let names = (parameters.list("posonlyargs") + parameters.list("args")).map {
            $0.text("arg")
        }
        let standards = parameters.list("defaults")
        let first = names.count - standards.count
        for (index, name) in names.enumerated() {
            if let value = given.at(index, name) {
                scope[name] = value
            } else if index >= first, standards.indices.contains(index - first) {
                scope[name] = evaluate(standards[index - first])
            } else {
                return unknown(node, "this call does not give \(name)")
            }
        }
        for (name, standard) in zip(
            parameters.list("kwonlyargs"), parameters.list("kw_defaults"))
        {
            scope[name.text("arg")] = given.named[name.text("arg")] ?? evaluate(standard)
        }
        if let rest = parameters["vararg"] {
            scope[rest.text("arg")] = newList(Array(given.positional.dropFirst(names.count)))
        }
        if let rest = parameters["kwarg"] {
            let others = given.named.filter { !names.contains($0.key) }
            scope[rest.text("arg")] = newDictionary(
                others.sorted { $0.key < $1.key }.map { (.text($0.key), $0.value) })
        }
        return nil
    }

    /// The method of a class above the one whose method is being followed.
    func inherited(_ name: String, _ node: Syntax) -> Value {
        let owner = owners.last ?? ""
        let above = line.drop { $0.name != owner }.dropFirst()
        for each in above {
            let found = each.node.list("body").last {
                $0.kind == "FunctionDef" && $0.text("name") == name
            }
            if let found { return .method(Function(found, in: each.module, owner: each.name)) }
        }
        return .library("IStrategy." + name)
    }
}

extension Function {
    var isStatic: Bool { hasDecorator("staticmethod") }
    var isProperty: Bool { hasDecorator("property") }

    private func hasDecorator(_ name: String) -> Bool {
        node.list("decorator_list").contains { $0.name == name }
    }
}
