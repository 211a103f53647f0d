internal import JSONL
internal import Market
public import Records

/// Something that a reader of the site should know first.
public struct Finding: Hashable, Sendable {
    public let severity: Break.Severity
    /// One sentence.
    public let text: String
    /// The page that says more, inside the site.
    public let path: String

    /// The severity's shape, for readers without colours.
    public var mark: String { Self.marks[severity] ?? "" }

    var context: JSONValue {
        [
            "severity": .text(severity.rawValue), "words": .text(text), "path": .text(path),
            "mark": .text(mark),
        ]
    }

    static let marks: [Break.Severity: String] = [.critical: "▲", .warn: "◆", .info: "●"]
}

extension SiteContent {
    /// What matters most, the worst first: failed runs, breaks, falls that are not over, results below
    /// their benchmark; then the good news.
    public var findings: [Finding] {
        let all =
            failures + pipelineFindings + latest.flatMap { resultFindings($0) }
            + botFindings
            + breakFindings(breaks)
            + dataFindings + studyFindings + calm
        let order: [Break.Severity] = [.critical, .warn, .info]
        return order.flatMap { severity in all.filter { $0.severity == severity } }
    }

    private var failures: [Finding] {
        experiments.filter { $0.status == .failed }.map { run in
            Finding(
                severity: .critical,
                text: "\(run.tool) of \(run.strategy) failed: \(run.error ?? "no reason given").",
                path: RunPages.path(0))
        }
    }

    /// What failed in the latest run of each pipeline.
    private var pipelineFindings: [Finding] {
        Dictionary(grouping: pipelines, by: \.run.pipeline).sorted { $0.key < $1.key }
            .compactMap { name, histories in
                let last = histories.max {
                    ($0.run.startedMs, $1.run.run) < ($1.run.startedMs, $0.run.run)
                }
                guard let last else { return nil }
                let failed = last.latest.filter { $0.status == .failed }
                let ended = [.failed, .interrupted].contains(last.run.status)
                guard ended || !failed.isEmpty else { return nil }
                let steps = failed.map(\.step).joined(separator: ", ")
                let text =
                    failed.isEmpty
                    ? "Pipeline \(name) \(last.run.status.rawValue)." : "\(name): \(steps) failed."
                return Finding(
                    severity: .critical, text: text,
                    path: RunPages.hasPage(last.run.run, in: self)
                        ? PipelinePage.path(last.run.run) : RunPages.path(0))
            }
    }

    /// Holes in the candles, and candles that contradict each other.
    private var dataFindings: [Finding] {
        let missing = series.flatMap(\.gaps).map(\.count).reduce(0, +)
        let conflicts = series.map(\.conflicts).reduce(0, +)
        let words = [(missing, "missing"), (conflicts, "in conflict")].filter { $0.0 > 0 }
            .map { NumberText.text(Double($0.0), unit: "count") + " " + $0.1 }
        guard !words.isEmpty else { return [] }
        let holes = series.filter { !$0.gaps.isEmpty || $0.conflicts > 0 }.map(\.pair.symbol)
        let pairs = Set(holes).sorted()
        let shown = pairs.prefix(3).joined(separator: ", ")
        let rest = pairs.count > 3 ? " and \(pairs.count - 3) more" : ""
        return [
            Finding(
                severity: .warn,
                text: "Candles: \(words.joined(separator: ", ")) (\(shown)\(rest)).",
                path: DataPage.path)
        ]
    }

    /// What is wrong with one bot, the worst first.
    func findings(ofBot bot: String) -> [Finding] {
        breakFindings(breaks.filter { $0.bot == bot }, namingBots: false)
            .sorted { $1.severity < $0.severity }
    }

