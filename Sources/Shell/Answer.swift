/// What programs said before they ended.
public struct Answer: Sendable {
    /// The last stage's end.
    public let end: ProcessEnd
    /// What it wrote on standard output.
    public let text: String
    /// What all stages wrote on standard error.
    public let talk: String
}

extension Subprocess {
    /// Runs the stages to their end, and keeps what they write in memory.
    public func answer() throws(ShellError) -> Answer {
        let (output, error) = (try OutputPipe(), try OutputPipe())
        var process = self
        process.output = .descriptor(output.writeEnd)
        process.error = .descriptor(error.writeEnd)
        let group = try process.start()
        output.closeWriteEnd()
        error.closeWriteEnd()
        var (text, talk): ([UInt8], [UInt8]) = ([], [])
        var open = [output, error]
        while !open.isEmpty {
            waitForAny([], readable: open.map(\.readEnd))
            open = open.filter { pipe in
                guard let bytes = pipe.read() else { return false }
                if pipe === output { text += bytes } else { talk += bytes }
                return true
            }
        }
        return Answer(
            end: group.wait().ends.last ?? .exited(0), text: String(decoding: text, as: UTF8.self),
            talk: String(decoding: talk, as: UTF8.self))
    }
}
