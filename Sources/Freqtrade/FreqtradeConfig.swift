internal import Glibc
public import JSONL
public import Market
internal import Records

/// A bot's `config.json` as it is, but for its secrets: they are dropped before anybody sees it.
///
/// freqtrade allows comments (`//`, `/* */`), a comma after the last element and, under
/// `add_config_files`, other files with more of the configuration; so does this.
public struct FreqtradeConfig: Hashable, Sendable {
    /// The configuration without its secrets, keys in their order.
    public let document: JSONValue

    /// Reads a configuration together with the files that it includes.
    ///
    /// Included files lie where the including one does, unless their path is absolute. What the
    /// including file says wins over what they say; of those, the later one wins.
    ///
    /// - Parameters:
    ///   - path: The configuration's own file.
    ///   - read: Gives the text of a file.
    /// - Throws: `FreqtradeError.notJSON` with the place, and what `read` throws.
    public init(path: String, read: (String) throws -> String) throws {
        document = SecretKeys.removed(from: try Self.merged(path, level: 0, read))
    }

    /// Reads the text of a configuration on its own, whatever it includes.
    ///
    /// - Throws: `FreqtradeError.notJSON` with the place; its words never quote the file.
    public init(parsing text: String, path: String) throws(FreqtradeError) {
        document = SecretKeys.removed(from: try Self.json(text, path: path))
    }

    /// As deep as freqtrade follows files that include files.
    private static let deepest = 5

    private static func merged(
        _ path: String, level: Int, _ read: (String) throws -> String
    ) throws -> JSONValue {
        let own = try json(try read(path), path: path)
        guard let list = own["add_config_files"], !list.isNull else { return own }
        let names = list.array?.compactMap(\.string)
        guard let names, names.count == list.array?.count else {
            throw FreqtradeError.notJSON(
                path: path, line: 1, column: 1,
                reason: "\"add_config_files\" is no list of files")
        }
        guard level < deepest || names.isEmpty else {
            throw FreqtradeError.notJSON(
                path: path, line: 1, column: 1,
                reason: "\"add_config_files\" goes deeper than \(deepest) files: does one "
                    + "include itself?")
        }
        let folder = folder(of: path)
        var included = JSONValue.object([])
        for name in names {
            let file = name.hasPrefix("/") ? name : folder + name
            included = merge(try merged(file, level: level + 1, read), over: included)
        }
        return merge(own, over: included)
    }

    /// Where a file really lies, with a slash at the end; empty for the current folder.
    private static func folder(of path: String) -> String {
        var place = path
        var status = stat()
        if lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFLNK,
            let real = realpath(path, nil)
        {
            place = String(cString: real)
            free(real)
        }
        return place.lastIndex(of: "/").map { String(place[...$0]) } ?? ""
    }

    /// Objects are merged key by key; everything else replaces what was there.
    private static func merge(_ upper: JSONValue, over lower: JSONValue) -> JSONValue {
        guard var members = lower.members, let added = upper.members else { return upper }
        for member in added {
            if let index = members.firstIndex(where: { $0.key == member.key }) {
                members[index] = .init(
                    member.key, merge(member.value, over: members[index].value))
            } else {
                members.append(member)
            }
        }
        return .object(members)
    }

    private static func json(_ text: String, path: String) throws(FreqtradeError) -> JSONValue {
        let plain = withoutComments(Array(text.utf8))
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONValue(parsing: String(decoding: plain, as: UTF8.self))
        } catch {
            throw notJSON(plain, at: error.offset, path: path)
        }
        guard case .object = value else { throw notJSON(plain, at: 0, path: path) }
        return value
    }

    public var exchange: String? { document["exchange"]?["name"]?.string }
    public var strategy: String? { document["strategy"]?.string }
    public var timeframe: Timeframe? {
        document["timeframe"]?.string.flatMap { try? Timeframe($0) }
    }
    /// nil where the configuration leaves it to freqtrade.
    public var isDryRun: Bool? { document["dry_run"]?.bool }

    private static func notJSON(_ bytes: [UInt8], at offset: Int, path: String) -> FreqtradeError {
        let before = bytes.prefix(max(0, offset))
        let line = before.count { $0 == UInt8(ascii: "\n") } + 1
        let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        let column = String(decoding: before[lineStart...], as: UTF8.self).unicodeScalars.count + 1
        return .notJSON(
            path: path, line: line, column: column,
            reason: "the configuration is no JSON object from here on",
            hint: "a quote, comma or bracket is missing or too many, here or shortly before")
    }

    /// The text of a configuration as plain JSON in which everything stands where it stood.
    public static func withoutComments(_ text: String) -> String {
        String(decoding: withoutComments(Array(text.utf8)), as: UTF8.self)
    }

    /// Blanks out comments and commas before a closing bracket, so that offsets stay.
    static func withoutComments(_ bytes: [UInt8]) -> [UInt8] {
        var result = bytes
        var position = 0
        var comma: Int?
        while position < bytes.count {
            let end = commentEnd(bytes, position) ?? position
            if end > position {
                for index in position..<end where bytes[index] != UInt8(ascii: "\n") {
                    result[index] = UInt8(ascii: " ")
                }
                position = end
                continue
            }
            switch bytes[position] {
            case UInt8(ascii: "\""):
                position = textEnd(bytes, position)
                comma = nil
                continue
            case UInt8(ascii: ","): comma = position
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                if let comma { result[comma] = UInt8(ascii: " ") }
                comma = nil
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"):
                break
            default: comma = nil
            }
            position += 1
        }
        return result
    }

    /// Where the comment that starts here ends; nil where none starts.
    private static func commentEnd(_ bytes: [UInt8], _ start: Int) -> Int? {
        guard bytes[start] == UInt8(ascii: "/"), start + 1 < bytes.count else { return nil }
        switch bytes[start + 1] {
        case UInt8(ascii: "/"):
            return bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
        case UInt8(ascii: "*"):
            var index = start + 2
            while index + 1 < bytes.count {
                if bytes[index] == UInt8(ascii: "*"), bytes[index + 1] == UInt8(ascii: "/") {
                    return index + 2
                }
                index += 1
            }
            return nil
        default: return nil
        }
    }

    /// Behind the closing quotation mark of the text that starts here.
    private static func textEnd(_ bytes: [UInt8], _ start: Int) -> Int {
        var index = start + 1
        while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
            index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
        }
        return min(index + 1, bytes.count)
    }
}
