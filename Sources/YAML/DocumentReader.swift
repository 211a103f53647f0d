extension YAMLNode {
    /// Reads the one document of `text`; `source` is the file's name for messages.
    ///
    /// - Throws: `YAMLError` for what is not YAML, for what the strict subset leaves out, and for a
    ///   text without a document.
    public init(parsing text: String, source: String) throws(YAMLError) {
        var reader = DocumentReader(text, source: source)
        self = try reader.document()
    }
}

/// Where the keys of a mapping stand: few are looked through, many are looked up.
private struct KeyLines {
    private static let few = 16
    private var listed: [(key: String, line: Int)] = []
    private var places: [String: Int] = [:]

    /// Notes a key, and says on which line it stood before; nil for a new one.
    mutating func note(_ key: String, on line: Int) -> Int? {
        if listed.count < Self.few {
            if let known = listed.first(where: { $0.key == key }) { return known.line }
            listed.append((key, line))
            return nil
        }
        if places.isEmpty {
            for (key, line) in listed { places[key] = line }
        }
        return places.updateValue(line, forKey: key)
    }
}

/// Builds nodes from events and refuses what the subset leaves out.
private struct DocumentReader {
    /// Deeper documents are refused, so that reading them cannot exhaust the stack.
    static let deepest = 64

    let events: EventReader

    init(_ text: String, source: String) { events = EventReader(text, source: source) }

    mutating func document() throws(YAMLError) -> YAMLNode {
        var item = try events.next()
        while case .other = item.event { item = try events.next() }
        guard case .documentStart(let hasDirectives) = item.event else {
            throw error(item, "nothing here, expected a document")
        }
        guard !hasDirectives else { throw error(item, "directives (%) are not used here") }
        let root = try node(events.next(), depth: 0)
        _ = try events.next()
        let after = try events.next()
        if case .documentStart = after.event {
            throw error(after, "a second document, expected one a file")
        }
        return root
    }

    func node(_ item: EventReader.Item, depth: Int) throws(YAMLError) -> YAMLNode {
        if let decoration = item.decoration {
            throw error(item, "\(decoration) is not used here", hint: "write the value itself")
        }
        guard depth < Self.deepest else {
            throw error(item, "nested deeper than \(Self.deepest) levels")
        }
        switch item.event {
        case .scalar(let text, let style):
            let layout = ScalarLayout(
                text: text, style: style, start: item.start, end: item.end, lines: events.lines)
            return made(.scalar(text, style), at: item, layout: layout)
        case .listStart: return made(.list(try list(depth: depth)), at: item)
        case .mapStart: return made(.map(try map(depth: depth)), at: item)
        case .alias(let name):
            throw error(item, "alias \"*\(name)\" is not used here", hint: "repeat the value")
        default: throw error(item, "nothing here, expected a value")
        }
    }

    private func list(depth: Int) throws(YAMLError) -> [YAMLNode] {
        var elements: [YAMLNode] = []
        while true {
            let item = try events.next()
            if case .listEnd = item.event { return elements }
            elements.append(try node(item, depth: depth + 1))
        }
    }

    private func map(depth: Int) throws(YAMLError) -> [YAMLEntry] {
        var entries: [YAMLEntry] = []
        var lineOfKey = KeyLines()
        while true {
            let item = try events.next()
            if case .mapEnd = item.event { return entries }
            let keyNode = try node(item, depth: depth + 1)
            guard case .scalar(let key, let style) = keyNode.content else {
                throw keyNode.error("a key must be a scalar, this is \(keyNode.summary)")
            }
            if key == "<<", style == .plain {
                throw keyNode.error("merge keys (<<) are not used here")
            }
            if let first = lineOfKey.note(key, on: keyNode.line) {
                throw keyNode.error("duplicate key \"\(key)\", first on line \(first)")
            }
            let value = try node(events.next(), depth: depth + 1)
            entries.append(YAMLEntry(key: key, keyNode: keyNode, value: value))
        }
    }

    private func made(
        _ content: YAMLNode.Content, at item: EventReader.Item,
        layout: ScalarLayout = ScalarLayout()
    ) -> YAMLNode {
        YAMLNode(
            content: content, source: events.source, line: item.start.line + 1,
            column: item.start.column + 1, layout: layout)
    }

    private func error(
        _ item: EventReader.Item, _ message: String, hint: String? = nil
    ) -> YAMLError {
        YAMLError(
            source: events.source, line: item.start.line + 1, column: item.start.column + 1,
            message: message, hint: hint)
    }
}
