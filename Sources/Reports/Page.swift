public import JSONL
internal import Market
internal import Records

/// One file of the site before it is rendered: a template and everything that it may show.
public struct Page: Sendable {
    /// Inside the site, such as `strategies/EmaCross/index.html`.
    public let path: String
    /// The template's name without its ending.
    public let template: String
    let title: String
    /// What the template sees: the contract of whoever writes templates. It is made when it is asked
    /// for, so that no site's pages are ever in memory together.
    public var context: JSONValue { makeContext() }
    let makeContext: @Sendable () -> JSONValue
    /// Every table on it, for the files beside it.
    let tables: [Table]
    /// The page's folder inside the site: empty, or ending in a slash.
    var folder: String {
        path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    }
}

/// Lays out what all pages share: title, navigation, labels and footer.
struct Frame {
    let content: SiteContent

    /// `members` become the page's own part of the context, and so do `tables`, each under its name,
    /// and `lists` of tables; `deeper` are tables inside of members. The rows of all go beside the page.
    func page(
        _ path: String, template: String, title: String, section: String, run: Run? = nil,
        _ members: [(String, JSONValue)], tables: [(String, Table?)] = [],
        lists: [(String, [Table])] = [], deeper: [Table] = []
    ) -> Page {
        let root = String(repeating: "../", count: path.filter { $0 == "/" }.count)
        let shared: [(String, JSONValue)] = [
            ("root", .text(root)), ("title", .text(title)),
            ("is_synthetic", .boolean(content.isSynthetic)),
            ("navigation", .list(navigation(root, section))), ("footer", footer(run)),
        ]
        return Page(
            path: path, template: template, title: title,
            makeContext: {
                let tabular =
                    tables.map { ($0, $1?.context ?? .null) }
                    + lists.map { ($0, JSONValue.list($1.map(\.context))) }
                return .object((shared + members + tabular).map { JSONValue.Member($0.0, $0.1) })
            }, tables: tables.compactMap(\.1) + lists.flatMap(\.1) + deeper)
    }

    /// Where a measure is explained; nil for one that nobody defined.
    func method(_ name: String, root: String) -> String? {
        guard content.definitions.contains(where: { $0.name == name }) else { return nil }
        return root + "methods/index.html#" + anchor(name)
    }

    private func navigation(_ root: String, _ section: String) -> [JSONValue] {
        let all: [(String, String, String, Bool)] = [
            ("Overview", "index.html", "overview", true),
            ("Strategies", "index.html#strategies", "strategies", !content.results.isEmpty),
            ("Compare", ComparePage.path, "compare", content.comparison != nil),
            (
                "Hyperopt", "index.html#" + (content.studies.isEmpty ? "walks" : "hyperopt"),
                "hyperopt",
                !content.studies.isEmpty || !content.walks.isEmpty
            ),
            ("Bots", BotPages.path, "bots", !content.bots.isEmpty),
            ("Breaks", "breaks/index.html", "breaks", true),
            ("Live", LiveVersusBacktestPage.path, "live", !content.observations.isEmpty),
            ("Data", DataPage.path, "data", true), ("Runs", RunPages.path(0), "runs", true),
            ("Methods", "methods/index.html", "methods", true),
            ("Search", SearchPage.path, "search", true),
        ]
        let links = all.filter(\.3).map { ($0.0, $0.1, $0.2) }
        return links.map { label, target, name in
            [
                "label": .text(label), "href": .text(root + target),
                "current": .boolean(name == section),
            ]
        }
    }

    private func footer(_ run: Run?) -> JSONValue {
        var facts: [(String, String)] = []
        if let run {
            facts += [("Run", run.run), ("Made by", run.tool)]
            if !run.strategyHash.isEmpty { facts.append(("Strategy digest", run.strategyHash)) }
            for key in ["engine_version", "candles_digest", "market_digest", "seed"] {
                if let value = run.config[key], !value.isNull {
                    facts.append((key.replacing("_", with: " "), value.string ?? value.text))
                }
            }
        }
        facts += sources.map { name, untilMs in
            (
                name + ", data as of", untilMs.map { NumberText.minute($0) + " UTC" } ?? "no data"
            )
        }
        facts += content.facts.map { ($0.name, $0.words) }
        return .list(
            facts.map { name, value in ["name": .text(name), "words": .text(value)] })
    }
}

extension Frame {
    /// Sources that are named one by one.
    private static let mostSources = 8

    /// Where the data came from and how far they reach; of many sources those that reach equally far
    /// are named by their first.
    fileprivate var sources: [(name: String, untilMs: Int?)] {
        let all = content.sources.map { (name: $0.name, untilMs: $0.untilMs) }
        guard all.count > Self.mostSources else { return all }
        var counts: [Int?: Int] = [:]
        for source in all { counts[source.untilMs, default: 0] += 1 }
        return all.compactMap { name, untilMs in
            guard let count = counts.removeValue(forKey: untilMs) else { return nil }
            return (count > 1 ? "\(name) and \(count - 1) more" : name, untilMs)
        }
    }
}

/// A name as a folder's name: what a path cannot carry becomes a dash, and a digest keeps two such
/// names apart.
func folder(_ name: String) -> String {
    let plain = anchor(name)
    guard plain != name || plain.allSatisfy({ $0 == "." }) || plain.count > 100 else {
        return plain
    }
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return String(plain.prefix(60).drop { $0 == "." }) + "-" + String(hash, radix: 16)
}

/// `1 Aug 2026 – 30 Oct 2026`.
func window(_ run: Run) -> Sentence {
    "\(Number.day("from_ms", run.fromMs)) – \(Number.day("to_ms", run.toMs))"
}

/// Values of a configuration or of parameters, by their keys, as names with numbers or words.
func settings(_ values: [JSONValue.Member], of field: String) -> [JSONValue] {
    values.filter { !$0.value.isNull }.map { member in
        var (number, words) = (JSONValue.null, JSONValue.null)
        if let value = member.value.double {
            let text = NumberText.significant(value)
            number =
                Number(name: .field(field + "." + member.key), value: value, text: text).context
        } else {
            words = .text(member.value.string ?? member.value.text)
        }
        return ["name": .text(member.key), "words": words, "number": number]
    }
}
