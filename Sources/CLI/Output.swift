internal import Glibc

/// Writes text to standard output. A reader that went away ends the process quietly.
public func writeOutput(_ text: String) throws(Diagnostic) {
    ProgressLine.clear()
    try writeAll(ArraySlice(text.utf8), to: 1, named: "stdout")
}

/// Writes lines for a person to standard output, with nothing in them that a terminal obeys.
public func writeWords(_ text: String) throws(Diagnostic) { try writeOutput(visibleLines(text)) }

/// Writes lines for a person to standard error, with nothing in them that a terminal obeys; trouble
/// there has nobody left to hear of it.
public func writeError(_ text: String) {
    ProgressLine.clear()
    try? writeAll(ArraySlice(visibleLines(text).utf8), to: 2, named: "stderr")
}

func writeAll(
    _ bytes: ArraySlice<UInt8>, to descriptor: Int32, named name: String
) throws(Diagnostic) {
    var rest = bytes
    while !rest.isEmpty {
        let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        if count >= 0 {
            rest = rest.dropFirst(count)
        } else if errno != EINTR {
            throw .system(.inputOutput, "write", name)
        }
    }
}
