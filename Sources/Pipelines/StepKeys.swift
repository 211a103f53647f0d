internal import Shell
internal import YAML

extension Step {
    /// Every key of a step, in the order of the manual.
    static let keys = KeyTable(
        namingKeys + commandKeys + artifactKeys + orderKeys + attemptKeys + endKeys)

    private static let namingKeys: [Key<Step>] = [
        // What is no blank and no ASCII sign but - and _: said so that every regular expression knows it.
        Key("id", .pattern(#"^[^\s!-,./:-@\[-\^`{-~]+$"#), "Names the step.", isRequired: true) {
            (step, node, _) throws(YAMLError) in step.family = try node.identifier()
        },
        Key("description", .text, "For people.") {
            (step, node, variables) throws(YAMLError) in
            step.description = try variables.text(node)
        },
        Key(
            "foreach", .either([.command, .map(.command, atMost: 1)]),
            "One step for each value, which is called $(item), or by the name given."
        ) { (_, _, _) throws(YAMLError) in  // Unfolded before a step is read.
        },
    ]

    private static let commandKeys: [Key<Step>] = [
        Key("run", .command, "The program and its arguments.") {
            (step, node, variables) throws(YAMLError) in
            step.commands = [try variables.command(node)]
        },
        Key(
            "pipe", .list(.command, atLeast: 2),
            "Instead of run: several commands, each reading what the one before writes."
        ) { (step, node, variables) throws(YAMLError) in
            step.commands = []
            for stage in try node.list() { step.commands.append(try variables.command(stage)) }
            guard step.commands.count > 1 else {
                throw node.error("a pipe joins two commands or more", hint: "one is a run")
            }
        },
        Key("stdin", .text, "A file to read.") { (step, node, variables) throws(YAMLError) in
            step.input = try variables.path(node)
        },
        Key("stdout", .text, "A file to write, whole or not at all.") {
            (step, node, variables) throws(YAMLError) in step.output = try variables.path(node)
        },
        Key("env", .variables, "Environment variables.") {
            (step, node, variables) throws(YAMLError) in
            step.environment.merge(try variables.environment(node)) { $1 }
        },
        Key("pass", .list(.variable), "Variables of our own environment that it gets.") {
            (step, node, _) throws(YAMLError) in step.passed += try node.variableNames()
        },
        Key("secrets", Secret.shape, "Secrets that it gets as environment variables.") {
            (step, node, variables) throws(YAMLError) in
            step.secrets += try variables.secrets(node)
        },
        Key("limits", .object(Limits.keys.shaped), "What each of its programs may use.") {
            (step, node, variables) throws(YAMLError) in
            try node.read(into: &step.limits, by: Limits.keys, variables)
        },
    ]

    private static let artifactKeys: [Key<Step>] = [
        Key("in", .list(.text), "Files, folders, patterns and store tables that it reads.") {
            (step, node, variables) throws(YAMLError) in
            step.inputs = try variables.texts(node).map(Artifact.init)
        },
        Key("out", .list(.text), "Files, folders and store tables that it makes.") {
            (step, node, variables) throws(YAMLError) in
            for element in try node.list() {
                let artifact = Artifact(try variables.text(element))
                guard !artifact.isPattern else {
                    throw element.error(
                        "what a step makes is named, \(element.summary) is a pattern",
                        hint: "name the folder")
                }
                step.outputs.append(artifact)
            }
        },
    ]

    private static let orderKeys: [Key<Step>] = [
        Key("needs", .words, "Ids of steps that must end before.") {
            (step, node, variables) throws(YAMLError) in step.needs = try variables.texts(node)
        },
        Key("when", .choice(When.allCases.map(\.rawValue)), "When it runs, its needs ended.") {
            (step, node, _) throws(YAMLError) in step.when = try node.word()
        },
        Key("uses", .map(.integer(1...1_000)), "Tokens of the file's resources, while it runs.") {
            (step, node, _) throws(YAMLError) in step.uses = try node.counts()
        },
        Key("lock", .text, "A lock that it holds while it runs, whoever else may want it.") {
            (step, node, variables) throws(YAMLError) in step.lock = try variables.lock(node)
        },
        Key("cache", .choice(Cache.allCases.map(\.rawValue)), "Whether it is ever left alone.") {
            (step, node, _) throws(YAMLError) in step.cache = try node.word()
        },
    ]

    private static let attemptKeys: [Key<Step>] = [
        Key("retry", .object(Retry.keys.shaped), "What to try again, how often and when.") {
            (step, node, variables) throws(YAMLError) in
            try node.read(into: &step.retry, by: Retry.keys, variables)
        },
        Key("timeout", .duration, "How long an attempt may take.") {
            (step, node, _) throws(YAMLError) in step.timeout = try node.duration()
        },
    ]

    private static let endKeys: [Key<Step>] = [
        Key("ok", .list(.status), "Exit statuses that are a success.") {
            (step, node, _) throws(YAMLError) in step.acceptable = try node.statuses()
        },
        Key("warn", .list(.status), "Exit statuses that are a success with findings.") {
            (step, node, _) throws(YAMLError) in step.warnings = try node.statuses()
        },
        Key("allow_failure", .boolean, "Whether a failure only warns.") {
            (step, node, _) throws(YAMLError) in step.mayFail = try node.boolean()
        },
        Key("show", .boolean, "Whether what it writes is for the terminal.") {
            (step, node, _) throws(YAMLError) in step.isShown = try node.boolean()
        },
    ]
}

extension Step.Retry {
    static let keys = KeyTable<Step.Retry>([
        Key("limit", .integer(0...1_000), "How many more attempts there may be.") {
            (retry, node, _) throws(YAMLError) in
            retry.limit = try node.integer(in: 0...1_000, of: "retries")
        },
        Key("delay", .duration, "How long to wait before the second attempt.") {
            (retry, node, _) throws(YAMLError) in retry.delay = try node.duration()
        },
        Key("factor", .number(1...100), "What every further delay is multiplied by.") {
            (retry, node, _) throws(YAMLError) in
            retry.factor = try node.number()
            guard (1...100).contains(retry.factor) else {
                throw node.error("expected a factor of 1 to 100, this is \(retry.factor)")
            }
        },
        Key("max_delay", .duration, "The longest delay.") {
            (retry, node, _) throws(YAMLError) in retry.maximumDelay = try node.duration()
        },
        Key("on", .list(.status), "The exit statuses worth another attempt.") {
            (retry, node, _) throws(YAMLError) in retry.on = try node.statuses()
        },
    ])
}

extension Limits {
    static let keys = KeyTable<Limits>([
        Key("cpu", .duration, "Time on a processor, in whole seconds.") {
            (limits, node, _) throws(YAMLError) in
            let seconds = Int(try node.duration().components.seconds)
            guard seconds > 0 else { throw node.error("a second is the least") }
            limits.cpuSeconds = seconds
        },
        Key("memory", .size, "Address space.") {
            (limits, node, _) throws(YAMLError) in limits.memoryBytes = try node.size()
        },
        Key("open_files", .integer(3...1_048_576), "Files open at once.") {
            (limits, node, _) throws(YAMLError) in
            limits.openFiles = try node.integer(in: 3...1_048_576, of: "open files")
        },
        Key("file_size", .size, "The largest file it may write.") {
            (limits, node, _) throws(YAMLError) in limits.fileBytes = try node.size()
        },
    ])
}
