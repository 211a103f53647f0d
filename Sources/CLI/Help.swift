extension Command {
    /// The text of `--help`, at most 80 columns wide, examples first.
    var help: String {
        var text = "usage: \(name) [OPTION]..." + (usage.isEmpty ? "" : " \(usage)") + "\n\n"
        text += wrap(summary, indent: 0)
        if !examples.isEmpty {
            text += "\nExamples:\n"
            for example in examples {
                text += wrapCommand(example.line) + wrap(example.meaning, indent: 6)
            }
        }
        text += "\nOptions:\n" + columns(allOptions.map { ($0.heading, $0.sentence) })
        if let glossary {
            text += "\n\(glossary.title):\n" + columns(glossary.rows.map { ($0.word, $0.help) })
        }
        let variables = environmentRows
        if !variables.isEmpty { text += "\nEnvironment:\n" + columns(variables) }
        text += "\nExit status:\n" + columns(exitRows)
        for note in notes { text += "\n" + wrap(note, indent: 0) }
        return text
    }

    /// The variables that this tool reads, its own first.
    var environmentRows: [(String, String)] {
        var common = [("SOURCE_DATE_EPOCH", "seconds since 1970 to take for now")]
        if options.contains(where: { $0.long == "store" }) {
            common.insert(("ANYTRADE_STORE", "the store, where --store is not given"), at: 0)
        }
        let own = environment.map { ($0.name, $0.help) }
        return own + common.filter { row in !own.contains { $0.0 == row.0 } }
    }

    /// Every end this tool knows, with the tool's own words where it has some.
    var exitRows: [(String, String)] {
        let common: Set<ExitStatus> = [.done, .usage, .bug, .inputOutput, .permission]
        return ExitStatus.allCases.filter { common.contains($0) || answers[$0] != nil }
            .map { (String($0.rawValue), answers[$0] ?? $0.summary) }
            + [("130, 143", "stopped by SIGINT, SIGTERM")]
    }
}

extension Option {
    /// `-s, --strategy FILE`.
    fileprivate var heading: String {
        (short.map { "-\($0), " } ?? "    ") + "--\(long)" + (placeholder.map { " \($0)" } ?? "")
    }

    /// What the option does, with what it takes and what it is without.
    var sentence: String {
        var text = help
        if case .choice(let words) = type { text += ": " + words.joined(separator: ", ") }
        if let standard { text += " (default: \(standard))" }
        return text
    }
}

private let width = 80

/// Two columns; a left word too wide for its column gets a line of its own.
private func columns(_ rows: [(left: String, right: String)]) -> String {
    let column = min(rows.map(\.left.count).max() ?? 0, 26) + 4
    return rows.map { left, right in
        let wrapped = wrap(right, indent: column)
        guard left.count + 4 <= column else { return "  \(left)\n\(wrapped)" }
        let padding = String(repeating: " ", count: column - left.count - 2)
        return "  \(left)\(padding)" + wrapped.dropFirst(column)
    }.joined()
}

/// A command line that can be copied even where it takes more than one line.
private func wrapCommand(_ line: String) -> String {
    var (lines, rest) = ("", "  " + line)
    while rest.count > width {
        let head = rest.prefix(width - 1)
        guard let cut = head.lastIndex(of: " "), cut > rest.index(rest.startIndex, offsetBy: 8)
        else { break }
        lines += rest[..<cut] + " \\\n"
        rest = "    " + rest[rest.index(after: cut)...]
    }
    return lines + rest + "\n"
}

/// Fills lines with words; every line starts with `indent` spaces and ends with a newline.
private func wrap(_ text: String, indent: Int) -> String {
    let margin = String(repeating: " ", count: indent)
    var (lines, line) = ("", margin)
    for word in text.split(separator: " ") {
        if line.count > indent, line.count + 1 + word.count > width {
            lines += line + "\n"
            line = margin
        }
        line += (line.count > indent ? " " : "") + word
    }
    return lines + line + "\n"
}
