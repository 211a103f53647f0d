internal import Glibc
internal import Shell

/// What programs write on its way into a file or to the terminal, with the secrets taken out.
final class MaskedStream {
    let pipe: OutputPipe
    private let sink: Int32
    private let ownsSink: Bool
    private var masker: Masker
    private(set) var isEnded = false

    /// - Parameters:
    ///   - path: the file that grows; nil for our own standard output.
    ///   - truncating: whether what is in the file goes away first.
    ///   - masker: takes the secrets out.
    /// - Throws: `ShellError` where pipe or file cannot be opened.
    init(into path: String?, truncating: Bool, masker: Masker) throws(ShellError) {
        self.masker = masker
        pipe = try OutputPipe()
        ownsSink = path != nil
        guard let path else {
            sink = 1
            return
        }
        let flags = O_WRONLY | O_CREAT | O_CLOEXEC | (truncating ? O_TRUNC : O_APPEND)
        sink = open(path, flags, 0o644)
        guard sink >= 0 else { throw ShellError(deed: "open", subject: path, code: errno) }
    }

    /// Passes on what is there.
    func pump() {
        guard !isEnded else { return }
        guard let bytes = pipe.read() else {
            isEnded = true
            return
        }
        write(masker.take(bytes))
    }

    /// Passes on the rest, once the programs are gone.
    func finish() {
        while !isEnded, let bytes = pipe.read(), !bytes.isEmpty { write(masker.take(bytes)) }
        write(masker.finish())
        isEnded = true
    }

    private func write(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(sink, $0.baseAddress, $0.count) }
            guard count >= 0 || errno == EINTR else { return }
            rest = rest.dropFirst(max(0, count))
        }
    }

    deinit { if ownsSink, sink >= 0 { close(sink) } }
}
