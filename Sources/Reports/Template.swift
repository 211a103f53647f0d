public import JSONL
internal import Markup

/// A set of Mustache templates that may include each other.
///
/// The core of the published specification: variables (escaped), sections, inverted sections,
/// partials, comments, dotted names and the implicit iterator. Set delimiters, lambdas and
/// inheritance are refused. A triple mustache is allowed for names that end in `_svg` or `_html` alone:
/// what we drew ourselves; everything else is escaped.
public struct Templates: Sendable {
    private let sources: [String: String]
    private let parsed: [String: [TemplateNode]]

    /// `allowsAnyRaw` lifts the rule about triple mustaches.
    ///
    /// - Throws: `TemplateError` for a template that cannot be read.
    public init(_ sources: [String: String], allowsAnyRaw: Bool = false) throws(TemplateError) {
        self.sources = sources
        var parsed: [String: [TemplateNode]] = [:]
        for (name, source) in sources.sorted(by: { $0.key < $1.key }) {
            var parser = TemplateParser(source, name: name, allowsAnyRaw: allowsAnyRaw)
            parsed[name] = try parser.template()
        }
        self.parsed = parsed
    }

    public var names: [String] { sources.keys.sorted() }

    /// The template's text with `context` filled in; empty for a template that does not exist.
    ///
    /// - Throws: `TemplateError` where sections and partials repeat each other without an end in sight.
    public func render(
        _ name: String, _ context: JSONValue
    ) throws(TemplateError) -> String {
        var renderer = TemplateRenderer(sources: sources, parsed: parsed)
        renderer.stack.append(context)
        renderer.render(parsed[name] ?? [])
        guard renderer.rest > 0 else {
            throw TemplateError(
                template: name, line: 1,
                message: "sections and partials repeat each other more than "
                    + "\(TemplateRenderer.mostPieces) times")
        }
        return renderer.output
    }
}

/// Where a template cannot be read, and why.
public struct TemplateError: Error, Hashable, Sendable {
    public let template: String
    /// Counted from 1.
    public let line: Int
    public let message: String
}

/// A piece of a template.
enum TemplateNode: Hashable, Sendable {
    case text(String)
    case variable([String], isRaw: Bool)
    indirect case section([String], isInverted: Bool, [TemplateNode])
    /// A partial alone on its line indents every line of its template.
    case partial(String, indentation: String)
}

private struct TemplateRenderer {
    let sources: [String: String]
    let parsed: [String: [TemplateNode]]
    var indented: [String: [TemplateNode]] = [:]
    var output = ""
    var depth = 0
    /// The contexts that names are looked up in, the nearest last.
    var stack: [JSONValue] = []
    /// How many more bodies of sections and partials may be filled in.
    var rest = mostPieces

    /// A page of ten thousand cells takes a tenth of them.
    static let mostPieces = 1_000_000
    /// Bytes of text: a page that is larger opens nowhere.
    private static let mostText = 1 << 26

    init(sources: [String: String], parsed: [String: [TemplateNode]]) {
        self.sources = sources
        self.parsed = parsed
    }

    mutating func render(_ nodes: [TemplateNode]) {
        rest -= 1
        if output.utf8.count > Self.mostText { rest = 0 }
        for node in nodes {
            guard rest > 0 else { return }
            switch node {
            case .text(let text): output += text
            case .variable(let path, let isRaw):
                let text = lookUp(path).map(Self.text) ?? ""
                output += isRaw ? text : escaped(text)
            case .section(let path, let isInverted, let body):
                section(lookUp(path) ?? .null, isInverted, body)
            case .partial(let name, let indentation):
                guard depth < 64 else { continue }
                depth += 1
                render(partial(name, indentation))
                depth -= 1
            }
        }
    }

    private mutating func section(
        _ value: JSONValue, _ isInverted: Bool, _ body: [TemplateNode]
    ) {
        switch value {
        case .null, .boolean(false): if isInverted { render(body) }
        case .list(let elements) where elements.isEmpty: if isInverted { render(body) }
        case _ where isInverted: break
        case .list(let elements): for element in elements { render(body, in: element) }
        default: render(body, in: value)
        }
    }

    private mutating func render(_ nodes: [TemplateNode], in context: JSONValue) {
        stack.append(context)
        render(nodes)
        stack.removeLast()
    }

    private mutating func partial(_ name: String, _ indentation: String) -> [TemplateNode] {
        if indentation.isEmpty { return parsed[name] ?? [] }
        let key = indentation + name
        if let known = indented[key] { return known }
        let lines = (sources[name] ?? "").split(separator: "\n", omittingEmptySubsequences: false)
        let shifted = lines.enumerated().map { index, line in
            index == lines.count - 1 && line.isEmpty ? "" : indentation + line
        }
        var parser = TemplateParser(
            shifted.joined(separator: "\n"), name: name, allowsAnyRaw: true)
        let nodes = (try? parser.template()) ?? []
        indented[key] = nodes
        return nodes
    }

    /// The value of the first name in the nearest context that has it, then the names inside.
    private func lookUp(_ path: [String]) -> JSONValue? {
        guard let first = path.first else { return stack.last }
        var place = stack.count
        while place > 0 {
            place -= 1
            guard var value = stack[place][first] else { continue }
            for name in path.dropFirst() {
                guard let inner = value[name] else { return nil }
                value = inner
            }
            return value
        }
        return nil
    }

    private static func text(_ value: JSONValue) -> String {
        switch value {
        case .null: ""
        case .text(let text): text
        default: value.text
        }
    }
}
