internal import YAML

extension Pipeline {
    /// The keys of a file that say how its steps run, in the order of the manual.
    static let keys = KeyTable(frameKeys + shareKeys + nightKeys)

    private static let frameKeys: [Key<Pipeline>] = [
        Key("version", .integer(1...1), "The version of the format.", isRequired: true) {
            (_, node, _) throws(YAMLError) in
            guard try node.integer() == 1 else {
                throw node.error("this is version \(node.summary), version 1 is known")
            }
        },
        Key("name", .pattern("^[a-z][a-z0-9-]*$"), "Names its state folder.", isRequired: true) {
            (pipeline, node, _) throws(YAMLError) in pipeline.name = try node.plainName()
        },
        Key("description", .text, "For people.") { (_, node, variables) throws(YAMLError) in
            _ = try variables.text(node)
        },
        Key("vars", .map(.text), "Texts by name; $(name) stands for them.") {
            (_, _, _) throws(YAMLError) in  // Read before everything else, which they stand in.
        },
        Key(
            "steps", .list(.object(Step.keys.shaped, oneOf: ["run", "pipe"]), atLeast: 1),
            "What is run.",
            isRequired: true
        ) { (_, _, _) throws(YAMLError) in  // Read after everything else, which they start from.
        },
    ]

    private static let shareKeys: [Key<Pipeline>] = [
        Key("env", .variables, "Environment variables for every step.") {
            (pipeline, node, variables) throws(YAMLError) in
            pipeline.base.environment = try variables.environment(node)
        },
        Key("pass", .list(.variable), "Variables of our own environment for every step.") {
            (pipeline, node, _) throws(YAMLError) in
            pipeline.base.passed = try node.variableNames()
        },
        Key("secrets", Secret.shape, "Secrets for every step.") {
            (pipeline, node, variables) throws(YAMLError) in
            pipeline.base.secrets = try variables.secrets(node)
        },
    ]

    private static let nightKeys: [Key<Pipeline>] = [
        Key("jobs", .integer(1...1_024), "How many steps run at once.") {
            (pipeline, node, _) throws(YAMLError) in
            pipeline.jobs = try node.integer(in: 1...1_024, of: "jobs")
        },
        Key("resources", .map(.integer(1...1_000)), "Pools of tokens that steps use.") {
            (pipeline, node, _) throws(YAMLError) in pipeline.resources = try node.counts()
        },
        Key("lock", .text, "A lock that a run holds, beside that of the pipeline itself.") {
            (pipeline, node, variables) throws(YAMLError) in
            pipeline.lock = try variables.lock(node)
        },
        Key("on_busy", .choice(OnBusy.allCases.map(\.rawValue)), "What to do if it is held.") {
            (pipeline, node, _) throws(YAMLError) in pipeline.onBusy = try node.word()
        },
        Key("schedule", .text, "When it runs: a cron expression.") {
            (pipeline, node, variables) throws(YAMLError) in
            let text = try variables.text(node)
            do throws(CronError) {
                pipeline.schedule = try CronExpression(text)
            } catch {
                throw node.error(error.description, hint: error.hint)
            }
        },
        Key("timezone", .text, "The time zone of schedule; UTC where nothing is said.") {
            (pipeline, node, variables) throws(YAMLError) in
            pipeline.timezone = try variables.text(node)
            guard TimeZoneRules(name: pipeline.timezone) != nil else {
                throw node.error(
                    "there is no time zone \(node.summary)", hint: "write one as Europe/London")
            }
        },
        Key("hooks", .object(Hooks.keys.shaped), "Programs that hear of a run's end.") {
            (pipeline, node, variables) throws(YAMLError) in
            try node.read(into: &pipeline.hooks, by: Hooks.keys, variables)
        },
    ]
}

extension Hooks {
    static let keys = KeyTable<Hooks>([
        Key("success", .list(.command), "After a run in which no step failed.") {
            (hooks, node, variables) throws(YAMLError) in
            hooks.success = try Self.commands(node, variables)
        },
        Key("failure", .list(.command), "After a run in which a step failed.") {
            (hooks, node, variables) throws(YAMLError) in
            hooks.failure = try Self.commands(node, variables)
        },
        Key("always", .list(.command), "After every run, last.") {
            (hooks, node, variables) throws(YAMLError) in
            hooks.always = try Self.commands(node, variables)
        },
    ])

    private static func commands(
        _ node: YAMLNode, _ variables: Variables
    ) throws(YAMLError) -> [[String]] {
        var commands: [[String]] = []
        for command in try node.list() { commands.append(try variables.command(command)) }
        return commands
    }
}
