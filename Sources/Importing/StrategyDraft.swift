internal import JSONL
internal import Strategies
internal import YAML

/// One strategy on its way from the class to the file.
struct StrategyDraft {
    private let interpreter: Interpreter
    private let name: String
    private var rules: [(key: String, rules: [SignalReader.Rule])] = []
    private var hooks: [(hook: Hook, answer: Quantity)] = []
    private var exits: [SignalReader.Rule] = []
    private var adjustments: [HookReader.Adjustment] = []
    /// What hooks make of what trades keep, by the place of the key.
    private var changes: [(key: Int, hook: Hook, value: Quantity)] = []

    private var node: Syntax { interpreter.module.classes[name] ?? interpreter.module.tree }

    init(_ interpreter: Interpreter, _ name: String) {
        self.interpreter = interpreter
        self.name = name
    }

    /// Follows the class and all that freqtrade would ask of it.
    mutating func read(_ surroundings: ImportedStrategy.Surroundings) {
        interpreter.read(class: name)
        if let timeframe = surroundings.timeframe, interpreter.state.attributes["timeframe"] == nil
        {
            interpreter.state.attributes["timeframe"] = .text(timeframe)
        }
        interpreter.nameParameters()
        let file = interpreter.values(of: surroundings.parameters, for: name, node)
        interpreter.setParameters(from: file)
        interpreter.renameOldSettings()
        for start in ["__init__", "bot_start"] { interpreter.start(start) }
        populate()
        signals()
        readHooks()
        interpreter.reportCallBacks()
    }

    private mutating func populate() {
        guard case .frame(let market) = interpreter.newFrame(Frame(candles: .own, isMarket: true))
        else { return }
        interpreter.market = market
        interpreter.task = .indicators
        interpreter.populateInformatives()
        interpreter.populate(["populate_indicators"], node)
        interpreter.task = .entry
        interpreter.populate(["populate_entry_trend", "populate_buy_trend"], node)
        interpreter.task = .exit
        interpreter.populate(["populate_exit_trend", "populate_sell_trend"], node)
    }

    private mutating func signals() {
        let reader = SignalReader(interpreter, interpreter.state.frames[interpreter.market], node)
        let sides = interpreter.canShort ? ["long", "short"] : ["long"]
        for (verb, tags) in [("enter", "enter_tag"), ("exit", "exit_tag")] {
            for side in sides {
                let other = side == "long" ? "short" : "long"
                let found = reader.rules("\(verb)_\(side)", tags: tags, other: "\(verb)_\(other)")
                if !found.isEmpty { rules.append(("\(verb)_\(side)", found)) }
            }
        }
        interpreter.tagsEntries = reader.events.contains { $0.column == "enter_tag" }
        let isWhole = !interpreter.findings.contains { $0.weight == .gap }
        if isWhole, !rules.contains(where: { $0.key.hasPrefix("enter") }) {
            interpreter.note(node, "the strategy never enters", .caution)
            rules.append(("enter_long", [.init(when: .condition(false), tag: nil)]))
        }
    }

    private mutating func readHooks() {
        let before = (interpreter.state, interpreter.findings, interpreter.silent)
        followHooks()
        for _ in 0..<Self.mostTurns where interpreter.decideCustomData() {
            (interpreter.state, interpreter.findings, interpreter.silent) = before
            interpreter.forgetUses()
            followHooks()
        }
        if interpreter.decideCustomData() {
            interpreter.gap(node, "what its trades keep hangs on itself in too many ways")
        }
        interpreter.reportLasting()
        KeptTypes(interpreter).report()
    }

    /// How often hooks are followed to learn what trades keep.
    private static let mostTurns = 6

    private mutating func followHooks() {
        (hooks, exits, adjustments, changes) = ([], [], [], [])
        interpreter.beginHooks()
        let reader = HookReader(interpreter: interpreter)
        for hook in Hook.allCases {
            guard let answer = reader.answer(hook, node) else { continue }
            let place =
                if case .function(let function) = interpreter.state.attributes[hook.rawValue] {
                    function.node
                } else {
                    node
                }
            let isKeeping = readChanges(hook)
            interpreter.checkPairs(hook, answer.quantity)
            if hook == .orderFilled {
                continue  // Nobody asks for its answer.
            } else if hook == .customExit {
                exits = reader.exits(answer, place)
                // freqtrade asks all the same.
                if exits.isEmpty, isKeeping {
                    exits.append(.init(when: .condition(false), tag: nil))
                }
            } else if hook == .adjustTradePosition,
                let rules = reader.adjustments(answer, place)
            {
                adjustments = rules
            } else if let quantity = reader.number(answer, hook, place),
                isKeeping || (quantity.term != .missing && quantity.term != .boolean(true))
            {
                hooks.append((hook, quantity))
            }
        }
    }

