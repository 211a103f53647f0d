import Foundation
import TestSupport

/// What a tool says of its own command line with `--help-json`.
struct OptionTable: Decodable, Sendable {
    struct Option: Decodable, Sendable {
        let long: String
        let short: String?
        let choices: [String]?
    }

    struct Example: Decodable, Sendable { let command: String }

    let name: String
    let options: [Option]
    let examples: [Example]
    let exitStatus: [String: String]

    enum CodingKeys: String, CodingKey {
        case name, options, examples
        case exitStatus = "exit_status"
    }

    /// The table of every tool, by its name.
    static let all = Result {
        let scratch = try Scratch()
        var tables: [String: OptionTable] = [:]
        for tool in Package.tools {
            let (_, lines) = try scratch.run(tool + " --help-json")
            tables[tool] = try JSONDecoder().decode(
                OptionTable.self, from: Data(lines.joined(separator: "\n").utf8))
        }
        return tables
    }

    /// What a command line asks of the tools that they do not know: an option, or a choice.
    static func mistakes(in command: String) throws -> [String] {
        let tables = try all.get()
        return ShellWords(command).commands.flatMap { words -> [String] in
            guard let tool = words.firstIndex(where: { tables[$0] != nil }),
                let table = tables[words[tool]]
            else { return [] }
            return table.mistakes(in: Array(words[(tool + 1)...]))
        }
    }

    private func mistakes(in words: [String]) -> [String] {
        words.indices.compactMap { index in
            let word = words[index]
            guard let option = option(word) else {
                let isOption = word.wholeMatch(of: /--[a-z].*|-[a-zA-Z]/) != nil
                return isOption ? "\(name) has no \(word)" : nil
            }
            guard let choices = option.choices else { return nil }
            let parts = word.split(separator: "=", maxSplits: 1)
            let value = parts.count == 2 ? String(parts[1]) : words.dropFirst(index + 1).first
            guard let value, value.allSatisfy({ !$0.isUppercase }) else { return nil }
            return choices.contains(value) ? nil : "\(name) --\(option.long) is never \(value)"
        }
    }

    private func option(_ word: String) -> Option? {
        let given = String(word.prefix { $0 != "=" })
        let usual = ["--help", "-h", "--help-json", "--version"]
        if usual.contains(given) {
            return Option(long: String(given.drop { $0 == "-" }), short: nil, choices: nil)
        }
        return options.first { "--" + $0.long == given || $0.short.map { "-" + $0 } == given }
    }
}

/// A command line, cut into the words of its simple commands as far as documents need it.
struct ShellWords {
    private(set) var commands: [[String]] = [[]]

    init(_ line: String) {
        var (word, quote) = ("", nil as Character?)
        func closed(_ commands: inout [[String]]) {
            if !word.isEmpty { commands[commands.count - 1].append(word) }
            word = ""
        }
        for character in line {
            switch (character, quote) {
            case ("'", nil), ("\"", nil): quote = character
            case (_, .some(let open)) where open == character: quote = nil
            case (_, .some): word.append(character)
            case (" ", nil), ("\n", nil), ("\\", nil): closed(&commands)
            case ("|", nil), (";", nil), ("&", nil), ("(", nil), (")", nil), ("#", nil):
                closed(&commands)
                commands.append([])
            default: word.append(character)
            }
        }
        closed(&commands)
    }
}
