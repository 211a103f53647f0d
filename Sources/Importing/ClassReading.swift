internal import Strategies

/// Files and classes: what is imported, which class is the strategy, what its line says.
extension Interpreter {
    func imports(_ node: Syntax) {
        let source = node.text("module")
        for alias in node.list("names") {
            let name = alias.text("name")
            let own = alias.text("asname")
            if name == "*" {
                importAll(of: source)
            } else if node.kind == "Import" {
                let first = name.split(separator: ".").first.map(String.init) ?? name
                set(own.isEmpty ? first : own, .library(own.isEmpty ? first : name))
            } else if let module = sibling(source) {
                set(own.isEmpty ? name : own, module.globals[name] ?? .library(source + "." + name))
            } else {
                set(own.isEmpty ? name : own, .library(source + "." + name))
            }
        }
    }

    /// All that a file of the same folder or freqtrade itself offers; of other libraries nothing becomes known.
    private func importAll(of source: String) {
        if let module = sibling(source) {
            for (name, value) in module.globals where !name.hasPrefix("_") { set(name, value) }
        } else if source == "freqtrade.strategy" {
            for name in Self.offered { set(name, .library(source + "." + name)) }
        }
    }

    private static let offered = [
        "IStrategy", "IntParameter", "DecimalParameter", "RealParameter", "CategoricalParameter",
        "BooleanParameter", "informative", "merge_informative_pair", "stoploss_from_open",
        "stoploss_from_absolute", "timeframe_to_minutes",
    ]

    /// The module of the same folder, read; nil where there is none of that name.
    func sibling(_ name: String) -> Module? {
        guard !name.isEmpty, !name.contains(".") else { return nil }
        if let known = siblings[name] { return known }
        guard siblings.count < 30, let source = readSibling(name) else {
            siblings[name] = .some(nil)
            return nil
        }
        let module = Module(source.tree, file: source.file)
        siblings[name] = module
        read(module)
        return module
    }

    /// Carries out what stands in a file outside of its classes.
    func read(_ new: Module) {
        let outer = (module, state.scopes, task)
        (module, state.scopes, task) = (new, [], .reading)
        _ = run(new.tree.list("body"))
        (module, state.scopes, task) = outer
    }

    // MARK: Classes

    /// The strategies of the module: classes that freqtrade's own class stands above.
    func strategies(of module: Module) -> [String] {
        module.tree.list("body").filter { $0.kind == "ClassDef" }.filter {
            isStrategy(StrategyClass(node: $0, module: module), 0)
        }.map { $0.text("name") }
    }

    private func isStrategy(_ each: StrategyClass, _ depth: Int) -> Bool {
        guard depth < 20 else { return false }
        return each.node.list("bases").contains { base in
            if base.path?.split(separator: ".").last == "IStrategy" { return true }
            return parent(base, of: each).map { isStrategy($0, depth + 1) } ?? false
        }
    }

    private func parent(_ base: Syntax, of each: StrategyClass) -> StrategyClass? {
        let name = base.path?.split(separator: ".").last.map(String.init) ?? ""
        if let node = each.module.classes[name], node.line != each.node.line {
            return StrategyClass(node: node, module: each.module)
        }
        guard case .library(let path) = each.module.globals[name] else { return nil }
        let parts = path.split(separator: ".").map(String.init)
        guard parts.count == 2, let module = sibling(parts[0]), let node = module.classes[parts[1]]
        else { return nil }
        return StrategyClass(node: node, module: module)
    }

    /// The class and those above it, as Python looks names up.
    private func line(of each: StrategyClass, _ depth: Int = 0) -> [StrategyClass] {
        guard depth < 20 else { return [each] }
        var line = [each]
        for base in each.node.list("bases") {
            guard let parent = parent(base, of: each) else {
                let isKnown = ["IStrategy", "ABC", "object", "HyperStrategyMixin"].contains(
                    base.path?.split(separator: ".").last.map(String.init) ?? "")
                if !isKnown {
                    gap(
                        base, "the class \(base.path ?? "here") is in none of the files at hand",
                        hint: "put its file beside this one")
                }
                continue
            }
            for above in self.line(of: parent, depth + 1)
            where !line.contains(where: { $0.node.line == above.node.line && $0.name == above.name }
            ) {
                line.append(above)
            }
        }
        return line
    }

