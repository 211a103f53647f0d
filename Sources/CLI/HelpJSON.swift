extension Command {
    /// The text of `--help-json`: the table as one JSON object on one line.
    var helpJSON: String {
        let rows = allOptions.map(\.json).joined(separator: ",")
        let lines = examples.map {
            object([("command", quoted($0.line)), ("meaning", quoted($0.meaning))])
        }
        return object([
            ("name", quoted(name)), ("version", quoted(Self.version)),
            ("summary", quoted(summary)), ("usage", quoted(usage)),
            ("options", "[\(rows)]"), ("examples", "[\(lines.joined(separator: ","))]"),
            (
                "environment",
                object(environment.map { ($0.name, quoted($0.help)) })
            ),
            (
                "exit_status",
                object(
                    answers.sorted { $0.key.rawValue < $1.key.rawValue }
                        .map { (String($0.key.rawValue), quoted($0.value)) })
            ),
        ]) + "\n"
    }
}

extension Option {
    fileprivate var json: String {
        var fields = [("long", quoted(long))]
        if let short { fields.append(("short", quoted(String(short)))) }
        if let placeholder {
            fields += [("value", quoted(placeholder)), ("type", quoted(type.name))]
        }
        if case .choice(let words) = type {
            fields.append(("choices", "[" + words.map(quoted).joined(separator: ",") + "]"))
        }
        if let standard { fields.append(("default", quoted(standard))) }
        fields += [("repeats", repeats ? "true" : "false"), ("help", quoted(help))]
        return object(fields)
    }
}

extension Option.Value {
    fileprivate var name: String {
        switch self {
        case .text: "text"
        case .integer: "integer"
        case .number: "number"
        case .instant: "instant"
        case .duration: "duration"
        case .days: "days"
        case .choice: "choice"
        }
    }
}

private func object(_ fields: [(key: String, value: String)]) -> String {
    "{" + fields.map { quoted($0.key) + ":" + $0.value }.joined(separator: ",") + "}"
}

/// A JSON string. Written here because the ground floor's rooms do not know each other.
private func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\"": result += "\\\""
        case "\\": result += "\\\\"
        case "\n": result += "\\n"
        case "\t": result += "\\t"
        case _ where scalar.value < 0x20:
            result +=
                "\\u00" + (scalar.value < 0x10 ? "0" : "")
                + String(scalar.value, radix: 16)
        default: result.unicodeScalars.append(scalar)
        }
    }
    return result + "\""
}
