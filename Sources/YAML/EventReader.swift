internal import CYAML

/// libyaml's events as values; the class owns the C parser, whose address must not change.
final class EventReader {
    enum Event {
        case documentStart(hasDirectives: Bool)
        case scalar(String, YAMLScalarStyle)
        case listStart, listEnd, mapStart, mapEnd, documentEnd, streamEnd, other
        case alias(String)
    }

    struct Mark {
        /// From 0.
        var line: Int
        var column: Int
    }

    struct Item {
        var event: Event
        var start: Mark
        var end: Mark
        /// Anchor or tag, as written, where there is one.
        var decoration: String?
    }

    let source: String
    /// The text's lines, split when somebody asks for them.
    private(set) lazy var lines = String(decoding: bytes, as: UTF8.self).unicodeScalars
        .split(separator: "\n", omittingEmptySubsequences: false).map { Array($0) }
    private let bytes: UnsafeMutableBufferPointer<UInt8>
    private let parser: UnsafeMutablePointer<yaml_parser_t>

    init(_ text: String, source: String) {
        self.source = source
        bytes = .allocate(capacity: max(1, text.utf8.count))
        _ = bytes.initialize(from: text.utf8)
        parser = .allocate(capacity: 1)
        parser.initialize(to: yaml_parser_t())
        let made = yaml_parser_initialize(parser)
        precondition(made == 1, "out of memory")
        yaml_parser_set_input_string(parser, bytes.baseAddress, text.utf8.count)
        yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    }

    deinit {
        yaml_parser_delete(parser)
        parser.deallocate()
        bytes.deallocate()
    }

    /// - Throws: `YAMLError` with libyaml's own words where the text is not YAML.
    func next() throws(YAMLError) -> Item {
        var event = yaml_event_t()
        guard yaml_parser_parse(parser, &event) == 1 else { throw problem() }
        defer { yaml_event_delete(&event) }
        var item = Item(event: .other, start: Mark(event.start_mark), end: Mark(event.end_mark))
        switch event.type {
        case YAML_DOCUMENT_START_EVENT:
            let start = event.data.document_start
            item.event = .documentStart(
                hasDirectives: start.version_directive != nil
                    || start.tag_directives.start != start.tag_directives.end)
        case YAML_DOCUMENT_END_EVENT: item.event = .documentEnd
        case YAML_STREAM_END_EVENT: item.event = .streamEnd
        case YAML_ALIAS_EVENT: item.event = .alias(Self.text(event.data.alias.anchor) ?? "")
        case YAML_SEQUENCE_START_EVENT:
            item.event = .listStart
            let start = event.data.sequence_start
            item.decoration = Self.decoration(anchor: start.anchor, tag: start.tag)
        case YAML_SEQUENCE_END_EVENT: item.event = .listEnd
        case YAML_MAPPING_START_EVENT:
            item.event = .mapStart
            let start = event.data.mapping_start
            item.decoration = Self.decoration(anchor: start.anchor, tag: start.tag)
        case YAML_MAPPING_END_EVENT: item.event = .mapEnd
        case YAML_SCALAR_EVENT:
            let scalar = event.data.scalar
            let value = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
            item.event = .scalar(String(decoding: value, as: UTF8.self), Self.style(scalar.style))
            item.decoration = Self.decoration(anchor: scalar.anchor, tag: scalar.tag)
        default: break
        }
        return item
    }

    private func problem() -> YAMLError {
        var mark = Mark(parser.pointee.problem_mark)
        if parser.pointee.error == YAML_READER_ERROR {
            mark = place(ofByte: parser.pointee.problem_offset)
        }
        let words = [parser.pointee.context, parser.pointee.problem].compactMap { pointer in
            pointer.map { String(cString: $0) }
        }
        return YAMLError(
            source: source, line: mark.line + 1, column: mark.column + 1,
            message: words.isEmpty ? "not YAML" : words.joined(separator: ", "),
            hint: words.last.flatMap { hint($0, at: mark) })
    }

    /// What to do about libyaml's commonest complaints.
    private func hint(_ problem: String, at mark: Mark) -> String? {
        switch problem {
        case "mapping values are not allowed in this context": "quote a text that holds \": \""
        case "found character that cannot start any token":
            byte(at: mark) == 0x09
                ? "indent with spaces" : "quote a text that holds such characters"
        default: nil
        }
    }

    private func byte(at mark: Mark) -> UInt8? {
        let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        guard mark.line < lines.count else { return nil }
        return lines[mark.line].dropFirst(mark.column).first
    }

    private func place(ofByte offset: Int) -> Mark {
        let before = bytes.prefix(min(offset, bytes.count))
        let lineStart = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        return Mark(
            line: before.count { $0 == 0x0A },
            column: before[lineStart...].count { $0 & 0xC0 != 0x80 })
    }

    private static func text(_ pointer: UnsafePointer<yaml_char_t>?) -> String? {
        guard let pointer else { return nil }
        return String(decodingCString: pointer, as: UTF8.self)
    }

    private static func decoration(
        anchor: UnsafePointer<yaml_char_t>?, tag: UnsafePointer<yaml_char_t>?
    ) -> String? {
        text(anchor).map { "anchor \"&\($0)\"" } ?? text(tag).map { "tag \"\($0)\"" }
    }

    private static func style(_ style: yaml_scalar_style_t) -> YAMLScalarStyle {
        switch style {
        case YAML_SINGLE_QUOTED_SCALAR_STYLE: .singleQuoted
        case YAML_DOUBLE_QUOTED_SCALAR_STYLE: .doubleQuoted
        case YAML_LITERAL_SCALAR_STYLE: .literal
        case YAML_FOLDED_SCALAR_STYLE: .folded
        default: .plain
        }
    }
}

extension EventReader.Mark {
    fileprivate init(_ mark: yaml_mark_t) {
        self.init(line: Int(mark.line), column: Int(mark.column))
    }
}
