/// Where the text of a scalar lies in the file.
struct ScalarLayout: Sendable {
    /// Line and column of the text's first character (after the quote, or on the block's first line).
    var line = 1
    var column = 1
    /// The block's text has one line in the file per line of the text, each indented alike.
    var isBlock = false
    var isFolded = false
    /// Escapes of quoted text: from `offset` of the text on, columns are `extra` further right.
    var shifts: [(offset: Int, extra: Int)] = []

    func place(ofOffset offset: Int, in text: String) -> (line: Int, column: Int) {
        guard isBlock else {
            let extra = shifts.last { $0.offset <= offset }?.extra ?? 0
            return (line, column + offset + extra)
        }
        var (row, inRow) = (0, 0)
        for scalar in text.unicodeScalars.prefix(offset) {
            (row, inRow) = scalar == "\n" ? (row + 1, 0) : (row, inRow + 1)
        }
        return (line + row, column + inRow)
    }
}

extension ScalarLayout {
    /// `start` is the place of the quote or indicator; `lines` are the file's.
    init(
        text: String, style: YAMLScalarStyle, start: EventReader.Mark, end: EventReader.Mark,
        lines: @autoclosure () -> [[Unicode.Scalar]]
    ) {
        line = start.line + 1
        column = start.column + 1
        switch style {
        case .plain: isFolded = end.line > start.line
        case .singleQuoted, .doubleQuoted:
            column += 1
            isFolded = end.line > start.line
            // As long as the text and two quotes: nothing in it is escaped.
            let isPlain = end.column - start.column == text.unicodeScalars.count + 2
            guard !isFolded, !isPlain, start.line < lines().count else { return }
            readEscapes(of: lines()[start.line].dropFirst(start.column + 1), style: style)
        case .literal, .folded:
            isBlock = true
            isFolded = style == .folded
            line += 1
            column = Self.indentation(of: text, lines: lines(), firstLine: start.line + 1) + 1
        }
    }

    private mutating func readEscapes(of raw: ArraySlice<Unicode.Scalar>, style: YAMLScalarStyle) {
        let long: [Unicode.Scalar: Int] = ["x": 4, "u": 6, "U": 10]
        var (position, offset, extra) = (raw.startIndex, 0, 0)
        while position < raw.endIndex {
            var length = 1
            if style == .singleQuoted, raw[position] == "'" { length = 2 }
            if style == .doubleQuoted, raw[position] == "\"" { return }
            if style == .doubleQuoted, raw[position] == "\\" {
                length = position + 1 < raw.endIndex ? long[raw[position + 1]] ?? 2 : 2
            }
            position += length
            offset += 1
            guard length > 1 else { continue }
            extra += length - 1
            shifts.append((offset, extra))
        }
    }

    /// How far a block's lines are indented: what its first line that is not blank lost.
    private static func indentation(
        of text: String, lines: [[Unicode.Scalar]], firstLine: Int
    ) -> Int {
        let rows = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
        for (index, row) in rows.enumerated() where !row.isEmpty {
            guard firstLine + index < lines.count else { return 0 }
            let inFile = lines[firstLine + index].prefix { $0 == " " }.count
            return max(0, inFile - row.prefix { $0 == " " }.count)
        }
        return 0
    }
}
