/// A shell that completes command lines.
enum Shell: String, CaseIterable {
    case bash, zsh, fish
}

/// What a shell offers in a place of a command line.
enum Offer: Equatable {
    /// Only the user knows.
    case nothing
    case files
    case folders
    case words([String])
}

extension Command {
    /// The text of `--completions`: a script that the shell loads.
    func completions(for shell: Shell) -> String {
        switch shell {
        case .bash: bashCompletions
        case .zsh: zshCompletions
        case .fish: fishCompletions
        }
    }

    /// Words that an operand may be: those of the glossary.
    var operandWords: [(word: String, help: String)] { glossary?.rows ?? [] }

    /// Whether an operand may be a path.
    var takesPaths: Bool { pathWords.contains { usage.contains($0) } }

    /// What the shell offers for an option's value.
    func offer(for option: Option) -> Offer {
        if case .choice(let words) = option.type { return .words(words) }
        if !option.offers.isEmpty { return .words(option.offers) }
        return switch option.placeholder {
        case "FILE", "PATH": .files
        case "FOLDER": .folders
        case "TABLE": .words(operandWords.map(\.word))
        default: .nothing
        }
    }

    /// `fetch_candles`: the name as shells' functions are named.
    var functionName: String { String(name.map { $0 == "-" ? "_" : $0 }) }
}

/// Placeholders that stand for paths.
private let pathWords = ["FILE", "FOLDER", "DATABASE"]

// MARK: bash

extension Command {
    private var bashCompletions: String {
        var cases = ""
        for option in allOptions where !option.isFlag {
            let names = option.names.joined(separator: " | ")
            cases += "    \(names)) \(bashOffer(offer(for: option))) ;;\n"
        }
        let words = operandWords.map(\.word).joined(separator: " ")
        let operands =
            (words.isEmpty
                ? "" : "    mapfile -t COMPREPLY < <(compgen -W '\(words)' -- \"$word\")\n")
            + (takesPaths
                ? "    mapfile -t -O \"${#COMPREPLY[@]}\" COMPREPLY < <(compgen -f -- \"$word\")\n"
                    + "    compopt -o filenames 2>/dev/null\n" : "")
        return """
            # Completes \(name) in bash; made by \(name) --completions bash.
            _\(functionName)() {
                local word=${COMP_WORDS[COMP_CWORD]} option=${COMP_WORDS[COMP_CWORD - 1]}
                # An equals sign is a word of its own: --option=value.
                if [[ $word == = ]]; then
                    word=
                elif [[ $option == = ]]; then
                    option=${COMP_WORDS[COMP_CWORD - 2]}
                fi
                COMPREPLY=()
                case $option in
            \(cases)    esac
                if [[ $word == -* ]]; then
                    mapfile -t COMPREPLY < <(compgen -W '\(longNames)' -- "$word")
                    return
                fi
            \(operands)    return 0
            }
            complete -F _\(functionName) \(name)

            """
    }

    private var longNames: String { allOptions.map { "--\($0.long)" }.joined(separator: " ") }

    private func bashOffer(_ offer: Offer) -> String {
        switch offer {
        case .nothing: "return"
        case .files:
            "compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY "
                + "< <(compgen -f -- \"$word\"); return"
        case .folders:
            "compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY "
                + "< <(compgen -d -- \"$word\"); return"
        case .words(let words):
            "mapfile -t COMPREPLY < <(compgen -W '\(words.joined(separator: " "))' "
                + "-- \"$word\"); return"
        }
    }
}

// MARK: zsh

extension Command {
    private var zshCompletions: String {
        var lines = allOptions.map(zshLine)
        if !operandWords.isEmpty || takesPaths {
            lines.append("'*:operand:_\(functionName)_operand'")
        }
        return """
            #compdef \(name)
            # Completes \(name) in zsh; made by \(name) --completions zsh.

            _\(functionName)_operand() {
            \(zshOperand)}

            _\(functionName)() {
                _arguments -s -S \\
                    \(lines.joined(separator: " \\\n        "))
            }

            _\(functionName) "$@"

            """
    }

    private func zshLine(_ option: Option) -> String {
        let exclusive = option.repeats ? "*" : "(" + option.names.joined(separator: " ") + ")"
        let value =
            option.placeholder.map { ":\(zshEscaped($0)):" + zshOffer(offer(for: option)) } ?? ""
        let text = "[\(zshEscaped(option.help))]\(value)"
        let long = option.isFlag ? "--\(option.long)" : "--\(option.long)="
        guard let short = option.short else { return "'\(exclusive)\(long)\(text)'" }
        return "'\(exclusive)'{-\(short)\(option.isFlag ? "" : "+"),\(long)}'\(text)'"
    }

    private func zshOffer(_ offer: Offer) -> String {
        switch offer {
        case .nothing: " "
        case .files: "_files"
        case .folders: "_files -/"
        case .words(let words): "(" + words.map(zshEscaped).joined(separator: " ") + ")"
        }
    }

    private var zshOperand: String {
        var text = ""
        if !operandWords.isEmpty {
            let rows = operandWords.map { "\($0.word):\($0.help)" }
                .map { "        '\($0.split(separator: "'").joined(separator: "'\\''"))'\n" }
            text += "    local -a words=(\n\(rows.joined())    )\n"
            text += "    _describe operand words\n"
        }
        return text + (takesPaths ? "    _files\n" : "")
            + (text.isEmpty && !takesPaths ? "    :\n" : "")
    }
}

private func zshEscaped(_ text: String) -> String {
    var result = ""
    for letter in text {
        switch letter {
        case "[", "]", ":", "\\": result += "\\\(letter)"
        case "'": result += "'\\''"
        default: result.append(letter)
        }
    }
    return result
}

// MARK: fish

extension Command {
    private var fishCompletions: String {
        var text = "# Completes \(name) in fish; made by \(name) --completions fish.\n"
        if !takesPaths { text += "complete -c \(name) -f\n" }
        for row in operandWords {
            text += "complete -c \(name) -n __fish_is_first_arg -a \(row.word) "
            text += "-d \(fishQuoted(row.help))\n"
        }
        for option in allOptions {
            text += "complete -c \(name)" + (option.short.map { " -s \($0)" } ?? "")
            text += " -l \(option.long)" + fishOffer(option) + " -d \(fishQuoted(option.help))\n"
        }
        return text
    }

    private func fishOffer(_ option: Option) -> String {
        guard !option.isFlag else { return "" }
        return switch offer(for: option) {
        case .nothing: " -x"
        case .files: " -r -F"
        case .folders: " -x -a '(__fish_complete_directories)'"
        case .words(let words): " -x -a " + fishQuoted(words.joined(separator: " "))
        }
    }
}

private func fishQuoted(_ text: String) -> String {
    "'" + text.map { $0 == "'" || $0 == "\\" ? "\\\($0)" : String($0) }.joined() + "'"
}

extension Option {
    /// `-s` and `--strategy`.
    fileprivate var names: [String] { (short.map { ["-\($0)"] } ?? []) + ["--\(long)"] }
}
