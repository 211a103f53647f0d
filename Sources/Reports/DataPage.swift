internal import JSONL
internal import Markup
internal import Market

/// Whether the candles can be trusted: what is there, what is missing, what contradicts itself, what
/// looks wrong and how old it is.
struct DataPage {
    let frame: Frame

    static let path = "data/index.html"
    /// How many gaps, outliers and idle runs the page shows; the files beside it hold all.
    private static let shown = 20

    private var series: [CandleQuality] { frame.content.series }

    var page: Page {
        frame.page(
            Self.path, template: "data", title: "Data quality", section: "data",
            [
                ("lead", .list(lead.map(JSONValue.text))),
                ("rules", .list(rules.map(JSONValue.text))),
            ],
            tables: [
                ("series", series.isEmpty ? nil : summary), ("gaps", part(gaps)),
                ("outliers", part(outliers)), ("idle", part(idle)),
            ])
    }

    private func part(_ table: Table) -> Table? {
        table.rows.isEmpty ? nil : table.showing(0..<min(Self.shown, table.rows.count))
    }

    // MARK: Words

    private var lead: [String] {
        guard let first = series.map(\.firstMs).min(), let last = series.map(\.lastMs).max() else {
            return ["There are no candles in what this site was made from."]
        }
        let candles = NumberText.text(Double(series.map(\.count).reduce(0, +)), unit: "count")
        let count = series.count == 1 ? "1 series" : "\(series.count) series"
        return [
            "\(candles) candles in \(count), from \(NumberText.day(first)) to "
                + "\(NumberText.day(last)). "
                + (troubles ?? "Nothing is missing or contradicts itself.")
        ]
    }

    private var troubles: String? {
        let counts: [(Int, String)] = [
            (series.flatMap(\.gaps).map(\.count).reduce(0, +), "candles missing"),
            (series.map(\.conflicts).reduce(0, +), "in conflict"),
            (series.map(\.duplicates).reduce(0, +), "said twice"),
            (series.map(\.outliers.count).reduce(0, +), "out of proportion"),
            (series.flatMap(\.idleRuns).map(\.count).reduce(0, +), "in runs without volume"),
        ]
        let words = counts.filter { $0.0 > 0 }.map { count, words in
            NumberText.text(Double(count), unit: "count") + " " + words
        }
        return words.isEmpty ? nil : words.joined(separator: ", ") + "."
    }

    private var rules: [String] {
        [
            "A gap is a candle that is missing between two that are there.",
            "A conflict is a candle that says something else than one of the same instant before it;"
                + " a duplicate says the same again. The store keeps conflicts and drops duplicates.",
            "An outlier’s high or low lies more than \(Int(CandleQuality.outlierMedians)) times as"
                + " far from the close before as the series’ median candle; candles after a gap"
                + " are not judged.",
            "A run without volume is \(CandleQuality.idleCandles) candles or more in a row in which"
                + " nothing was traded.",
            "Behind is the time from the end of the last candle to "
                + "\(NumberText.minute(frame.content.asOfMs)) UTC, "
                + (frame.content.isAsOfGiven
                    ? "the instant that this site speaks of." : "the end of the newest data here."),
        ]
    }

    // MARK: Tables

    /// What is wrong comes before what is merely so.
    private static let numbers: [(title: String, key: String)] = [
        ("Candles", "candles"), ("Gaps", "gaps"), ("Missing", "missing"),
        ("Longest", "longest_gap_minutes"), ("Conflicts", "conflicts"), ("Outliers", "outliers"),
        ("Idle", "idle_runs"), ("Behind", "behind_minutes"), ("First", "first_ms"),
        ("Last", "last_ms"), ("Duplicates", "duplicates"),
    ]

    private var hasExchanges: Bool { Set(series.map(\.exchange)).count > 1 }

    private var summary: Table {
        Table(
            identifier: "series", caption: "Each pair and timeframe; instants in UTC",
            columns: [.words("Pair")] + (hasExchanges ? [.words("Exchange")] : []) + [
                .words("Candle", key: "timeframe"),
                Table.Column(title: "Coverage", isNumeric: false, isDrawing: true),
            ] + Self.numbers.map { Table.Column(title: $0.title, key: $0.key) },
            rows: series.map(row))
    }

    private func row(_ quality: CandleQuality) -> Table.Row {
        let minutes = Double(quality.timeframe.milliseconds) / 60_000
        let silence = quality.silence(asOfMs: frame.content.asOfMs)
        let longest = quality.gaps.map(\.count).max().map {
            Table.Cell.number(
                Number("longest_gap_minutes", Double($0) * minutes, unit: "minutes"))
        }
        let numbers: [Table.Cell] = [
            .number(.count("candles", quality.count)),
            trouble("gaps", quality.gaps.count),
            trouble("missing", quality.gaps.map(\.count).reduce(0, +)), longest ?? .nothing,
            trouble("conflicts", quality.conflicts), trouble("outliers", quality.outliers.count),
            trouble("idle_runs", quality.idleRuns.count),
            .number(Number("behind_minutes", Double(silence) / 60_000, unit: "minutes")),
            .number(Number("first_ms", Double(quality.firstMs), unit: "instant")),
            .number(Number("last_ms", Double(quality.lastMs), unit: "instant")),
            trouble("duplicates", quality.duplicates),
        ]
        return Table.Row(
            record: ("series", "\(quality.exchange) \(quality.pair) \(quality.timeframe)"),
            cells: [.text(quality.pair.symbol)] + (hasExchanges ? [.text(quality.exchange)] : [])
                + [.text(quality.timeframe.description), .drawing(coverage(quality))] + numbers)
    }

