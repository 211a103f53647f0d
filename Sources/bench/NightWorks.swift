internal import CLI

extension Work {
    static let nightly = Work(
        name: "nightly", summary: "the sample desk's whole night, everything stale and nothing"
    ) { workshop, tell in
        let words = [workshop.tool("run-pipeline"), "pipelines/nightly.yaml", "--quiet"]
        let folder = workshop.scratch + "/nightly"
        let stale = try workshop.measure(words, times: 3, in: folder) { () throws(Diagnostic) in
            _ = try workshop.emptyFolder("nightly")
            for name in ["data", "pipelines", "site-templates"] {
                try workshop.run([["cp", "-R", "\(workshop.package)/\(name)", folder]])
            }
        }
        let nobody = Peer(absent: "nobody else has this night")
        try tell(
            Finding(
                name: "nightly/stale", unit: "s", value: stale.cpuSeconds, sample: stale,
                goal: .atMost(10), peer: nobody))
        let still = try workshop.measure(words, times: 11, in: folder)
        try tell(
            Finding(
                name: "nightly/still", unit: "ms", value: still.cpuSeconds * 1e3, sample: still,
                goal: .atMost(100), peer: nobody))
    }

    static let driver = Work(
        name: "driver", summary: "a thousand trivial steps: all of them, then none"
    ) { workshop, tell in
        let ours = try Chore(
            name: "pipeline.yaml", text: Chore.pipeline,
            words: [workshop.tool("run-pipeline"), "pipeline.yaml", "--quiet", "--jobs", "2"]
        ).measure(workshop, times: (3, 11))
        let ninja = Samples(workshop) {
            let python = try workshop.python(with: ["ninja"])
            return try Chore(
                name: "build.ninja", text: Chore.ninja,
                words: [python + "/ninja", "--quiet", "-j", "2"]
            ).measure(workshop, times: (3, 11))
        }
        let snakemake = Samples(workshop) {
            let python = try workshop.python(with: ["snakemake"])
            return try Chore(
                name: "Snakefile", text: Chore.snakemake,
                words: [python + "/snakemake", "--quiet", "all", "--cores", "2"]
            ).measure(workshop, times: (1, 3))
        }
        try tell(
            Finding(
                name: "driver/stale", unit: "s", value: ours.all.cpuSeconds, sample: ours.all,
                goal: .atMost(2.5), peer: ninja.peer("ninja", workshop) { $0.all.cpuSeconds },
                others: [snakemake.peer("snakemake", workshop) { $0.all.cpuSeconds }]))
        try tell(
            Finding(
                name: "driver/still", unit: "ms", value: ours.none.cpuSeconds * 1e3,
                sample: ours.none, goal: .atMost(20),
                peer: ninja.peer("ninja", workshop) { $0.none.cpuSeconds * 1e3 },
                others: [snakemake.peer("snakemake", workshop) { $0.none.cpuSeconds * 1e3 }]))
    }
}

/// A thousand steps that do nothing but leave a file, in the words of a driver.
private struct Chore {
    static let steps = 1...1_000
    static let pipeline =
        "version: 1\nname: chore\nsteps:\n"
        + steps.map { "  - {id: s\($0), run: [\"true\"], stdout: out/\($0)}\n" }.joined()
    static let ninja =
        "rule step\n  command = true > $out\n"
        + steps.map { "build out/\($0): step\n" }.joined()
    static let snakemake = """
        rule all:
            input: expand("out/{step}", step=range(1, 1001))
        rule step:
            output: "out/{step}"
            shell: "true > {output}"

        """

    let name: String
    let text: String
    let words: [String]

    /// What it costs to run all of them, and then none.
    func measure(
        _ workshop: Workshop, times: (all: Int, none: Int)
    ) throws -> (all: Sample, none: Sample) {
        let folder = workshop.scratch + "/chore"
        let all = try workshop.measure(words, times: times.all, in: folder) {
            () throws(Diagnostic) in
            try makeFolder(try workshop.emptyFolder("chore") + "/out")
            try writeFile(text, to: "\(folder)/\(name)")
        }
        return (all, try workshop.measure(words, times: times.none, in: folder))
    }
}

/// Two measurements of one peer that share what comes before, or why there are none.
private struct Samples {
    private let outcome: Result<(all: Sample, none: Sample), any Error>

    init(_ workshop: Workshop, _ measure: () throws -> (all: Sample, none: Sample)) {
        outcome = Result {
            guard workshop.usesPeers else { throw Diagnostic(.unavailable, "not asked for") }
            return try measure()
        }
    }

    func peer(
        _ name: String, _ workshop: Workshop,
        _ value: ((all: Sample, none: Sample)) -> Double
    ) -> Peer {
        Peer(name, workshop) { value(try outcome.get()) }
    }
}
