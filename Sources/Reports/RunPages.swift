internal import JSONL
internal import Records

/// What ran: pipelines with how they went, and every run of a tool with where it comes from, a hundred
/// to a page.
struct RunPages {
    let frame: Frame

    static let rowsPerPage = 100
    /// Runs of pipelines that get a page of their own, the newest.
    static let pipelinePages = 30

    private var content: SiteContent { frame.content }

    /// The list, page by page, then the newest runs of pipelines.
    var pages: [Page] {
        let runs = runs
        let count = max(1, (runs.rows.count + Self.rowsPerPage - 1) / Self.rowsPerPage)
        let lists = (0..<count).map { page($0, of: count, runs) }
        return lists
            + newest.prefix(Self.pipelinePages).map {
                PipelinePage(frame: frame, history: $0).page
            }
    }

    static func path(_ index: Int) -> String {
        index == 0 ? "runs/index.html" : "runs/runs-\(index + 1).html"
    }

    /// Whether a run of a pipeline has a page.
    static func hasPage(_ run: String, in content: SiteContent) -> Bool {
        RunPages(frame: Frame(content: content)).newest.prefix(pipelinePages)
            .contains { $0.run.run == run }
    }

    private var newest: [SiteContent.PipelineHistory] {
        content.pipelines.sorted {
            ($1.run.startedMs, $0.run.run) < ($0.run.startedMs, $1.run.run)
        }
    }

    private func page(_ index: Int, of count: Int, _ runs: Table) -> Page {
        let range =
            index * Self.rowsPerPage..<min((index + 1) * Self.rowsPerPage, runs.rows.count)
        return frame.page(
            Self.path(index), template: "runs",
            title: index == 0 ? "Runs" : "Runs, page \(index + 1)",
            section: "runs",
            [
                ("lead", .text(lead)),
                ("pages", count > 1 ? links(count, current: index) : .null),
            ],
            tables: [
                ("pipelines", index > 0 || content.pipelines.isEmpty ? nil : pipelines),
                ("runs", runs.showing(range)),
            ])
    }

    private func links(_ count: Int, current: Int) -> JSONValue {
        .list(
            (0..<count).map { number in
                [
                    "label": .text(String(number + 1)),
                    "href": .text(String(Self.path(number).dropFirst("runs/".count))),
                    "current": .boolean(number == current),
                ]
            })
    }

    private var lead: String {
        let runs = all.count == 1 ? "1 run" : "\(all.count) runs"
        guard let last = newest.first else {
            return all.isEmpty
                ? "Nothing has run yet." : "\(runs) of tools; no pipeline has run on this store."
        }
        let failed = newest.filter { [.failed, .interrupted].contains($0.run.status) }.count
        let nights = newest.count == 1 ? "1 pipeline run" : "\(newest.count) pipeline runs"
        let ended =
            last.run.status == .running
            ? "the latest was still running when this page was made"
            : "the latest \(last.run.status.rawValue)"
        return "\(nights), \(failed == 0 ? "none" : String(failed)) failed; \(ended) "
            + "(\(last.tally)). \(runs) of tools."
    }

    private var pipelines: Table {
        let statuses: [PipelineStep.Status] = [.completed, .warned, .failed, .reused]
        return Table(
            identifier: "pipelines",
            caption: "Runs of pipelines, the newest first; instants in UTC",
            columns: [.words("Run"), .words("Pipeline"), .words("Date"), .words("Status")]
                + [
                    Table.Column(title: "Started", key: "started_ms"),
                    Table.Column(title: "Took", key: "duration_ms"),
                ] + statuses.map { Table.Column(title: $0.rawValue.asTitle) },
            rows: newest.enumerated().map { index, history in
                let (run, state) = (history.run, StepState(history.run.status))
                let took = run.completedMs.map { Number.took("duration_ms", $0 - run.startedMs) }
                return Table.Row(
                    record: ("pipeline", run.run),
                    cells: [
                        index < Self.pipelinePages
                            ? .link(
                                run.run,
                                href: String(PipelinePage.path(run.run).dropFirst("runs/".count)))
                            : .text(run.run),
                        .text(run.pipeline), .text(run.date ?? ""),
                        .text(state.mark + " " + run.status.rawValue),
                        .number(Number("started_ms", Double(run.startedMs), unit: "instant")),
                        took.map { .number($0) } ?? .nothing,
                    ]
                        + statuses.map { status in
                            .number(
                                .count(
                                    status.rawValue,
                                    history.latest.filter { $0.status == status }.count))
                        })
            })
    }

    /// Failed runs first, then the newest data.
    private var all: [Run] {
        content.runs.sorted {
            let failed = ($0.status == .failed ? 0 : 1, $1.status == .failed ? 0 : 1)
            return (failed.0, $1.toMs, $0.tool, $0.strategy, $0.run)
                < (failed.1, $0.toMs, $1.tool, $1.strategy, $1.run)
        }
    }

    private var runs: Table {
        let latest = Set(content.latest.map(\.run.run))
        func page(_ run: Run) -> Table.Cell {
            if content.walks.contains(where: { $0.run.run == run.run }) {
                return .link(short(run.run), href: "../" + WalkForwardPage.path(run))
            }
            if content.studies.contains(where: { $0.run.run == run.run }) {
                return .link(short(run.run), href: "../" + HyperoptPage.path(run))
            }
            return latest.contains(run.run)
                ? .link(short(run.run), href: "../" + StrategyPage.path(run.strategy))
                : .text(short(run.run))
        }
        func fact(_ run: Run, _ key: String) -> Table.Cell {
            guard let value = run.config[key], !value.isNull else { return .nothing }
            return .text(short(value.string ?? value.text))
        }
        return Table(
            identifier: "runs",
            caption: "Runs of tools and where they come from: failed ones, then the newest data",
            columns: [
                "Run", "Tool", "Strategy", "Status", "Error", "Data", "Strategy digest",
                "Candles digest", "Market digest", "Engine", "Seed",
            ].filter { $0 != "Error" || hasErrors }.map { .words($0) },
            rows: all.map { run in
                Table.Row(
                    record: ("run", run.run),
                    cells: [
                        page(run), .text(run.tool), .text(run.strategy),
                        .text(run.status == .failed ? "▲ failed" : run.status.rawValue),
                    ] + (hasErrors ? [.text(run.error ?? "")] : []) + [
                        .text(window(run).text), .text(short(run.strategyHash)),
                        fact(run, "candles_digest"), fact(run, "market_digest"),
                        fact(run, "engine_version"), fact(run, "seed"),
                    ])
            })
    }

    private var hasErrors: Bool { all.contains { $0.error != nil } }

    /// As much of a digest as tells runs apart.
    private func short(_ digest: String) -> String { String(digest.prefix(12)) }
}
