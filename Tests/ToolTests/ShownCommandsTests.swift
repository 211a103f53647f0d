import Foundation
import TestSupport
import Testing

/// What documents tell people to type is typed here.
///
/// The `sh` blocks of a document are one session, from its top to its end, in a desk with the sample
/// data. Every command must end with 0, or with N where `# ends with N` stands behind it. A block
/// that begins with `# needs X` runs only if X is a program that is here; else it is checked as far
/// as one can without running it, and told.
struct ShownCommandsTests {
    /// Every block that runs nowhere but at its reader's, by its first command.
    private static let neverRun: [String: [String]] = [
        "README.md": ["make nightly"],
        "docs/comparison.md": ["docs/peers/measure --runs 3"],
        "docs/engines.md": [
            "export SBATCH_PARTITION=cpu SBATCH_MEM_PER_CPU=2G",
            "kubectl create -f docs/kubernetes-job.yaml",
        ],
        "docs/hyperopt.md": ["docs/peers/answers/answers.py run found.jsonl --sampler auto"],
        "docs/operations.md": [
            "(crontab -l; run-pipeline schedule pipelines/nightly.yaml --format crontab) | crontab -",
            "run-pipeline schedule pipelines/nightly.yaml --out ~/.config/systemd/user", "git pull",
        ],
    ]

    @Test("what a document shows runs as it is shown", arguments: Document.all)
    func session(document: Document) throws {
        let blocks = document.shellBlocks
        let (shown, left) = (blocks.filter(\.runsHere), blocks.filter { !$0.runsHere })
        for block in left { print("not run: \(document.path):\(block.line): \(block.summary)") }
        guard !shown.isEmpty else { return }
        let scratch = try Self.desk()
        try scratch.write(ShownBlock.session(shown), to: "session")
        let (status, _) = try scratch.run("exec bash -euo pipefail session")
        let line = (try? scratch.read(".line")) ?? "?"
        #expect(status == 0, "\(document.path):\(line)\(scratch.complaint.suffix(2_000))")
    }

    @Test("what no test can run is listed here, and nothing else", arguments: Document.all)
    func exceptions(document: Document) {
        let commands = document.shellBlocks.filter { !$0.mayRun }.map(\.firstCommand)
        #expect(commands == Self.neverRun[document.path] ?? [])
    }

    @Test(
        "what is not run is a script, with options and targets that exist", arguments: Document.all)
    func unrun(document: Document) throws {
        for block in document.shellBlocks where !block.runsHere {
            let scratch = try Scratch()
            try scratch.write(block.script, to: "block")
            let (status, _) = try scratch.run("bash -n block")
            #expect(status == 0, "\(document.path):\(block.line): \(scratch.complaint)")
            for command in block.commands {
                let place = "\(document.path): \(command)"
                #expect(try OptionTable.mistakes(in: command) == [], "\(place)")
                if let script = command.firstMatch(of: /^docs\/\S+/)?.output {
                    let file = Package.folder.appending(path: String(script)).path
                    #expect(FileManager.default.isExecutableFile(atPath: file), "\(place)")
                }
                guard let target = command.firstMatch(of: /^make ([a-z]+)/)?.output.1 else {
                    continue
                }
                let dry = try Package.run(
                    ["/bin/sh", "-c", "make -n \(target) >/dev/null"], in: Package.folder)
                #expect(dry == 0, "\(document.path): \(command)")
            }
        }
    }

    @Test("a fenced block says its language, and commands are sh", arguments: Document.all)
    func languages(document: Document) {
        let known: Set = ["sh", "yaml", "json", "jsonl", "python", "expression", "text"]
        for block in document.blocks {
            #expect(known.contains(block.language), "\(document.path):\(block.line)")
            guard block.language == "text" else { continue }
            for line in block.lines where !line.contains(": error: ") {
                let isCommand = (Package.tools + ["make"]).contains { line.hasPrefix($0 + " ") }
                #expect(!isCommand, "\(document.path): \(line)")
            }
        }
    }

    /// A folder with what the repository gives everybody to try.
    private static func desk() throws -> Scratch {
        let scratch = try Scratch()
        for name in ["data", "docs", "pipelines", "site-templates"] {
            try FileManager.default.createSymbolicLink(
                at: scratch.folder.appending(path: name),
                withDestinationURL: Package.folder.appending(path: name))
        }
        return scratch
    }
}

extension Document {
    fileprivate var shellBlocks: [ShownBlock] {
        blocks.filter { $0.language == "sh" }.map(ShownBlock.init)
    }
}

/// A block of shell that a document shows.
private struct ShownBlock {
    /// What the block's first line says that it needs.
    let needs: [String]
    let line: Int
    /// The lines, each with those that go on with it.
    let commands: [String]

    init(_ block: Document.Block) {
        line = block.line
        let first = block.lines.first?.wholeMatch(of: /# needs (.+)/)
        needs = first.map { $0.output.1.components(separatedBy: ", ") } ?? []
        commands = block.lines.dropFirst(needs.isEmpty ? 0 : 1).joined(separator: "\n")
            .replacing("\\\n", with: "").components(separatedBy: "\n")
    }

    var script: String { commands.joined(separator: "\n") }

    var firstCommand: String {
        let first = commands.first { !$0.hasPrefix("#") } ?? ""
        return first.components(separatedBy: " #")[0].trimmingCharacters(in: .whitespaces)
    }

    var summary: String { "\(firstCommand) (needs \(needs.joined(separator: ", ")))" }

    /// Programs that some blocks need and some machines lack.
    private static let programs: Set = ["freqtrade", "kubernetes-validate", "parallel", "sqlite3"]

    /// Whether there are machines on which a test can run it.
    var mayRun: Bool { Self.programs.isSuperset(of: needs) }

    var runsHere: Bool {
        mayRun
            && needs.allSatisfy {
                FileManager.default.isExecutableFile(atPath: "/usr/bin/" + $0)
            }
    }

    /// The blocks as one script, which notes where it is.
    static func session(_ blocks: [ShownBlock]) -> String {
        blocks.map { block in
            "echo \(block.line) >.line\n" + block.commands.map(demanding).joined(separator: "\n")
        }.joined(separator: "\n")
    }

    /// A command that says with what it ends must do so.
    private static func demanding(_ command: String) -> String {
        guard let end = command.wholeMatch(of: /(.*\S)\s+# ends with (\d+)\b.*/) else {
            return command
        }
        return "if \(end.output.1); then false; else test $? -eq \(end.output.2); fi"
    }
}
