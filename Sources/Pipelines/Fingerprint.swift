internal import Crypto

/// What a step was when it last went well: its command, its tools, what it read and what it made.
///
/// Kept whole, not as one digest, so that a later difference can be named.
public struct Fingerprint: Hashable, Sendable {
    /// The pipeline's run in which the step went well.
    public var run: String
    /// The commands with streams and environment, readable.
    public var command: String
    /// Digests of the programs' files, by the name in the command.
    public var tools: [String: String]
    /// Digests of files, revisions of tables, taken before the step started.
    public var inputs: [String: String]
    /// Digests of files, taken after it ended.
    public var outputs: [String: String]

    public init(
        run: String, command: String, tools: [String: String], inputs: [String: String],
        outputs: [String: String]
    ) {
        self.run = run
        self.command = command
        self.tools = tools
        self.inputs = inputs
        self.outputs = outputs
    }

    /// One digest of command, tools and inputs; equal where the step had the same to do.
    public var digest: String {
        var digest = Digest()
        digest.update(command + "\n")
        for table in [tools, inputs] {
            for (name, value) in table.sorted(by: { $0.key < $1.key }) {
                digest.update("\(name)\t\(value)\n")
            }
            digest.update("\n")
        }
        return digest.finish()
    }
}

/// How the plan sees the world; every answer is nil for something that is not there.
public struct World {
    /// The digest of a file, or of a folder with all it holds.
    public var digest: (_ path: String) -> String?
    /// The digest of the program that a command's first word names.
    public var tool: (_ name: String) -> String?
    /// How often a table or view of the store changed.
    public var revision: (_ table: String) -> Int?
    /// A variable of our own environment.
    public var variable: (_ name: String) -> String?
    /// Whether the store knows a run of this pipeline: else it is not the store of that night.
    public var storeKnows: (_ run: String) -> Bool

    public init(
        digest: @escaping (String) -> String?, tool: @escaping (String) -> String?,
        revision: @escaping (String) -> Int?, variable: @escaping (String) -> String?,
        storeKnows: @escaping (String) -> Bool
    ) {
        self.digest = digest
        self.tool = tool
        self.revision = revision
        self.variable = variable
        self.storeKnows = storeKnows
    }

    /// What stands in a fingerprint for something that is not there.
    static let missing = "missing"

    /// What a step is now, as far as it can be known before it runs.
    func fingerprint(of step: Step, run: String) -> Fingerprint {
        var fingerprint = Fingerprint(
            run: run, command: step.commandText, tools: [:], inputs: [:], outputs: [:])
        for command in step.commands {
            fingerprint.tools[command[0]] = tool(command[0]) ?? Self.missing
        }
        for input in step.allInputs {
            fingerprint.inputs[input.description] = state(of: input) ?? Self.missing
        }
        return fingerprint
    }

    /// The digest or revision of an artifact as text; nil when it is not there.
    public func state(of artifact: Artifact) -> String? {
        switch artifact {
        case .file(let path): digest(path)
        case .table(let table): revision(table).map { "revision \($0)" }
        case .variable(let name): variable(name).map(Self.digest) ?? "not set"
        }
    }

    private static func digest(_ text: String) -> String {
        var digest = Digest()
        digest.update(text)
        return digest.finish()
    }

    /// Digests of the files a step has made; a missing one is left out.
    func outputs(of step: Step) -> [String: String] {
        var digests: [String: String] = [:]
        for case .file(let path) in step.allOutputs { digests[path] = digest(path) }
        return digests
    }
}

extension Step {
    /// The commands, streams and environment as one readable text.
    public var commandText: String {
        var text = ""
        for (name, value) in environment.sorted(by: { $0.key < $1.key }) {
            text += Self.quoted("\(name)=\(value)") + " "
        }
        for (place, command) in commands.enumerated() {
            if place > 0 { text += " | " }
            for (place, word) in command.enumerated() {
                if place > 0 { text += " " }
                text += Self.quoted(word)
            }
        }
        if let input { text += " < " + Self.quoted(input) }
        if let output { text += " > " + Self.quoted(output) }
        return text
    }

    /// A word as a shell would need it, so that a command can be copied.
    static func quoted(_ word: String) -> String {
        if !word.isEmpty, word.utf8.allSatisfy(isPlain) { return word }
        let plain = "-_./=:,+@%[]"
        let isPlain = word.allSatisfy { $0.isLetter || $0.isNumber || plain.contains($0) }
        guard !isPlain || word.isEmpty else { return word }
        return "'"
            + word.unicodeScalars.split(separator: "'", omittingEmptySubsequences: false)
            .map { String($0) }.joined(separator: "'\\''") + "'"
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "+")...UInt8(ascii: ":"), UInt8(ascii: "="), UInt8(ascii: "@"),
            UInt8(ascii: "%"), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
