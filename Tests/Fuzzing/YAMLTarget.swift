internal import YAML

/// A document is read or refused with a place, and so is every value in it, whatever it is taken for.
func checkYAML(_ bytes: [UInt8]) throws {
    let text = text(bytes)
    guard let root = try refusing(text, { try YAMLNode(parsing: text, source: "fuzz") }) else {
        return
    }
    try checkNode(root, text)
    for key in ["steps", "indicators", "bots"] {
        let without = root.removing([key])
        try promise(without[key] == nil, "\(key) was removed and is there")
        if let value = root[key], !value.isNull {
            let back = without.replacing([key], from: root)
            try promise(back[key]?.line == value.line, "\(key) was put back and is not there")
        }
    }
}

private func checkNode(_ node: YAMLNode, _ text: String) throws {
    try checkPlace(line: node.line, column: node.column, text)
    _ = node.summary
    for read in [
        { _ = try $0.string() }, { _ = try $0.integer() }, { _ = try $0.number() },
        { _ = try $0.boolean() }, { _ = try $0.strings() },
    ] as [(YAMLNode) throws -> Void] {
        try refusing(text) { try read(node) }
    }
    if case .scalar(let value, _) = node.content {
        for offset in Set([0, value.unicodeScalars.count / 2, value.unicodeScalars.count]) {
            let place = node.place(ofOffset: offset)
            try checkPlace(line: place.line, column: place.column, text)
        }
    }
    for element in try refusing(text, { try node.list() }) ?? [] { try checkNode(element, text) }
    for entry in try refusing(text, { try node.entries() }) ?? [] {
        try checkNode(entry.keyNode, text)
        try checkNode(entry.value, text)
    }
}

/// What `read` gives; nil where it refuses with a place in the text.
@discardableResult
func refusing<Value>(_ text: String, _ read: () throws -> Value) throws -> Value? {
    do {
        return try read()
    } catch let error as YAMLError {
        try promise(!error.message.isEmpty, "an error without words")
        try checkPlace(line: error.line, column: error.column, text)
        return nil
    }
}

/// Lines end as YAML's do, also at U+0085, U+2028 and U+2029. They are counted in short texts alone: a
/// long one has thousands of places.
private func checkPlace(line: Int, column: Int, _ text: String) throws {
    var (lines, columns) = (text.utf8.count, text.utf8.count)
    if text.utf8.count < 2_000 {
        let ends = "\n\r\u{85}\u{2028}\u{2029}".unicodeScalars
        lines = text.unicodeScalars.count { ends.contains($0) }
        columns = text.unicodeScalars.count
    }
    try promise((1...lines + 2).contains(line), "line \(line) of \(lines + 1)")
    try promise((1...columns + 2).contains(column), "column \(column) on line \(line)")
}
