public import CLI
public import JSONL

/// The tools' doors: how records come in, and what is told when they or the store are not as they
/// should be.
///
/// Every tool that reads lines reads them through an intake, so that `--on-error`, `--max-errors` and
/// `--skip-other-kinds` mean the same everywhere. Each bad line is told with its place, up to
/// `--max-errors` of them; the rest is counted. With `skip` all others are taken. With `fail` only
/// those before the first bad one are; what follows is still checked, so that one run tells of all
/// that must be mended. Both end with 65. An input that cannot be read ends with 74 at once.
public struct RecordIntake {
    private let command: Command
    private let skipsBad: Bool
    private let skipsOtherKinds: Bool
    private let mostTold: Int
    private let noun: String
    private let isQuiet: Bool
    private let prints: Bool
    private var badCount = 0

    /// The options that an intake obeys; a tool that has one lists them.
    public static let options: [Option] = [.onError, .maxErrors, .skipOtherKinds]

    /// - Parameters:
    ///   - arguments: Their options say what to do about bad lines.
    ///   - command: The tool that speaks.
    ///   - noun: What is counted in the tool's input: `line`, `row`.
    ///   - printing: Whether the tool prints records while it reads.
    public init(
        _ arguments: Arguments, of command: Command, noun: String = "line", printing: Bool = false
    ) {
        self.command = command
        self.noun = noun
        isQuiet = arguments.flag("quiet")
        prints = printing
        skipsBad = arguments.value("on-error") == "skip"
        skipsOtherKinds = arguments.flag("skip-other-kinds")
        mostTold = arguments.integer("max-errors") ?? 20
    }

    /// Whether what comes now is to be kept: all with `skip`, with `fail` what precedes bad lines.
    public var keeps: Bool { skipsBad || badCount == 0 }

    /// Reads records to the end of the input; `-` is standard input.
    ///
    /// - Parameters:
    ///   - path: The input's name.
    ///   - kinds: The kinds that the tool takes.
    ///   - take: Gets each line of `kinds`, and whether to keep it. It decodes every line and throws
    ///     `BadRecord` for a bad one; other errors end the reading.
    /// - Throws: `Diagnostic` for an input that cannot be opened or read, and what `take` throws.
    public mutating func read(
        _ path: String, kinds: [String], _ take: (RecordLine, Bool) throws -> Void
    ) throws {
        try read(path, kinds, tellingPauses: false) { line, keeps in
            if let line { try take(line, keeps) }
        }
    }

    /// Reads records as they come, for a tool that answers while its input stays open: `take` gets
    /// nil where the next line has to be waited for. Otherwise as `read`.
    public mutating func follow(
        _ path: String, kinds: [String], _ take: (RecordLine?, Bool) throws -> Void
    ) throws {
        try read(path, kinds, tellingPauses: true, take)
    }

    private mutating func read(
        _ path: String, _ kinds: [String], tellingPauses: Bool,
        _ take: (RecordLine?, Bool) throws -> Void
    ) throws {
        let descriptor = try openInput(path)
        defer { closeInput(descriptor) }
        var lines = RecordReader(
            descriptor: descriptor, source: inputName(path), kinds: kinds,
            skipsOtherKinds: skipsOtherKinds)
        var progress = progress()
        var count = 0
        while true {
            do {
                if tellingPauses, lines.isWaiting { try take(nil, keeps) }
                guard let line = try lines.next() else { return }
                try take(line, keeps)
                count += 1
                progress.update(count, from: descriptor)
            } catch let bad as BadRecord {
                guard bad.errorNumber == nil else {
                    throw Diagnostic(.inputOutput, bad.message, location: bad.source)
                }
                refuse(
                    Diagnostic(.badData, bad.message, hint: bad.hint, location: bad.location))
            }
        }
    }

    /// A progress line that counts what is taken in.
    public func progress() -> Progress {
        Progress(noun + "s", quiet: isQuiet, printing: prints)
    }

    /// Tells of one bad line and counts it.
    public mutating func refuse(_ bad: Diagnostic) {
        badCount += 1
        if badCount <= mostTold { command.say(bad.text) }
    }

    /// Ends the tool where bad lines were met and are not to be skipped.
    ///
    /// - Parameter kept: What was stored before the first bad line; nil where nothing is.
    /// - Throws: `Diagnostic` with the count of bad lines.
    public func check(kept: String? = nil) throws(Diagnostic) {
        guard !keeps else { return }
        let before = kept.map { "; stored before the first: \($0)" } ?? ""
        let safe = kept == nil ? "" : "running again is safe; "
        throw Diagnostic(
            .badData, counted + before, hint: safe + "--on-error skip passes over bad \(noun)s")
    }

    /// The tool's exit status: `status`, unless bad lines were skipped, which is told.
    public func ending(_ status: ExitStatus) -> ExitStatus {
        guard badCount > 0 else { return status }
        command.say(counted + " skipped")
        return .badData
    }

    private var counted: String {
        let untold = badCount - mostTold
        return "\(badCount) bad \(noun)\(badCount == 1 ? "" : "s")"
            + (untold > 0 ? " (\(untold) not shown)" : "")
    }
}