    /// A count that should be zero.
    private func trouble(_ field: String, _ count: Int) -> Table.Cell {
        var number = Number.count(field, count)
        number.tone = count > 0 ? "down" : ""
        return .number(number)
    }

    private var gaps: Table {
        let all = series.flatMap { quality in quality.gaps.map { (quality, $0) } }
        return Table(
            identifier: "gaps", caption: "Gaps, the longest first; instants in UTC",
            columns: [
                .words("Pair"), .words("Candle", key: "timeframe"),
                Table.Column(title: "From", key: "from_ms"),
                Table.Column(title: "To", key: "to_ms"), Table.Column(title: "Missing"),
            ],
            rows: all.sorted { ($1.1.count, $0.1.fromMs) < ($0.1.count, $1.1.fromMs) }.map {
                row($0, $1.fromMs, $1.toMs, .count("missing", $1.count))
            })
    }

    private var idle: Table {
        let all = series.flatMap { quality in quality.idleRuns.map { (quality, $0) } }
        return Table(
            identifier: "idle", caption: "Runs without volume, the longest first; instants in UTC",
            columns: [
                .words("Pair"), .words("Candle", key: "timeframe"),
                Table.Column(title: "First", key: "from_ms"),
                Table.Column(title: "Last", key: "to_ms"), Table.Column(title: "Candles"),
            ],
            rows: all.sorted { ($1.1.count, $0.1.fromMs) < ($0.1.count, $1.1.fromMs) }.map {
                row($0, $1.fromMs, $1.toMs, .count("candles", $1.count))
            })
    }

    private func row(
        _ quality: CandleQuality, _ fromMs: Int, _ toMs: Int, _ count: Number
    ) -> Table.Row {
        Table.Row(cells: [
            .text(quality.pair.symbol), .text(quality.timeframe.description),
            .number(Number("from_ms", Double(fromMs), unit: "instant")),
            .number(Number("to_ms", Double(toMs), unit: "instant")), .number(count),
        ])
    }

    private var outliers: Table {
        let all = series.flatMap { quality in quality.outliers.map { (quality, $0) } }
        return Table(
            identifier: "outliers", caption: "Outliers, the farthest first; instants in UTC",
            columns: [
                .words("Pair"), .words("Candle", key: "timeframe"),
                Table.Column(title: "At", key: "at_ms"), Table.Column(title: "Move"),
                Table.Column(title: "Median moves", key: "medians"),
            ],
            rows: all.sorted { ($1.1.medians, $0.1.atMs) < ($0.1.medians, $1.1.atMs) }.map {
                Table.Row(cells: [
                    .text($0.pair.symbol), .text($0.timeframe.description),
                    .number(Number("at_ms", Double($1.atMs), unit: "instant")),
                    .number(Number("move", $1.move, unit: "ratio", isResult: true)),
                    .number(Number("medians", $1.medians, unit: "number")),
                ])
            })
    }

    // MARK: Coverage

    /// A bar over the time of all series, dark where this one has candles, open where it has none.
    private func coverage(_ quality: CandleQuality) -> String {
        let first = Double(series.map(\.firstMs).min() ?? 0)
        let last = Double(series.map { $0.lastMs + $0.timeframe.milliseconds }.max() ?? 1)
        func place(_ milliseconds: Int) -> Double {
            (Double(milliseconds) - first) / max(last - first, 1) * 120
        }
        var writer = XMLWriter()
        writer.start(
            "svg",
            ["class": "coverage", "viewBox": "0 0 120 12", "aria-hidden": "true"])
        let end = place(quality.lastMs + quality.timeframe.milliseconds)
        writer.element(
            "rect",
            [
                "class": "there", "x": pixels(place(quality.firstMs)), "y": "1", "height": "10",
                "width": pixels(max(end - place(quality.firstMs), 1)),
            ])
        // The longest are drawn, wide enough to be seen.
        for gap in quality.gaps.sorted(by: { ($1.count, $0.fromMs) < ($0.count, $1.fromMs) })
            .prefix(60)
        {
            writer.element(
                "rect",
                [
                    "class": "missing", "x": pixels(place(gap.fromMs)), "y": "0", "height": "12",
                    "width": pixels(max(place(gap.toMs) - place(gap.fromMs), 1.5)),
                ])
        }
        writer.end()
        return writer.markup
    }
}