    /// What the hook that was followed makes of what trades keep; whether there is any.
    private mutating func readChanges(_ hook: Hook) -> Bool {
        let count = changes.count
        for key in interpreter.keys.indices where interpreter.keys[key].form != nil {
            if let change = interpreter.change(ofKey: key) { changes.append((key, hook, change)) }
        }
        return changes.count > count
    }

    // MARK: Text

    /// The strategy file.
    func text() -> String {
        let roots =
            rules.flatMap { $0.rules.map(\.when.term) } + hooks.map(\.answer.term)
            + exits.map(\.when.term) + adjustments.flatMap { [$0.when.term, $0.stake.term] }
            + changes.map(\.value.term)
        let writer = NamePlan(interpreter, roots: roots).writer
        let settings = SettingsReader(interpreter: interpreter)
        var lines = heading() + ["strategy: \(YAMLText.word(name))"]
        lines += settings.lines(node) + parameters()
        let indicators = NamePlan.ordered(writer.names).map { index, name in
            let term = interpreter.definitions[index].quantity.term
            return "  \(name): " + YAMLText.expression(writer.lines(term), indent: "    ")
        }
        if !indicators.isEmpty { lines += ["indicators:"] + indicators }
        for (key, rules) in rules { lines += list(key, rules, writer) }
        lines += settings.rules(node) + settings.protections(node)
        for (hook, answer) in hooks {
            lines.append(
                "\(hook.rawValue): "
                    + YAMLText.expression(writer.lines(answer.term), indent: "  "))
        }
        lines += list(Hook.customExit.rawValue, exits, writer) + adjustments(writer)
        lines += customData(writer)
        let text = lines.joined(separator: "\n") + "\n"
        check(text)
        return gaps() + text
    }

    private func list(
        _ key: String, _ rules: [SignalReader.Rule], _ writer: TermWriter
    ) -> [String] {
        guard !rules.isEmpty else { return [] }
        return ["\(key):"]
            + rules.flatMap { rule in
                let when = YAMLText.expression(writer.lines(rule.when.term), indent: "      ")
                let tag = rule.tag.map { ["    tag: \(YAMLText.word($0))"] } ?? []
                return ["  - when: \(when)"] + tag
            }
    }

    private func adjustments(_ writer: TermWriter) -> [String] {
        guard !adjustments.isEmpty else { return [] }
        return ["\(Hook.adjustTradePosition.rawValue):"]
            + adjustments.flatMap { rule in
                let (when, stake) = (writer.lines(rule.when.term), writer.lines(rule.stake.term))
                let tag = rule.tag.map { ["    tag: \(YAMLText.word($0))"] } ?? []
                return [
                    "  - when: " + YAMLText.expression(when, indent: "      "),
                    "    stake: " + YAMLText.expression(stake, indent: "      "),
                ] + tag
            }
    }

    private func customData(_ writer: TermWriter) -> [String] {
        var lines: [String] = []
        for (index, key) in interpreter.keys.enumerated() {
            let own = changes.filter { $0.key == index }
            guard !own.isEmpty else { continue }
            lines.append("  \(key.name):")
            if let standard = key.standard { lines.append("    default: \(standard)") }
            for change in own {
                let text = YAMLText.expression(writer.lines(change.value.term), indent: "      ")
                lines.append("    \(change.hook.rawValue): \(text)")
            }
        }
        return lines.isEmpty ? [] : ["custom_data:"] + lines
    }

    /// The Python's own words above the file.
    private func heading() -> [String] {
        guard let first = node.list("body").first, first.kind == "Expr",
            let words = first.child("value").constant?.string
        else { return [] }
        let lines = words.split(whereSeparator: \.isNewline).map {
            String($0.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
        }
        return lines.filter { !$0.isEmpty }.map { "# \($0)" }
    }

    private func parameters() -> [String] {
        let used = interpreter.parameters.filter { !$0.name.isEmpty }
        let lines = used.compactMap { interpreter.line(of: $0) }
        return lines.isEmpty ? [] : ["parameters:"] + lines
    }

    /// What is missing, at the top, where nobody overlooks it.
    private func gaps() -> String {
        let gaps = interpreter.findings.filter { $0.weight == .gap }
        guard !gaps.isEmpty else { return "" }
        return (["# Not translated:"] + gaps.map { "#   \($0.line):\($0.column): \($0.message)" })
            .joined(separator: "\n")
            + "\n"
    }

    /// What is written must be a strategy file: our reader has the last word.
    private func check(_ text: String) {
        guard !interpreter.findings.contains(where: { $0.weight == .gap }) else { return }
        do throws(YAMLError) {
            _ = try Strategy(parsing: text, source: "strategy")
        } catch {
            let line = text.split(separator: "\n", omittingEmptySubsequences: false)
            let place = line.indices.contains(error.line - 1) ? String(line[error.line - 1]) : ""
            interpreter.gap(
                node,
                "\(error.message), in what it comes to: "
                    + place.drop { $0 == " " || $0 == "-" }.prefix(80), hint: error.hint)
        }
    }
}
