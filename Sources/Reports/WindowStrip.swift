internal import Markup
internal import Records

/// The windows of a walk-forward below each other: a bar over the days searched on, one over the days
/// traded after, its colour and width by what they brought; grey where nothing was chosen.
struct WindowStrip {
    struct Window {
        let name: String
        /// Unix milliseconds, half open.
        let search: Range<Int>
        let test: Range<Int>
        /// Returns as ratios; nil where no epoch had a usable loss.
        let searched: Double?
        let earned: Double?

        /// Reads one window's measures; nil where its days are not known.
        init?(_ name: String, _ sheet: Sheet) {
            func value(_ measure: String) -> Double? {
                sheet.value(MeasureName(measure, "window", name).description)
            }
            func span(_ from: String, _ to: String) -> Range<Int>? {
                guard let from = value(from), let to = value(to), from < to else { return nil }
                return Int(from)..<Int(to)
            }
            guard let search = span("window_search_start_ms", "window_search_end_ms"),
                let test = span("window_start_ms", "window_end_ms")
            else { return nil }
            (self.name, self.search, self.test) = (name, search, test)
            (searched, earned) = (value("window_search_profit"), value("window_profit"))
        }
    }

    private let windows: [Window]
    private let span: Range<Int>

    /// Windows with words of their own; more have bars only.
    private static let mostNamed = 24

    /// nil without windows.
    init?(_ windows: [Window]) {
        guard let start = windows.map(\.search.lowerBound).min(),
            let end = windows.map(\.test.upperBound).max()
        else { return nil }
        self.windows = windows
        span = start..<end
    }

    private var isNamed: Bool { windows.count <= Self.mostNamed }
    private var rowHeight: Int { isNamed ? 32 : 12 }

    var words: Sentence {
        let gains = windows.count { $0.earned ?? 0 > 0 }
        return
            "Grey bars are the days searched on, the others the days traded after: "
            + "\(Number.count("winning_windows", gains)) of "
            + "\(Number.count("windows", windows.count)) brought a profit. Narrow bars brought none."
    }

    func markup() -> String {
        let height = windows.count * rowHeight
        var writer = XMLWriter()
        writer.start(
            "svg",
            [
                "class": "chart gantt", "role": "img", "width": "100%",
                "height": "\(height + 26)", "aria-labelledby": "strip-t strip-d",
            ])
        writer.element("title", ["id": "strip-t"], text: "Windows of the walk-forward")
        writer.element("desc", ["id": "strip-d"], text: words.text)
        for tick in timeTicks(fromMs: span.lowerBound, toMs: span.upperBound, atMost: 7) {
            let x = percent(tick.atMs)
            writer.element(
                "line", ["class": "grid", "x1": x, "x2": x, "y1": "0", "y2": "\(height)"])
            let edge = part(tick.atMs) > 0.94 ? "x end" : part(tick.atMs) < 0.03 ? "x start" : "x"
            writer.element(
                "text", ["class": edge, "x": x, "y": "\(height + 18)"], text: tick.label)
        }
        for (index, window) in windows.enumerated() { row(window, index * rowHeight, &writer) }
        writer.end()
        return writer.markup
    }

    private func row(_ window: Window, _ top: Int, _ writer: inout XMLWriter) {
        let y = top + (isNamed ? 18 : 1)
        bar(window.search, "bar", y, 9, &writer)
        let isGain = window.earned ?? 0 > 0
        let tone = window.earned == nil ? "" : isGain ? " good" : " critical"
        bar(window.test, "bar" + tone, isGain ? y : y + 3, isGain ? 9 : 3, &writer)
        guard isNamed else { return }
        let isLate = part(window.search.lowerBound) > 0.5
        writer.element(
            "text",
            [
                "class": (isLate ? "end" : "start") + " halo strong",
                "x": percent(isLate ? window.test.upperBound : window.search.lowerBound),
                "y": "\(top + 13)",
            ], text: label(window))
    }

    private func label(_ window: Window) -> String {
        guard let searched = window.searched, let earned = window.earned else {
            return window.name + ": nothing chosen"
        }
        return "\(window.name): \(NumberText.text(searched, unit: "ratio")), then "
            + NumberText.text(earned, unit: "ratio")
    }

    private func bar(
        _ days: Range<Int>, _ style: String, _ y: Int, _ height: Int, _ writer: inout XMLWriter
    ) {
        let width = (part(days.upperBound) - part(days.lowerBound)) * 100
        writer.element(
            "rect",
            [
                "class": style, "x": percent(days.lowerBound), "y": "\(y)",
                "height": "\(height)", "width": short(max(width, 0.3), 2) + "%",
            ])
    }

    private func part(_ instant: Int) -> Double {
        Double(instant - span.lowerBound) / Double(span.count)
    }

    private func percent(_ instant: Int) -> String { short(part(instant) * 100, 2) + "%" }
}
