internal import JSONL
internal import Records

/// A search window by window: what every choice had earned where it was chosen, and on the days after.
struct WalkForwardPage {
    let frame: Frame
    let walk: SiteContent.Result
    private let sheet: Sheet
    private let windows: [WindowStrip.Window]
    private let root = "../../"

    init(frame: Frame, walk: SiteContent.Result) {
        self.frame = frame
        self.walk = walk
        let sheet = Sheet(walk.measures, frame.content.definitions)
        self.sheet = sheet
        windows = sheet.groups(of: "window").compactMap { WindowStrip.Window($0, sheet) }
    }

    static func path(_ run: Run) -> String { HyperoptPage.path(run) }

    var page: Page {
        let selection = SelectionPanel(
            sheet: sheet, frame: frame, root: root, subject: ("The walk", "the walk"))
        let strip = WindowStrip(windows)
        return frame.page(
            Self.path(walk.run), template: "walk-forward",
            title: "Walk-forward of \(walk.run.strategy)", section: "hyperopt", run: walk.run,
            [
                ("run", .text(walk.run.run)), ("subtitle", window(walk.run).context),
                ("lead", lead.context), ("selection", selection.context),
                (
                    "strip",
                    strip.map { ["strip_svg": .text($0.markup()), "words": $0.words.context] }
                        ?? .null
                ),
                ("equity", EquityCharts(result: walk, currency: walk.currency).context),
                ("settings", .list(choices)),
            ],
            tables: [("windows", windows.isEmpty ? nil : table), ("required", selection.required)])
    }

    private var lead: Sentence {
        "\(sheet.number("walk_forward_window_count")) searches, each traded on the days after it: "
            + "together the tests returned \(sheet.number("walk_forward_profit")) with "
            + "\(sheet.number("walk_forward_trade_count")) trades; of what a day returned where it was chosen, "
            + "\(sheet.number("walk_forward_efficiency")) was left."
    }

    private static let columns = [
        ("window_search_start_ms", "Searched from"), ("window_search_end_ms", "until"),
        ("window_epoch", "Chosen epoch"), ("window_search_profit", "Return there"),
        ("window_end_ms", "Traded until"),
        ("window_profit", "Return"), ("window_trade_count", "Trades"),
    ]

    private var table: Table {
        Table(
            identifier: "windows", caption: "Every window, in the order of time",
            columns: [.words("Traded from")]
                + Self.columns.map { .measure($0.0, $0.1, frame, root: root) },
            rows: sheet.groups(of: "window").map { window in
                Table.Row(
                    cells: [.text(window)]
                        + Self.columns.map {
                            .number(sheet.number(MeasureName($0.0, "window", window).description))
                        })
            })
    }

    private var choices: [JSONValue] {
        let keys = [
            "walk_forward", "anchored", "embargo_ms", "loss", "sampler", "epochs", "seed", "spaces",
            "stake_currency",
        ]
        return settings(
            keys.compactMap { key in walk.run.config[key].map { JSONValue.Member(key, $0) } },
            of: "config")
    }
}
