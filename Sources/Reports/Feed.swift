internal import Markup
internal import Market
internal import Records

/// What went wrong, as an Atom feed (RFC 4287): critical breaks and failed runs, the newest first.
/// Every instant and every id comes from the records, so that a reader meets each entry once.
struct Feed {
    let content: SiteContent

    static let path = "feed.atom"
    private static let limit = 50

    private struct Entry {
        let identifier: String
        let title: String
        let words: String
        let path: String
        let updatedMs: Int
    }

    var file: Site.File {
        let entries = entries
        var writer = XMLWriter()
        writer.start("feed", ["xmlns": "http://www.w3.org/2005/Atom"])
        writer.element("id", text: Self.tag("desk"))
        writer.element("title", text: "What went wrong on the desk")
        writer.element("updated", text: Self.instant(entries.first?.updatedMs ?? newestMs))
        writer.start("author")
        writer.element("name", text: "AnyTrade")
        writer.end()
        writer.element("generator", text: "render-report")
        writer.element("link", ["rel": "self", "href": Self.path])
        writer.element("link", ["rel": "alternate", "href": "index.html"])
        for entry in entries {
            writer.start("entry")
            writer.element("id", text: entry.identifier)
            writer.element("title", text: entry.title)
            writer.element("updated", text: Self.instant(entry.updatedMs))
            writer.element("link", ["rel": "alternate", "href": entry.path])
            writer.element("summary", text: entry.words)
            writer.end()
        }
        writer.end()
        return Site.File(
            path: Self.path,
            bytes: Array(
                ("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n" + writer.markup + "\n").utf8))
    }

    private var entries: [Entry] {
        let all = breaks + runs + pipelines
        return Array(
            all.sorted { ($1.updatedMs, $0.identifier) < ($0.updatedMs, $1.identifier) }
                .prefix(Self.limit))
    }

    /// The newest instant that any source reaches.
    private var newestMs: Int { content.sources.compactMap(\.untilMs).max() ?? 0 }

    private var breaks: [Entry] {
        let paths = BreaksPage.paths(content.breaks)
        return content.breaks.filter { $0.severity == .critical }.map { item in
            Entry(
                identifier: Self.tag("break/" + item.id), title: "\(item.code) on \(item.bot)",
                words: item.message, path: paths[item.id] ?? "breaks/index.html",
                updatedMs: item.history?.firstSeenMs ?? item.openMs
                    ?? content.reconciliation?.toMs ?? newestMs)
        }
    }

    private var runs: [Entry] {
        content.experiments.filter { $0.status == .failed }
            .map { run in
                Entry(
                    identifier: Self.tag("run/" + run.run),
                    title: "\(run.tool) of \(run.strategy) failed",
                    words: run.error ?? "No reason given.", path: RunPages.path(0),
                    updatedMs: run.completedMs ?? run.startedMs)
            }
    }

    private var pipelines: [Entry] {
        content.pipelines.filter { [.failed, .interrupted].contains($0.run.status) }.map {
            history in
            let run = history.run
            let failed = history.latest.filter { $0.status == .failed }.map(\.step)
            return Entry(
                identifier: Self.tag("pipeline/" + run.run),
                title: "Pipeline \(run.pipeline) \(run.status.rawValue)",
                words: failed.isEmpty ? history.tally : "Failed: " + failed.joined(separator: ", "),
                path: RunPages.hasPage(run.run, in: content)
                    ? PipelinePage.path(run.run) : RunPages.path(0),
                updatedMs: run.completedMs ?? run.startedMs)
        }
    }

    /// A tag URI (RFC 4151): what follows the authority and its year is ours to choose.
    private static func tag(_ name: String) -> String {
        let hexadecimal = Array("0123456789ABCDEF")
        let safe = name.utf8.map { byte -> String in
            let scalar = Character(UnicodeScalar(byte))
            if scalar.isASCII, scalar.isLetter || scalar.isNumber || "/-._".contains(scalar) {
                return String(scalar)
            }
            return "%\(hexadecimal[Int(byte >> 4)])\(hexadecimal[Int(byte & 15)])"
        }
        return "tag:anytrade.invalid,2026:" + safe.joined()
    }

    private static func instant(_ milliseconds: Int) -> String {
        Timestamp(milliseconds: milliseconds).description
    }
}
