internal import JSONL
internal import Records

/// The bots: whether each does what the desk wants (sync) and whether it is well (health), what it
/// earned, and a page for each.
struct BotPages {
    let frame: Frame

    static let path = "bots/index.html"

    static func path(_ bot: String) -> String { "bots/" + folder(bot) + "/index.html" }

    private var content: SiteContent { frame.content }

    var pages: [Page] {
        guard !content.bots.isEmpty else { return [] }
        return [index]
            + content.bots.flatMap { bot in
                StrategyPage(
                    frame: frame, result: bot.result, place: .bot(bot.bot.bot, badges(of: bot)),
                    attention: content.findings(ofBot: bot.bot.bot)
                ).pages
            }
    }

    private var index: Page {
        frame.page(
            Self.path, template: "bots", title: "Bots", section: "bots",
            [
                ("lead", .list(lead.map(\.context))), ("rules", .list(rules.map(JSONValue.text))),
            ], tables: [("bots", table(root: "../", caption: "Every bot of the desk"))])
    }

    private var lead: [Sentence] {
        let states = content.bots.map { BotState($0.bot.bot, in: content) }
        let troubled = states.filter { $0.sync.tone != "good" || $0.health.tone != "good" }.count
        let count = content.bots.count == 1 ? "1 bot" : "\(content.bots.count) bots"
        let missing = content.missingBots
        var words: Sentence =
            "\(count), \(troubled == 0 ? "all in sync and healthy" : "\(troubled) need a look")."
        if !missing.isEmpty {
            words += " Planned but not there: \(missing.joined(separator: ", "))."
        }
        return [words]
            + content.profits.map { profit -> Sentence in
                "Closed profit in \(profit.unit): \(Number(profit))."
            }
    }

    private let rules = [
        "Sync: out of sync where a comparison found something of the bot that disagrees with the desk, "
            + "its store or its back-test; unknown where no comparison is on record.",
        "Health: degraded where the bot has gone silent or stale or its database was reset; missing "
            + "where the desk plans it and nobody started it; unknown where it has not traded yet.",
    ]

    private func badges(of bot: SiteContent.BotResult) -> [StateBadge] {
        let state = BotState(bot.bot.bot, in: content)
        return [state.sync, state.health]
    }

    // MARK: The table

    /// All bots, also those that are planned and missing; `root` leads to the site's folder.
    func table(root: String, caption: String) -> Table {
        let names = ["profit_total_abs", "trade_count", "open_trade_count"]
        let columns =
            [
                .words("Bot"), .words("Sync"), .words("Health"), Table.Column(title: "Breaks"),
                .words("Strategy"), .words("Mode"),
                Table.Column(title: "Last trade", key: "last_trade_ms"),
            ]
            + zip(names, ["Closed profit", "Closed", "Open"]).map {
                Table.Column.measure($0, $1, frame, root: root)
            }
        return Table(
            identifier: "bots", caption: caption + "; instants in UTC", columns: columns,
            rows: content.bots.map { row($0, names, root) }
                + content.missingBots.map { missing($0, columns.count) }, style: "snug")
    }

    private func row(
        _ result: SiteContent.BotResult, _ names: [String], _ root: String
    ) -> Table.Row {
        let sheet = Sheet(result.result.measures, content.definitions)
        let name = result.bot.bot
        let state = BotState(name, in: content)
        let last = result.result.trades.map { $0.closeMs ?? $0.openMs }.max()
        return Table.Row(
            record: ("bot", name),
            cells: [
                .link(name, href: root + Self.path(name)), .badge(state.sync),
                .badge(state.health), breaks(of: name), .text(result.bot.strategy),
                .text(result.bot.mode == .dryRun ? "dry-run" : "live"),
                .number(
                    Number("last_trade_ms", last.map(Double.init), unit: "instant", reason: "none")),
            ] + names.map { .number(sheet.number($0)) })
    }

    private func breaks(of bot: String) -> Table.Cell {
        .number(.count("breaks", content.breaks.filter { $0.bot == bot }.count))
    }

    private func missing(_ name: String, _ columns: Int) -> Table.Row {
        let state = BotState(name, in: content)
        let cells: [Table.Cell] = [
            .text(name), .badge(state.sync), .badge(state.health), breaks(of: name),
        ]
        return Table.Row(
            record: ("bot", name),
            cells: cells + (cells.count..<columns).map { _ in .nothing })
    }
}

/// A state in a word, with a shape beside its colour.
struct StateBadge {
    let mark: String
    let tone: String
    let words: String

    var context: JSONValue {
        ["mark": .text(mark), "tone": .text(tone), "words": .text(words)]
    }
}

/// Whether a bot is what the desk wants, and whether it is well.
struct BotState {
    let sync: StateBadge
    let health: StateBadge

    init(_ bot: String, in content: SiteContent) {
        let own = content.breaks.filter { $0.bot == bot && $0.severity != .info }
        let trades = content.bots.first { $0.bot.bot == bot }?.result.trades ?? []
        let condition = BotCondition(own, hasTraded: !trades.isEmpty)
        if condition == .missing || own.contains(where: { !BotCondition.isTold(by: $0) }) {
            sync = StateBadge(mark: "◆", tone: "warn", words: "out of sync")
        } else if content.reconciliation == nil {
            sync = StateBadge(mark: "?", tone: "quiet", words: "unknown")
        } else {
            sync = StateBadge(mark: "✓", tone: "good", words: "in sync")
        }
        let (mark, tone) =
            switch condition {
            case .missing: ("▲", "critical")
            case .degraded: ("◆", "warn")
            case .unknown: ("?", "quiet")
            case .healthy: ("✓", "good")
            }
        health = StateBadge(mark: mark, tone: tone, words: condition.rawValue)
    }
}

extension SiteContent {
    /// Bots that the desk plans and nobody started.
    var missingBots: [String] {
        let known = Set(bots.map(\.bot.bot))
        return Set(breaks.filter { $0.code == "BOT-MISSING" }.map(\.bot)).subtracting(known)
            .sorted()
    }
}
