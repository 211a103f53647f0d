public import JSONL

/// One node of Python's syntax tree, as Python's own `ast` names it.
public struct Syntax: Sendable {
    /// Python's word for the node: `BinOp`, `Call`, `FunctionDef`.
    let kind: String
    /// From 1; of the nearest node above where Python gives none.
    let line: Int
    let column: Int
    /// A constant's value; nil for every other node.
    let constant: JSONValue?
    private let texts: [String: String]
    private let children: [String: Syntax]
    private let lists: [String: [Syntax]]

    /// Deeper trees are refused, so that walking them cannot exhaust the stack.
    static let deepest = 250

    /// Reads what `PythonScript` wrote.
    ///
    /// - Throws: `SyntaxFailure` with Python's own place and words, or where the text is not of that form.
    public init(_ json: JSONValue) throws(SyntaxFailure) {
        if let error = json["error"] {
            throw SyntaxFailure(
                line: error["line"]?.int ?? 1, column: error["column"]?.int ?? 1,
                message: error["message"]?.string ?? "cannot be parsed")
        }
        var reader = SyntaxReader()
        for row in json["nodes"]?.array ?? [] { try reader.add(row) }
        guard let root = reader.root else {
            throw SyntaxFailure(line: 1, column: 1, message: "Python gave no syntax tree")
        }
        self = root
    }

    fileprivate init(_ row: JSONValue, children: [String: Syntax], lists: [String: [Syntax]]) {
        kind = row["kind"]?.string ?? ""
        constant = row["value"]
        var texts: [String: String] = [:]
        for member in row["texts"]?.members ?? [] { texts[member.key] = member.value.string }
        self.texts = texts
        self.children = children
        self.lists = lists
        let nearest = children.values.min { ($0.line, $0.column) < ($1.line, $1.column) }
        line = row["line"]?.int ?? nearest?.line ?? 1
        column = row["column"]?.int ?? nearest?.column ?? 1
    }

    /// A child that may be absent.
    subscript(name: String) -> Syntax? { children[name] }

    /// A child that Python always gives.
    func child(_ name: String) -> Syntax { children[name] ?? self }

    func list(_ name: String) -> [Syntax] { lists[name] ?? [] }

    func text(_ name: String) -> String { texts[name] ?? "" }

    /// The name, where the node is one.
    var name: String? { kind == "Name" ? text("id") : nil }

    /// `a.b.c` of names and attributes; nil for anything else.
    var path: String? {
        if let name { return name }
        guard kind == "Attribute", let owner = child("value").path else { return nil }
        return owner + "." + text("attr")
    }

    /// Whether the node or one below it is of one of these kinds, not looking into functions.
    func contains(_ kinds: Set<String>) -> Bool {
        if kinds.contains(kind) { return true }
        if kind == "FunctionDef" || kind == "Lambda" { return false }
        return children.values.contains { $0.contains(kinds) }
            || lists.values.contains { $0.contains { $0.contains(kinds) } }
    }
}

/// Why there is no syntax tree, and where.
public struct SyntaxFailure: Error, Hashable, Sendable {
    /// From 1.
    public let line: Int
    public let column: Int
    public let message: String

    public init(line: Int, column: Int, message: String) {
        self.line = line
        self.column = column
        self.message = message
    }
}

/// Builds the tree from its leaves.
private struct SyntaxReader {
    private var nodes: [(node: Syntax?, depth: Int)] = []

    var root: Syntax? { nodes.last?.node }

    mutating func add(_ row: JSONValue) throws(SyntaxFailure) {
        var deepest = 0
        var children: [String: Syntax] = [:]
        var lists: [String: [Syntax]] = [:]
        for member in row["children"]?.members ?? [] {
            children[member.key] = try take(member.value, &deepest)
        }
        for member in row["lists"]?.members ?? [] {
            var list: [Syntax] = []
            for index in member.value.array ?? [] {
                list.append(try take(index, &deepest))
            }
            lists[member.key] = list
        }
        let node = Syntax(row, children: children, lists: lists)
        guard deepest < Syntax.deepest else {
            throw SyntaxFailure(
                line: node.line, column: node.column,
                message: "nested deeper than \(Syntax.deepest) levels")
        }
        nodes.append((node, deepest + 1))
    }

    /// Each node has one parent.
    private mutating func take(
        _ index: JSONValue, _ deepest: inout Int
    ) throws(SyntaxFailure) -> Syntax {
        guard let index = index.int, nodes.indices.contains(index), let node = nodes[index].node
        else { throw SyntaxFailure(line: 1, column: 1, message: "Python's tree is not a tree") }
        deepest = max(deepest, nodes[index].depth)
        nodes[index].node = nil
        return node
    }
}
