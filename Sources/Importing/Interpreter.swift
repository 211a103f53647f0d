internal import JSONL
internal import Strategies

/// Follows a strategy's Python without candles: every column becomes an expression.
///
/// Statements are carried out in order on a `State`. Where a parameter or a trade decides which way
/// goes on, both are followed and what they leave is merged.
final class Interpreter {
    /// Which of freqtrade's questions is being answered.
    enum Task: Equatable {
        case reading, indicators, entry, exit
        case hook(Hook)
    }

    /// Something the Python gave a name: a column, or a variable that holds a series.
    struct Definition {
        let name: String
        var quantity: Quantity
        let isColumn: Bool
        /// The finding that becomes a caution once it is used.
        var caution: Int?
    }

    var state = State()
    var findings: [Finding] = []
    var definitions: [Definition] = []
    var parameters: [ImportedParameter] = []
    var task = Task.reading
    var module: Module
    /// The frame that freqtrade hands from one `populate_` to the next.
    var market = 0
    /// How many statements were followed, and how deep in each other.
    var steps = 0
    /// Findings of which nothing is said unless something needs what they stand for.
    var silent: Set<Int> = []
    /// The trading configuration, nil where none was given.
    var configuration: JSONValue?
    var depth = 0
    /// What holds on the way that is followed.
    var assumed: Set<Term> = []
    /// What trades keep, in the order in which the keys are met.
    var keys: [KeptKey] = []
    /// What hooks leave behind for their next call.
    var lasting = LastingState()
    /// Whether entries can bear a tag; known once the signals were read.
    var tagsEntries = true
    /// The class and the classes above it, most derived first.
    var line: [StrategyClass] = []

    /// The classes whose methods are being followed, innermost last.
    var owners: [String] = []

    /// Parses Python of ours.
    var parse: (String) -> Syntax? = { _ in nil }
    /// The strategy's own call, while a function of a library is followed: findings are told there.
    var site: (module: Module, node: Syntax)?

    var readSibling: (String) -> (tree: Syntax, file: String)? = { _ in nil }
    /// Files of the folder by their module's name; nil where there is none.
    var siblings: [String: Module?] = [:]

    static let longest = 100_000
    static let deepest = 300

    init(_ module: Module) { self.module = module }

    // MARK: Findings

    /// What is not translated; it counts once something needs it.
    func unknown(_ node: Syntax, _ message: String, hint: String? = nil) -> Value {
        .unknown(note(node, message, hint: hint, .note))
    }

    /// What is not translated and is missing for sure.
    func gap(_ node: Syntax, _ message: String, hint: String? = nil) {
        note(node, message, hint: hint, .gap)
    }

    @discardableResult
    func note(
        _ node: Syntax, _ message: String, hint: String? = nil, _ weight: Finding.Weight
    ) -> Int {
        let (module, node) = site ?? (module, node)
        let finding = Finding(
            file: module.file, line: node.line, column: node.column, message: message, hint: hint,
            weight: weight)
        let known = findings.firstIndex {
            $0.file == finding.file && $0.line == finding.line && $0.column == finding.column
                && $0.message == message
        }
        guard let known else {
            findings.append(finding)
            return findings.count - 1
        }
        findings[known].weight = max(findings[known].weight, weight)
        return known
    }

    /// The quantity, unless it is none or unknown: then that is a gap.
    func needed(_ value: Value, at node: Syntax, _ what: String) -> Quantity? {
        if case .unknown(let index) = value {
            findings[index].weight = .gap
            return nil
        }
        guard let quantity = value.quantity else {
            gap(node, "\(what) is \(words(value))")
            return nil
        }
        return quantity
    }

    /// What a person calls the value.
    func words(_ value: Value) -> String {
        switch value {
        case .unknown: "not translated"
        case .none: "None"
        case .boolean, .integer, .number, .text: "a constant"
        case .quantity(let quantity):
            switch quantity.kind {
            case .number: "a number"
            case .condition: "a condition"
            case .text: "a text"
            }
        case .tuple, .list: "a list"
        case .dictionary: "a dictionary"
        case .frame, .indexer, .row: "a data frame"
        case .dates, .instant, .span: "a time"
        case .parameter: "a parameter without .value"
        case .library(let name): name
        default: "something that has no expression"
        }
    }