    /// Reads the attributes and methods of the class and of those above it.
    func read(class name: String) {
        guard let node = module.classes[name] else { return }
        line = line(of: StrategyClass(node: node, module: module))
        for each in line.reversed() { read(each) }
    }

    private func read(_ each: StrategyClass) {
        let outer = module
        module = each.module
        defer { module = outer }
        state.scopes = [[:]]
        for node in each.node.list("body") {
            guard node.kind == "FunctionDef" else {
                _ = run([node])
                continue
            }
            let function = Function(node, in: each.module, owner: each.name)
            state.scopes[0][node.text("name")] = .function(function)
        }
        let scope = state.scopes.removeLast()
        for (name, value) in scope {
            state.attributes[name] = value
            if case .parameter(let index) = value { parameters[index].name = name }
        }
    }

    // MARK: Parameters

    /// `IntParameter(10, 40, default=28, space="buy")` and its like.
    func parameter(_ type: String, _ arguments: Arguments) -> Value {
        let node = arguments.node
        guard let domain = domain(type, arguments) else {
            return unknown(node, "this \(type) is not made of constants")
        }
        var standard = arguments.named["default"] ?? .none
        switch domain {
        case .categorical(let choices):
            if case .none = standard { standard = choices[0] }
        case .boolean:
            if case .none = standard { standard = .boolean(true) }
        default: break
        }
        parameters.append(
            ImportedParameter(
                name: "", domain: domain, standard: standard,
                space: arguments.named["space"]?.constantText ?? "",
                isOptimized: arguments.named["optimize"]?.constantNumber != 0,
                takesValues: arguments.named["load"]?.constantNumber != 0, node: node,
                module: module))
        return .parameter(parameters.count - 1)
    }

    private func domain(_ type: String, _ arguments: Arguments) -> ImportedParameter.Domain? {
        if type == "BooleanParameter" { return .boolean }
        if type == "CategoricalParameter" {
            let given = arguments.at(0, "categories").flatMap { elements($0) } ?? []
            let areFlags = given.allSatisfy { if case .boolean = $0 { true } else { false } }
            if areFlags, given.count == 2 { return .boolean }
            guard given.count > 1, given.allSatisfy(\.isConstant) else { return nil }
            return .categorical(
                given.enumerated().filter { index, value in
                    !given.prefix(index).contains { Value.areSame($0, value) == true }
                }.map(\.element))
        }
        var limits = [arguments.at(0, "low"), arguments.at(1, "high")]
        if let pair = limits[0].flatMap({ elements($0) }), pair.count == 2 { limits = pair }
        guard let low = limits[0]?.constantNumber, var high = limits[1]?.constantNumber, low <= high
        else { return nil }
        if low == high {
            note(arguments.node, "a range of one value is widened", .caution)
            high += 1
        }
        if type == "IntParameter" {
            guard let least = Int(exactly: low), let greatest = Int(exactly: high) else {
                return nil
            }
            return .integer(least, greatest)
        }
        let places =
            arguments.named["decimals"]?.constantNumber ?? (type == "RealParameter" ? 10 : 3)
        return Int(exactly: places).map { .decimal(low, high, decimals: $0) }
    }

    /// What `buy_params` and its like, and a file of freqtrade's hyperopt, set.
    func setParameters(from file: [String: Value]) {
        let reserved: Set<String> = ["default"]
        for index in parameters.indices where !parameters[index].name.isEmpty {
            let name = parameters[index].name
            if parameters[index].space.isEmpty {
                let prefix = name.split(separator: "_").first.map(String.init) ?? ""
                let known = ["buy", "sell", "enter", "exit", "protection"]
                parameters[index].space = known.contains(prefix) ? prefix : "buy"
            }
            guard parameters[index].takesValues, !reserved.contains(name) else { continue }
            let own = state.attributes["\(parameters[index].space)_params"]
            for source in [own, file[parameters[index].space]].compactMap({ $0 }) {
                guard case .dictionary(let entries) = source else { continue }
                let entry = state.dictionaries[entries].first { $0.key.constantText == name }
                if let value = entry?.value { parameters[index].standard = value }
            }
        }
    }
}
