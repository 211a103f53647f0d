/// Templates as they are filled in: their pieces one behind the other in one list, without anything
/// in it that would have to be counted or searched for on the way.
struct TemplateProgram: Sendable {
    /// A piece of a template.
    enum Piece: Sendable {
        /// A part of `texts`.
        case text(Range<Int>)
        case variable(Int, isRaw: Bool)
        /// The `count` pieces that follow.
        case section(Int, isInverted: Bool, count: Int)
        /// One of `partials`.
        case partial(Int)
    }

    /// A dotted name in its parts.
    struct Name: Hashable, Sendable {
        /// Empty for the implicit iterator.
        let first: String
        let others: [String]
    }

    /// The number of the implicit iterator, which is not among the names.
    static let iterator = -1

    /// A template inside another; alone on its line it indents every line of its template.
    struct Partial: Hashable, Sendable {
        let name: String
        let indentation: String
    }

    private let sources: [String: String]
    private(set) var pieces: [Piece] = []
    private(set) var texts: [UInt8] = []
    private(set) var names: [Name] = []
    private var partials: [Partial] = []
    /// Where the pieces of each partial are; nil before it was asked for.
    private var bodies: [Range<Int>?] = []
    private var namesSeen: [Name: Int] = [:]
    private var partialsSeen: [Partial: Int] = [:]

    /// - Throws: `TemplateError` for a template that cannot be read.
    init(_ sources: [String: String], allowsAnyRaw: Bool) throws(TemplateError) {
        self.sources = sources
        for (name, source) in sources.sorted(by: { $0.key < $1.key }) {
            let (start, number) = (pieces.count, number(Partial(name: name, indentation: "")))
            var parser = TemplateParser(source, name: name, allowsAnyRaw: allowsAnyRaw)
            try parser.template(into: &self)
            bodies[number] = start..<pieces.count
        }
    }

    mutating func append(text: String) {
        guard !text.isEmpty else { return }
        pieces.append(.text(texts.count..<texts.count + text.utf8.count))
        texts += text.utf8
    }

    mutating func append(variable name: Name, isRaw: Bool) {
        pieces.append(.variable(number(name), isRaw: isRaw))
    }

    mutating func append(partial: Partial) { pieces.append(.partial(number(partial))) }

    /// A section with the pieces that `body` appends.
    mutating func append(
        section name: Name, isInverted: Bool,
        body: (inout Self) throws(TemplateError) -> Void
    ) throws(TemplateError) {
        let (place, number) = (pieces.count, number(name))
        pieces.append(.section(number, isInverted: isInverted, count: 0))
        try body(&self)
        pieces[place] = .section(
            number, isInverted: isInverted, count: pieces.count - place - 1)
    }

    /// The pieces of a whole template; nil for one that does not exist.
    func template(_ name: String) -> Range<Int>? {
        partialsSeen[Partial(name: name, indentation: "")].flatMap { bodies[$0] }
    }

    /// The pieces of a partial, which is read when it is first asked for where it is indented.
    mutating func body(ofPartial number: Int) -> Range<Int> {
        if let body = bodies[number] { return body }
        let (start, partial) = (pieces.count, partials[number])
        let lines = (sources[partial.name] ?? "")
            .split(separator: "\n", omittingEmptySubsequences: false)
        let shifted = lines.enumerated().map { index, line in
            index == lines.count - 1 && line.isEmpty ? "" : partial.indentation + line
        }
        var parser = TemplateParser(
            shifted.joined(separator: "\n"), name: partial.name, allowsAnyRaw: true)
        // It was read before, without the indentation.
        try? parser.template(into: &self)
        bodies[number] = start..<pieces.count
        return start..<pieces.count
    }

    private mutating func number(_ name: Name) -> Int {
        if name.first.isEmpty { return Self.iterator }
        if let number = namesSeen[name] { return number }
        namesSeen[name] = names.count
        names.append(name)
        return names.count - 1
    }

    private mutating func number(_ partial: Partial) -> Int {
        if let number = partialsSeen[partial] { return number }
        partialsSeen[partial] = partials.count
        partials.append(partial)
        bodies.append(nil)
        return partials.count - 1
    }
}
