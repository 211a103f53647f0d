internal import JSONL
internal import Market
internal import Records
internal import YAML

/// Turns the nodes of a desk file into a desk, refusing what nobody would look at.
struct DeskDecoding {
    let root: YAMLNode
    private var desk: DeskFile
    private var shared: YAMLNode?

    init(root: YAMLNode) {
        self.root = root
        desk = DeskFile(source: root.source)
    }

    private static let keys = [
        "version", "name", "as_of", "bots_folder", "exchanges", "strategies", "defaults", "bots",
        "tolerances", "waivers",
    ]
    private static let laterKeys = ["limits", "alerts", "schedules"]

    mutating func decoded() throws(YAMLError) -> DeskFile {
        for entry in try root.entries() where Self.laterKeys.contains(entry.key) {
            throw entry.keyNode.error(
                "\"\(entry.key)\" is not supported: no tool of this version would act on it",
                hint: "leave it out, so that nobody relies on it")
        }
        _ = try root.entries(knowing: Self.keys)
        let version = try root.required("version")
        guard try version.integer() == 1 else {
            throw version.error("this reads version 1 of the desk file")
        }
        desk.name = try root["name"]?.string()
        desk.botsFolder = try root["bots_folder"]?.string()
        desk.asOfMs = try root["as_of"]?.instantMs()
        desk.tolerances = try root["tolerances"].map(DeskFile.tolerances) ?? [:]
        desk.waivers = try root["waivers"].map(DeskWaiver.list) ?? []
        if let defaults = root["defaults"] {
            _ = try defaults.entries(knowing: ["config"])
            shared = defaults["config"]
            if let shared { try inspect(shared) }
        }
        for entry in try root.required("exchanges").entries() { try addExchange(entry) }
        for entry in try root.required("strategies").entries() { try addStrategy(entry) }
        for entry in try root.required("bots").entries() { try addBot(entry) }
        return desk
    }

    private mutating func addExchange(_ entry: YAMLEntry) throws(YAMLError) {
        guard !entry.value.isNull else {
            return desk.exchanges.append(.init(name: entry.key, freqtradeName: entry.key))
        }
        _ = try entry.value.entries(knowing: ["freqtrade_name"])
        let name = try entry.value["freqtrade_name"]?.string() ?? entry.key
        desk.exchanges.append(.init(name: entry.key, freqtradeName: name))
    }

    private mutating func addStrategy(_ entry: YAMLEntry) throws(YAMLError) {
        guard !entry.value.isNull else {
            return desk.strategies.append(.init(name: entry.key, file: nil, timeframe: nil))
        }
        _ = try entry.value.entries(knowing: ["file", "timeframe"])
        desk.strategies.append(
            .init(
                name: entry.key, file: try entry.value["file"]?.string(),
                timeframe: try entry.value["timeframe"].map(timeframe)))
    }

    private func timeframe(_ node: YAMLNode) throws(YAMLError) -> String {
        let text = try node.string()
        do throws(MarketError) {
            return try Timeframe(text).description
        } catch {
            throw node.error("\"\(text)\" is no timeframe", hint: "write 5m, 1h or 1d")
        }
    }

    private mutating func addBot(_ entry: YAMLEntry) throws(YAMLError) {
        let node = entry.value
        _ = try node.entries(knowing: [
            "mode", "exchange", "strategy", "database", "snapshots", "config_file", "config",
        ])
        if entry.key.contains("/") || entry.key.isEmpty {
            throw entry.keyNode.error("\"\(entry.key)\" is no name for a bot: it has a slash")
        }
        let mode = try one(of: Bot.Mode.allCases.map(\.rawValue), node.required("mode"), "mode")
        let exchangeName = try one(
            of: desk.exchanges.map(\.name), node.required("exchange"), "exchange")
        let strategyName = try one(
            of: desk.strategies.map(\.name), node.required("strategy"), "strategy")
        guard let mode = Bot.Mode(rawValue: mode),
            let exchange = desk.exchanges.first(where: { $0.name == exchangeName }),
            let strategy = desk.strategies.first(where: { $0.name == strategyName })
        else { throw node.error("the bot cannot be read") }
        if let own = node["config"] { try inspect(own) }
        let stated = try DeskConfiguration(shared: shared, own: node["config"]).stated(
            mode: mode, exchange: exchange, strategy: strategy)
        let database = try node.required("database").string()
        desk.bots.append(
            .init(
                record: Bot(
                    bot: entry.key, exchange: exchange.name, mode: mode, strategy: strategy.name,
                    timeframe: stated["timeframe"]?.string ?? "", config: stated,
                    database: database, generation: nil, observedMs: nil),
                database: database, snapshots: try node["snapshots"]?.strings() ?? [],
                configFile: try node["config_file"]?.string(),
                exchange: exchange))
    }

    private func one(
        of words: [String], _ node: YAMLNode, _ what: String
    ) throws(YAMLError) -> String {
        let word = try node.string()
        guard !words.contains(word) else { return word }
        let near = Spelling.nearest(to: word, among: words)
        throw node.error(
            "unknown \(what) \"\(word)\"",
            hint: near.map { "did you mean \"\($0)\"?" }
                ?? "known: " + words.joined(separator: ", "))
    }

    private mutating func inspect(_ configuration: YAMLNode) throws(YAMLError) {
        for entry in try configuration.entries() {
            if let instead = DeskConfiguration.saidElsewhere[entry.key] {
                throw entry.keyNode.error(
                    "\"\(entry.key)\" does not belong here: the desk says it as \(instead)")
            }
            guard !DeskConfiguration.knownKeys.contains(entry.key) else { continue }
            let near = Spelling.nearest(to: entry.key, among: DeskConfiguration.knownKeys)
            desk.warnings.append(
                entry.keyNode.error(
                    "freqtrade has no key \"\(entry.key)\"",
                    hint: near.map { "did you mean \"\($0)\"?" }))
        }
        try refuseSecrets(configuration, path: [])
    }

    private func refuseSecrets(_ node: YAMLNode, path: [String]) throws(YAMLError) {
        guard case .map(let entries) = node.content else { return }
        for entry in entries {
            guard !SecretKeys.contains(path + [entry.key]) else {
                throw entry.keyNode.error(
                    "\"\((path + [entry.key]).joined(separator: "."))\" may hold a secret",
                    hint: "secrets do not belong in a desk file")
            }
            try refuseSecrets(entry.value, path: path + [entry.key])
        }
    }
}
