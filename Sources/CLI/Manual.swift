internal import Glibc

extension Command {
    /// The text of `--help-man`: the tool's table as a page in the man(7) macros, which groff and
    /// mandoc read without a complaint. It bears the day of `dayMs`, Unix milliseconds.
    func manual(dayMs: Int) -> String {
        var page = ".TH \(escaped(name.uppercased())) 1 \(day(dayMs)) "
        page += "\"anytrade \(Self.version)\" \"AnyTrade\"\n"
        page += section("Name", [name + " \\- " + escaped(withoutPeriod(summary))])
        page += section(
            "Synopsis", ["\\fB\(escaped(name))\\fR [\\fIOPTION\\fR]... \(escaped(usage))"])
        page += ".SH DESCRIPTION\n" + paragraphs([summary] + notes)
        page += ".SH OPTIONS\n" + allOptions.map { item($0.manualHeading, $0.sentence) }.joined()
        if let glossary {
            page +=
                ".SH \(escaped(glossary.title.uppercased()))\n"
                + glossary.rows.map { item(bold($0.word), $0.help) }.joined()
        }
        page += ".SH ENVIRONMENT\n" + environmentRows.map { item(bold($0.0), $0.1) }.joined()
        page += ".SH EXIT STATUS\n" + exitRows.map { item(bold($0.0), $0.1) }.joined()
        if !examples.isEmpty {
            page += ".SH EXAMPLES\n" + examples.map(example).joined(separator: ".PP\n")
        }
        return page + ".SH SEE ALSO\n.BR anytrade (7)\n"
    }

    private func section(_ title: String, _ lines: [String]) -> String {
        ".SH \(title.uppercased())\n" + lines.map(filled).joined()
    }

    private func paragraphs(_ texts: [String]) -> String {
        texts.map { filled(escaped($0)) }.joined(separator: ".PP\n")
    }

    private func example(_ example: Example) -> String {
        filled(escaped(sentenceCase(example.meaning)) + ":") + ".PP\n.nf\n.RS 4\n"
            + example.line.split(separator: " ").reduce(into: [String]()) { lines, word in
                // A line of the source stays under 80 bytes; the page shows where it goes on.
                if let last = lines.last, last.utf8.count + word.utf8.count < 60 {
                    lines[lines.count - 1] = last + " " + word
                } else {
                    lines.append(String(word))
                }
            }.enumerated().map { ($0.offset > 0 ? "    " : "") + escaped($0.element) }
            .joined(separator: " \\e\n") + "\n.RE\n.fi\n"
    }
}

extension Option {
    /// `\fB\-s\fR, \fB\-\-strategy\fR \fIFILE\fR`.
    fileprivate var manualHeading: String {
        let names = (short.map { ["-\($0)"] } ?? []) + ["--\(long)"]
        return names.map(bold).joined(separator: ", ")
            + (placeholder.map { " \\fI\(escaped($0))\\fR" } ?? "")
    }
}

private func item(_ heading: String, _ text: String) -> String {
    ".TP\n\(heading)\n" + filled(escaped(text))
}

private func bold(_ text: String) -> String { "\\fB\(escaped(text))\\fR" }

private func withoutPeriod(_ text: String) -> String {
    text.hasSuffix(".") ? String(text.dropLast()) : text
}

private func sentenceCase(_ text: String) -> String {
    text.prefix(1).uppercased() + text.dropFirst()
}

/// Text that roff prints as it stands: nothing in it is a request or an escape.
private func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\\": result += "\\e"
        case "-": result += "\\-"
        case "'": result += "\\(aq"
        case "`": result += "\\(ga"
        case "^": result += "\\(ha"
        case "~": result += "\\(ti"
        // Not every terminal's alphabet has it.
        case "…": result += "..."
        case "\"": result += "\\(dq"
        case "." where result.isEmpty: result += "\\&."
        case _ where !scalar.isASCII:
            let digits = String(scalar.value, radix: 16, uppercase: true)
            result +=
                "\\[u" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + "]"
        default: result.unicodeScalars.append(scalar)
        }
    }
    return result
}

/// Lines of at most 76 bytes, none of which begins as a request does.
private func filled(_ text: String) -> String {
    var (lines, line) = ("", "")
    for word in text.split(separator: " ") {
        if !line.isEmpty, line.utf8.count + 1 + word.utf8.count > 76 {
            lines += line + "\n"
            line = ""
        }
        if !line.isEmpty { line += " " } else if word.hasPrefix(".") { line = "\\&" }
        line += word
    }
    return lines + line + "\n"
}

/// `2026-11-20`.
private func day(_ milliseconds: Int) -> String {
    var (seconds, parts) = (milliseconds / 1_000, tm())
    gmtime_r(&seconds, &parts)
    let numbers = [parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday]
    return numbers.map { ($0 < 10 ? "0" : "") + String($0) }.joined(separator: "-")
}
