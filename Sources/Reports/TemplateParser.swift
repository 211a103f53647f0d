/// Reads one Mustache template.
struct TemplateParser {
    private let name: String
    private let allowsAnyRaw: Bool
    private var tokens: [Token]

    private enum Token {
        case text(String)
        case tag(sigil: Character?, content: String, indentation: String, line: Int)
    }

    init(_ source: String, name: String, allowsAnyRaw: Bool) {
        self.name = name
        self.allowsAnyRaw = allowsAnyRaw
        tokens = Self.tokens(of: Array(source.utf8))[...].reversed()
    }

    /// - Throws: `TemplateError` for tags that do not fit.
    mutating func template(into program: inout TemplateProgram) throws(TemplateError) {
        try pieces(into: &program, until: nil, openedAt: 0)
    }

    /// Deeper sections are refused, so that reading them cannot exhaust the stack.
    private static let deepest = 64

    private mutating func pieces(
        into program: inout TemplateProgram, until section: String?, openedAt start: Int,
        depth: Int = 0
    ) throws(TemplateError) {
        guard depth <= Self.deepest else {
            throw error(start, "sections are nested deeper than \(Self.deepest) levels")
        }
        while let token = tokens.popLast() {
            guard case .tag(let sigil, let content, let indentation, let line) = token else {
                if case .text(let text) = token { program.append(text: text) }
                continue
            }
            switch sigil {
            case "!": continue
            case "/" where content == section: return
            case "/": throw error(line, "{{/\(content)}} closes nothing that is open")
            case "#", "^":
                try program.append(section: path(content), isInverted: sigil == "^") {
                    (program) throws(TemplateError) in
                    try pieces(into: &program, until: content, openedAt: line, depth: depth + 1)
                }
            case ">": program.append(partial: .init(name: content, indentation: indentation))
            case "&", "{":
                guard allowsAnyRaw || content.hasSuffix("_svg") || content.hasSuffix("_html") else {
                    throw error(
                        line, "{{{\(content)}}} is not escaped: its name must end in _svg or _html")
                }
                program.append(variable: path(content), isRaw: true)
            case nil: program.append(variable: path(content), isRaw: false)
            default: throw error(line, "{{\(sigil.map(String.init) ?? "")…}} is not supported")
            }
        }
        if let section { throw error(start, "{{#\(section)}} is never closed") }
    }

    private func error(_ line: Int, _ message: String) -> TemplateError {
        TemplateError(template: name, line: line, message: message)
    }

    private func path(_ content: String) -> TemplateProgram.Name {
        let parts = content == "." ? [] : content.split(separator: ".").map(String.init)
        return .init(first: parts.first ?? "", others: Array(parts.dropFirst()))
    }

    /// Splits at the tags; a tag that stands alone on its line takes the line with it.
    private static func tokens(of bytes: [UInt8]) -> [Token] {
        var (tokens, position, textStart, line) = ([Token](), 0, 0, 1)
        let brace = UInt8(ascii: "{")
        while position + 1 < bytes.count {
            if bytes[position] == UInt8(ascii: "\n") { line += 1 }
            guard bytes[position] == brace, bytes[position + 1] == brace,
                let tag = Tag(bytes, at: position)
            else {
                position += 1
                continue
            }
            let alone = tag.standsAlone(in: bytes)
            let textEnd = alone?.lineStart ?? tag.start
            tokens.append(.text(text(bytes, textStart, textEnd)))
            let indentation = alone.map { text(bytes, $0.lineStart, tag.start) } ?? ""
            tokens.append(
                .tag(
                    sigil: tag.sigil, content: tag.content, indentation: indentation, line: line))
            textStart = alone?.lineEnd ?? tag.end
            line += bytes[position..<textStart].filter { $0 == UInt8(ascii: "\n") }.count
            position = textStart
        }
        tokens.append(.text(text(bytes, textStart, bytes.count)))
        return tokens
    }

    private static func text(_ bytes: [UInt8], _ start: Int, _ end: Int) -> String {
        String(decoding: bytes[start..<max(start, end)], as: UTF8.self)
    }
}

/// One tag as it stands in its template.
private struct Tag {
    let start: Int
    let end: Int
    /// What follows the braces: `# ^ / > ! & {`; nil for a variable.
    let sigil: Character?
    let content: String

    /// nil where the braces are never closed.
    init?(_ bytes: [UInt8], at start: Int) {
        let first = start + 2 < bytes.count ? Character(Unicode.Scalar(bytes[start + 2])) : " "
        let sigil: Character? = "#^/>!&{=".contains(first) ? first : nil
        let closing = Array((sigil == "{" ? "}}}" : "}}").utf8)
        var end = start + (sigil == nil ? 2 : 3)
        let contentStart = end
        while end + closing.count <= bytes.count,
            !bytes[end..<end + closing.count].elementsEqual(closing)
        {
            end += 1
        }
        guard end + closing.count <= bytes.count else { return nil }
        self.start = start
        self.sigil = sigil
        content = String(decoding: bytes[contentStart..<end], as: UTF8.self)
            .split { $0.isWhitespace }.joined(separator: " ")
        self.end = end + closing.count
    }

    /// The tag's line where nothing but white space stands beside a tag that prints nothing itself.
    func standsAlone(in bytes: [UInt8]) -> (lineStart: Int, lineEnd: Int)? {
        guard let sigil, sigil != "&", sigil != "{" else { return nil }
        var before = start
        while before > 0, bytes[before - 1] == 0x20 || bytes[before - 1] == 0x09 { before -= 1 }
        guard before == 0 || bytes[before - 1] == UInt8(ascii: "\n") else { return nil }
        var after = end
        while after < bytes.count, [0x20, 0x09, 0x0D].contains(bytes[after]) { after += 1 }
        guard after == bytes.count || bytes[after] == UInt8(ascii: "\n") else { return nil }
        return (before, min(after + 1, bytes.count))
    }
}
