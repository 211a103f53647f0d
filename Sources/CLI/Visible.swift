/// The text as one line in which a terminal finds nothing to obey.
///
/// Names, tags and messages come from outside. Control characters, and those that turn the direction
/// of writing or hide, are spelled out as `\u{1b}`; ends of lines and tabs become spaces.
public func visible(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isCommand) else { return text }
    var result = ""
    for scalar in text.unicodeScalars {
        if ["\n", "\r", "\t"].contains(scalar) {
            result += " "
        } else if isCommand(scalar) {
            result += "\\u{" + String(scalar.value, radix: 16) + "}"
        } else {
            result.unicodeScalars.append(scalar)
        }
    }
    return result
}

/// The same for a text of several lines, which stay.
public func visibleLines(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isCommand) else { return text }
    return text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
        .map { visible(String($0)) }.joined(separator: "\n")
}

private func isCommand(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0x061C, 0x200B, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069,
        0xFEFF, 0xE0000...0xE007F:
        true
    default: false
    }
}