    // MARK: Quantities

    func value(_ quantity: Quantity?, _ node: Syntax) -> Value {
        guard let quantity else {
            return unknown(
                node, "this mixes candles of different timeframes or pairs",
                hint: "merge them into one data frame first")
        }
        guard quantity.weight < Quantity.heaviest else {
            return unknown(node, "this expression is too large to be written out")
        }
        return .quantity(quantity)
    }

    /// A call of the strategy file's own functions.
    func call(
        _ name: String, _ operands: [Quantity], _ node: Syntax, as kind: Quantity.Kind = .number
    ) -> Value {
        value(.made(of: operands, kind, .call(name, operands.map(\.term))), node)
    }

    /// Gives a series a name of its own, so that it is written once; leaves stay as they are.
    func named(_ value: Value, _ name: String, isColumn: Bool) -> Value {
        guard case .quantity(var quantity) = value, quantity.shape == .series,
            quantity.candles == .own, task != .reading
        else { return value }
        if case .hook = task { return value }
        if quantity.kind == .condition, !isColumn, quantity.weight < 60 { return value }
        switch quantity.term {
        case .name where !isColumn: return value
        case .definition where !isColumn: return value
        case .name(let own) where own == name: return value
        default: break
        }
        definitions.append(Definition(name: name, quantity: quantity, isColumn: isColumn))
        quantity.term = .definition(definitions.count - 1)
        quantity.weight = 1
        return .quantity(quantity)
    }

    // MARK: Scopes

    func lookUp(_ name: String) -> Value? {
        for scope in state.scopes.reversed() {
            if let value = scope[name] { return value }
            // Functions see their own names and the module's.
            break
        }
        return module.globals[name]
    }

    func set(_ name: String, _ value: Value) {
        if state.scopes.isEmpty {
            module.globals[name] = value
        } else {
            state.scopes[state.scopes.count - 1][name] = value
        }
    }

    func newList(_ values: [Value]) -> Value {
        state.lists.append(values.map { Element(guarded: nil, value: $0) })
        return .list(state.lists.count - 1)
    }

    func newFrame(_ frame: Frame) -> Value {
        state.frames.append(frame)
        return .frame(state.frames.count - 1)
    }

    func newDictionary(_ entries: [(key: Value, value: Value)]) -> Value {
        state.dictionaries.append(entries)
        return .dictionary(state.dictionaries.count - 1)
    }

    /// The elements of a list or a tuple, nil for anything else or where some are there only at times.
    func elements(_ value: Value) -> [Value]? {
        switch value {
        case .tuple(let values): return values
        case .list(let index):
            read(.list(index))
            let list = state.lists[index]
            return list.contains { $0.guarded != nil } ? nil : list.map(\.value)
        case .dictionary(let index):
            read(.dictionary(index))
            return state.dictionaries[index].map(\.key)
        default: return nil
        }
    }
}

/// One Python file.
final class Module {
    /// What messages call it.
    let file: String
    let tree: Syntax
    var globals: [String: Value] = [:]
    var classes: [String: Syntax] = [:]

    init(_ tree: Syntax, file: String) {
        self.tree = tree
        self.file = file
    }
}

/// A class of a strategy's line, with the file it stands in.
struct StrategyClass {
    let node: Syntax
    let module: Module

    var name: String { node.text("name") }
}

/// One of freqtrade's hyperopt parameters.
struct ImportedParameter {
    enum Domain {
        case integer(Int, Int)
        case decimal(Double, Double, decimals: Int)
        /// Texts, numbers, or both; the strategy file calls each by its text.
        case categorical([Value])
        case boolean
    }

    var name: String
    let domain: Domain
    var standard: Value
    var space: String
    /// The least value that an indicator takes which it sets, nil where all will do.
    var least: Int?
    let isOptimized: Bool
    let takesValues: Bool
    let node: Syntax
    let module: Module
}
