// The room's front door: values in, files out. Pages are contexts for templates; every number on them
// was measured and stored before, and reads back from the page exactly.

internal import JSONL

/// A site of static pages.
public struct Site: Sendable {
    public let content: SiteContent

    public init(_ content: SiteContent) { self.content = content }

    /// A finished file of the site.
    public struct File: Hashable, Sendable {
        /// Inside the site's folder.
        public let path: String
        public let text: String
    }

    /// Every page, the index first. O(records).
    public func pages() -> [Page] {
        let frame = Frame(content: content)
        var pages = [IndexPage(frame: frame).page]
        for result in content.latest {
            pages += StrategyPage(frame: frame, result: result).pages
        }
        for study in content.studies { pages.append(HyperoptPage(frame: frame, study: study).page) }
        if let comparison = content.comparison {
            pages.append(ComparePage(frame: frame, comparison: comparison).page)
        }
        pages += BotPages(frame: frame).pages + BreaksPage(frame: frame).pages
        if !content.observations.isEmpty {
            pages.append(LiveVersusBacktestPage(frame: frame).page)
        }
        pages += [DataPage(frame: frame).page] + RunPages(frame: frame).pages
        pages.append(MethodsPage(frame: frame).page)
        return pages + [SearchPage(frame: frame, pages: pages).page]
    }

    /// Every page filled into its template, with its tables' files beside it; `assets` are the style
    /// sheet and the script, inlined.
    public func render(_ templates: Templates, assets: [String: String]) -> Rendering {
        let inlined = assets.sorted { $0.key < $1.key }.map { name, text in
            JSONValue.Member(name + "_html", .text(text))
        }
        let pages = pages()
        let rendered = pages.map { page in
            Rendering.Draft(path: page.path) { () throws(TemplateError) in
                let context = JSONValue.object((page.context.members ?? []) + inlined)
                return try templates.render(page.template, context) + "\n"
            }
        }
        let feed = Feed(content: content).file
        return Rendering(
            drafts: rendered + tableFiles(pages) + [.init(path: feed.path) { feed.text }])
    }

    /// The files of every table; pages of one long list share theirs.
    private func tableFiles(_ pages: [Page]) -> [Rendering.Draft] {
        var seen = Set<String>()
        return pages.flatMap { page in
            page.tables.filter { seen.insert(page.folder + $0.stem).inserted }
                .flatMap { $0.drafts(in: page.folder) }
        }
    }
}

/// A site's files, each made when its turn comes, so that they are never in memory together.
public struct Rendering: Sendable {
    struct Draft: Sendable {
        let path: String
        let text: @Sendable () throws(TemplateError) -> String
    }

    let drafts: [Draft]

    /// The files' paths, in their order.
    public var paths: [String] { drafts.map(\.path) }

    /// The file at a place in that order.
    ///
    /// - Throws: `TemplateError` for a template that repeats itself without end.
    public func file(at index: Int) throws(TemplateError) -> Site.File {
        Site.File(path: drafts[index].path, text: try drafts[index].text())
    }
}
