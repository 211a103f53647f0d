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
        /// UTF-8.
        public let bytes: [UInt8]

        public var text: String { String(decoding: bytes, as: UTF8.self) }
    }

    /// Every page, the index first. O(records).
    public func pages() -> [Page] {
        let frame = Frame(content: content)
        var pages = [IndexPage(frame: frame).page]
        for result in content.latest {
            pages += StrategyPage(frame: frame, result: result).pages
        }
        for study in content.studies { pages.append(HyperoptPage(frame: frame, study: study).page) }
        for walk in content.walks { pages.append(WalkForwardPage(frame: frame, walk: walk).page) }
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
            Rendering.Draft(paths: [page.path]) { () throws(TemplateError) in
                let context = JSONValue.object((page.context.members ?? []) + inlined)
                return [try templates.render(page.template, context) + [0x0A]]
            }
        }
        let feed = Feed(content: content).file
        return Rendering(
            drafts: rendered + tableFiles(pages) + [.init(paths: [feed.path]) { [feed.bytes] }])
    }

    /// The files of every table; pages of one long list share theirs.
    private func tableFiles(_ pages: [Page]) -> [Rendering.Draft] {
        var seen = Set<String>()
        return pages.flatMap { page in
            page.tables.filter { seen.insert(page.folder + $0.stem).inserted }
                .map { $0.draft(in: page.folder) }
        }
    }
}

/// A site's files, made a few at a time, so that they are never in memory together.
public struct Rendering: Sendable {
    /// Files that are made together.
    struct Draft: Sendable {
        let paths: [String]
        /// Makes their UTF-8, in the order of `paths`.
        let bytes: @Sendable () throws(TemplateError) -> [[UInt8]]
    }

    let drafts: [Draft]

    /// The paths of all files, in their order.
    public var paths: [String] { drafts.flatMap(\.paths) }

    /// Hands over every file in that order.
    ///
    /// - Throws: `TemplateError` for a template that repeats itself without end, and what `take` throws.
    public func forEach(_ take: (Site.File) throws -> Void) throws {
        for draft in drafts {
            for (path, bytes) in zip(draft.paths, try draft.bytes()) {
                try take(Site.File(path: path, bytes: bytes))
            }
        }
    }
}
