internal import JSONL
internal import Records

/// Everything that has a name, in one list: pages, strategies, bots, pairs, tags, breaks and measures.
/// Without script it is that list; the script adds a field that keeps what matches.
struct SearchPage {
    let frame: Frame
    /// All other pages of the site.
    let pages: [Page]

    static let path = "search/index.html"
    /// More entries of one group would make the page too heavy to search.
    private static let limit = 300

    private struct Entry {
        let label: String
        let path: String
        var words = ""
    }

    private var content: SiteContent { frame.content }

    var page: Page {
        frame.page(
            Self.path, template: "search", title: "Search", section: "search",
            [("groups", .list(groups.filter { !$0.1.isEmpty }.map(group)))])
    }

    private var groups: [(String, [Entry])] {
        [
            ("Pages", listed), ("Runs", runs), ("Pairs", grouped("pair", "pairs")),
            ("Enter tags", grouped("enter_tag", "enter-tags")),
            ("Exit reasons", grouped("exit_reason", "exit-reasons")), ("Breaks", breaks),
            ("Measures", measures),
        ]
    }

    private func group(_ name: String, _ entries: [Entry]) -> JSONValue {
        let hidden = entries.count - Self.limit
        return [
            "name": .text(name), "count": .integer(entries.count),
            "hidden": hidden > 0 ? .text("\(hidden) more are on their own pages.") : .null,
            "entries": .list(
                entries.prefix(Self.limit).map { entry in
                    [
                        "label": .text(entry.label), "path": .text(entry.path),
                        "words": .text(entry.words),
                    ]
                }),
        ]
    }

    /// The first page of every list, and every other page.
    private var listed: [Entry] {
        pages.filter { page in
            let file = page.path.split(separator: "/").last ?? ""
            return !page.path.hasPrefix("runs/")
                && ["index.html", "analysis.html", "trades-1.html"].contains(file)
        }.map { Entry(label: $0.title, path: $0.path) }
            + [Entry(label: "Runs", path: RunPages.path(0))]
    }

    private var runs: [Entry] {
        let latest = Set(content.latest.map(\.run.run))
        let tests = content.results.filter { latest.contains($0.run.run) }.map {
            Entry(
                label: $0.run.run, path: StrategyPage.path($0.run.strategy),
                words: "\($0.run.tool) \($0.run.strategy)")
        }
        return tests
            + content.walks.map {
                Entry(
                    label: $0.run.run, path: WalkForwardPage.path($0.run),
                    words: "\($0.run.tool) \($0.run.strategy)")
            }
            + content.studies.map {
                Entry(
                    label: $0.run.run, path: HyperoptPage.path($0.run),
                    words: "\($0.run.tool) \($0.run.strategy)")
            }
    }

    private func grouped(_ label: String, _ identifier: String) -> [Entry] {
        let strategies = content.latest.map {
            ($0, $0.run.strategy, StrategyPage.path($0.run.strategy))
        }
        let bots = content.bots.map { ($0.result, $0.bot.bot, BotPages.path($0.bot.bot)) }
        return (strategies + bots).flatMap { result, name, path in
            Sheet(result.measures, content.definitions).groups(of: label)
                .filter { !$0.isEmpty }.map { group in
                    Entry(label: group, path: path + "#" + identifier + "-table", words: name)
                }
        }
    }

    private var breaks: [Entry] {
        let paths = BreaksPage.paths(content.breaks)
        return content.breaks.compactMap { item in
            paths[item.id].map {
                Entry(label: item.code, path: $0, words: item.bot + ": " + item.message)
            }
        }
    }

    private var measures: [Entry] {
        content.definitions.map {
            Entry(
                label: $0.title, path: "methods/index.html#" + anchor($0.name), words: $0.name)
        }
    }
}