    /// One finding for each code, with the bots that it concerns.
    private func breakFindings(_ chosen: [Break], namingBots: Bool = true) -> [Finding] {
        let codes = Dictionary(grouping: chosen, by: \.code).sorted { $0.key < $1.key }
        let paths = BreaksPage.paths(breaks)
        return codes.map { code, breaks in
            let worst = breaks.max { $0.severity < $1.severity } ?? breaks[0]
            let bots = Set(breaks.map(\.bot)).sorted().joined(separator: ", ")
            let isNamed = !namingBots || worst.bot.isEmpty || worst.message.contains(worst.bot)
            let place = isNamed ? "" : " on \(worst.bot)"
            let text =
                breaks.count == 1
                ? "\(code)\(place): \(worst.message)" : "\(breaks.count) × \(code) on \(bots)."
            return Finding(
                severity: worst.severity,
                text: text.hasSuffix(".") || text.hasSuffix(".)") ? text : text + ".",
                path: paths[worst.id] ?? "breaks/index.html")
        }
    }

    /// Bots whose strategy has no result of its own.
    private var botFindings: [Finding] {
        bots.filter { bot in !results.contains { $0.run.strategy == bot.bot.strategy } }.flatMap {
            resultFindings($0.result, name: $0.bot.bot, path: BotPages.path($0.bot.bot))
        }
    }

    private func resultFindings(_ result: Result) -> [Finding] {
        resultFindings(
            result, name: result.run.strategy, path: StrategyPage.path(result.run.strategy))
    }

    private func resultFindings(_ result: Result, name: String, path: String) -> [Finding] {
        let sheet = Sheet(result.measures, definitions)
        var findings: [Finding] = []
        var troubles: [String] = []
        if let profit = sheet["profit_total_abs"], let value = profit.value, value < 0 {
            let money = NumberText.text(abs(value), unit: profit.unit)
            troubles.append("lost \(money) with \(sheet.number("trade_count").text) trades")
        }
        if let depth = sheet.value("drawdown_now_ratio"), depth > 0.05 {
            troubles.append("ended \(sheet.number("drawdown_now_ratio").text) below its peak")
        }
        if !troubles.isEmpty {
            let text = "\(name) " + troubles.joined(separator: " and ") + "."
            findings.append(Finding(severity: .warn, text: text, path: path))
        }
        if let own = sheet.value("profit_total"), let held = sheet.value("benchmark_return"),
            own < held
        {
            findings.append(
                Finding(
                    severity: .info,
                    text:
                        "\(name) returned \(sheet.number("profit_total").text); holding its pairs "
                        + "returned \(sheet.number("benchmark_return").text).", path: path))
        }
        return findings
    }

    private var studyFindings: [Finding] {
        studies.compactMap { study in
            guard let best = study.best, let loss = best.loss else { return nil }
            return Finding(
                severity: .info,
                text: "Hyperopt of \(study.run.strategy): epoch \(best.epoch) of "
                    + "\(study.trials.count) is best, with a loss of \(NumberText.fixed(loss, 4))"
                    + "\(study.lossRemark).",
                path: HyperoptPage.path(study.run))
        }
    }

    private var calm: [Finding] {
        guard !bots.isEmpty, breaks.isEmpty else { return [] }
        let text = compared.map { "No breaks: \($0) compared." } ?? "No comparison is on record."
        return [Finding(severity: .info, text: text, path: "breaks/index.html")]
    }

    /// What the latest comparison looked at, `3 bots with 1,204 trades up to 29 Oct 2026`.
    var compared: String? {
        guard let reconciliation, let bots = reconciliation.config["bots"]?.array?.count,
            let trades = reconciliation.config["trades"]?.int
        else { return nil }
        let count = NumberText.text(Double(trades), unit: "count")
        return "\(bots) \(bots == 1 ? "bot" : "bots") with \(count) "
            + (trades == 1 ? "trade" : "trades")
            + (trades == 0 ? "" : " up to \(NumberText.day(reconciliation.toMs))")
    }
}

extension SiteContent.Study {
    /// The epoch with the lowest loss, the earlier of equals.
    var best: Trial? {
        trials.filter { $0.loss != nil }.min { ($0.loss ?? 0, $0.epoch) < ($1.loss ?? 0, $1.epoch) }
    }
}

extension Break.Severity {
    static func < (left: Self, right: Self) -> Bool {
        (allCases.firstIndex(of: left) ?? 0) < (allCases.firstIndex(of: right) ?? 0)
    }
}
