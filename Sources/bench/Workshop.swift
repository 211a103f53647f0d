internal import CLI
internal import Glibc
internal import Shell

/// Where the measuring is done: the tools, the folders, and how processes are started.
struct Workshop {
    /// Inputs and other people's programs; it survives.
    let cache: String
    /// What a row writes; empty at the start of each.
    let scratch: String
    /// The folder of the package, where `data` is.
    let package: String
    /// Reference data and peers; nil where they are not at hand.
    let shared: String?
    let usesPeers: Bool
    private let tools: String
    private let asked: Int?
    private let isQuiet: Bool
    let environment: [String: String]

    init(_ arguments: Arguments) throws(Diagnostic) {
        guard fileExists("data/strategies"), fileExists("pipelines"),
            let folder = String(validatingCString: realpath(".", nil))
        else {
            throw Diagnostic(
                .missingInput, "there is no data/strategies here",
                hint: "start bench in the folder of the package")
        }
        package = folder
        guard let own = ownFolder() else { throw Diagnostic(.bug, "the system hides our folder") }
        tools = own
        let home = arguments.environmentValue("HOME") ?? "/tmp"
        cache =
            (arguments.environmentValue("XDG_CACHE_HOME") ?? home + "/.cache")
            + "/anytrade-bench"
        scratch = cache + "/scratch"
        try makeFolder(scratch)
        let reference = arguments.environmentValue("ANYTRADE_SHARED") ?? package + "/../shared"
        shared = folderExists(reference + "/oracle") ? reference : nil
        usesPeers = !arguments.flag("no-peers")
        asked = arguments.integer("runs")
        isQuiet = arguments.flag("quiet")
        environment = arguments.wholeEnvironment.filter { name, _ in
            !["ANYTRADE_STORE", "SOURCE_DATE_EPOCH"].contains(name)
        }.merging(["LC_ALL": "C.UTF-8", "TZ": "UTC"]) { $1 }
    }

    func tool(_ name: String) -> String { tools + "/" + name }

    /// A strategy that freqtrade's reference back-tests were made with.
    func referenceStrategy(_ name: String) -> String {
        "\(package)/Tests/BacktestingTests/Golden/\(name).strategy.yaml"
    }

    func say(_ text: String) { if !isQuiet { command.say(text) } }

    /// How often to run what is run `usual` times where nothing was asked for.
    func runs(_ usual: Int) -> Int { asked ?? usual }

    /// Runs programs joined by pipes, in a folder where one is given, and says what they used.
    ///
    /// Throws `Diagnostic` with the last words of one that cannot start or fails.
    @discardableResult
    func run(
        _ stages: [[String]], input: String? = nil, output: String? = nil, in folder: String? = nil,
        adding variables: [String: String] = [:]
    ) throws(Diagnostic) -> Usage {
        let talk = cache + "/talk.txt"
        if let folder { try enter(folder) }
        defer { if folder != nil { chdir(package) } }
        var process = Subprocess(
            stages: try stages.map { (words) throws(Diagnostic) in try stage(words) },
            environment: environment.merging(variables) { $1 })
        process.input = input.map { .file($0) } ?? .nothing
        process.output = output.map { .file($0) } ?? .nothing
        process.error = .file(talk)
        process.diesWithUs = true
        let group = try diagnosing(.unavailable) { try process.start() }
        for (end, words) in zip(group.wait().ends, stages) where end != .exited(0) {
            let said = ((try? readText(talk)) ?? "").split(separator: "\n").suffix(3)
            throw Diagnostic(
                .unavailable,
                "\(words.joined(separator: " ").prefix(300)): \(end): "
                    + said.joined(separator: " / "))
        }
        return group.usage
    }

    private func stage(_ words: [String]) throws(Diagnostic) -> Subprocess.Stage {
        let folders = (environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
        guard let path = programPath(words[0], in: folders.map(String.init)) else {
            throw Diagnostic(.unavailable, "there is no program \(words[0])")
        }
        return Subprocess.Stage(path: path, arguments: words)
    }

    /// Runs the same several times; `prepare` is not measured.
    func measure(
        _ words: [String], times: Int, input: String? = nil, output: String? = nil,
        in folder: String? = nil, adding variables: [String: String] = [:],
        prepare: () throws(Diagnostic) -> Void = {}
    ) throws(Diagnostic) -> Sample {
        var usages: [Usage] = []
        for _ in 0..<runs(times) {
            try prepare()
            usages.append(
                try run([words], input: input, output: output, in: folder, adding: variables))
        }
        return Sample(usages)
    }

    /// What `measure` takes before a peer works and after it, where there is one: a machine that is faster in
    /// one minute than in the next is so for both.
    func measure(
        beside peer: () -> Peer, _ measure: () throws -> Sample
    ) rethrows -> (sample: Sample, peer: Peer) {
        let before = try measure()
        let peer = peer()
        return (peer.value == nil ? before : before + (try measure()), peer)
    }

    /// A file or folder of the cache, made where it is not there yet: whole or not at all.
    func made(
        _ name: String, _ make: (String) throws -> Void
    ) throws -> String {
        let path = "\(cache)/\(name)"
        if fileExists(path) { return path }
        say("makes \(name)")
        let temporary = "\(cache)/new-\(name)"
        try remove(temporary)
        try make(temporary)
        try move(temporary, to: path)
        return path
    }

    func move(_ path: String, to other: String) throws(Diagnostic) {
        guard rename(path, other) == 0 else {
            throw Diagnostic(.cannotCreate, "cannot rename \(path)")
        }
    }

    /// An empty folder to work in.
    func emptyFolder(_ name: String) throws(Diagnostic) -> String {
        let path = "\(scratch)/\(name)"
        try remove(path)
        try makeFolder(path)
        return path
    }

    /// Removes files and folders, and what SQLite leaves beside a store.
    func remove(_ path: String) throws(Diagnostic) {
        try run([["rm", "-rf", path, path + "-wal", path + "-shm"]])
    }

    func copy(_ path: String, to other: String) throws(Diagnostic) {
        try remove(other)
        try run([["cp", "-R", path, other]])
    }

    private func enter(_ folder: String) throws(Diagnostic) {
        guard chdir(folder) == 0 else {
            throw Diagnostic(.missingInput, "cannot enter \(folder)")
        }
    }
}
