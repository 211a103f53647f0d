import Foundation
import JSONL
import Markup
import Records
import TestSupport
import Testing

@testable import Reports

@Suite("Site") struct SiteTests {
    static func files(_ content: SiteContent) throws -> [Site.File] {
        let folder = TestSupport.packageFolder + "/site-templates"
        var sources: [String: String] = [:]
        for file in try FileManager.default.contentsOfDirectory(atPath: folder)
        where file.hasSuffix(".mustache") {
            let text = try String(contentsOfFile: folder + "/" + file, encoding: .utf8)
            sources[String(file.dropLast(9))] = String(text.dropLast())
        }
        let assets = [
            "style": try String(contentsOfFile: folder + "/style.css", encoding: .utf8),
            "script": try String(contentsOfFile: folder + "/script.js", encoding: .utf8),
        ]
        let rendering = Site(content).render(try Templates(sources), assets: assets)
        var files: [Site.File] = []
        try rendering.forEach { files.append($0) }
        return files
    }

    /// The site without the files beside its pages.
    static func pages(_ content: SiteContent) throws -> [Site.File] {
        try files(content).filter { $0.path.hasSuffix(".html") }
    }

    @Test("of many sources that reach equally far a footer names the first")
    func footer() throws {
        var content = try SampleSite.content()
        content.sources = (1...12).map { .init(name: "s\($0)", untilMs: $0 == 12 ? nil : 0) }
        let text = try Element(page: try Self.pages(content)[0].text).text
        #expect(text.contains("s1 and 10 more, data as of1970-01-01 00:00 UTC"))
        #expect(text.contains("s12, data as ofno data") && !text.contains("s2, data"))
    }

    @Test("every page is well formed, named and within its budget")
    func pages() throws {
        let files = try Self.pages(try SampleSite.content())
        #expect(files.count == 21)
        for file in files {
            #expect(htmlProblems(file.text) == [], "\(file.path)")
            #expect(file.text.utf8.count <= 200 * 1_024, "\(file.path)")
            let script = try Element(page: file.text).all(named: "script").map(\.text.utf8.count)
            #expect(script.reduce(0, +) <= 6 * 1_024)
        }
    }

    @Test("the same content gives the same bytes")
    func deterministic() throws {
        #expect(
            try Self.files(try SampleSite.content()) == Self.files(try SampleSite.content()))
    }

    @Test("names that look like markup stay text, and paths stay inside the site")
    func hostile() throws {
        for file in try Self.pages(try SampleSite.content()) {
            let root = try Element(page: file.text)
            #expect(root.all(named: "script").count == 1, "\(file.path)")
            #expect(!file.path.contains(".."))
            #expect(!file.path.contains("<"))
        }
        let path = try #require(
            Site(try SampleSite.content()).pages().map(\.path).first { $0.contains("script") })
        #expect(path.hasPrefix("strategies/--td--script"))
        let texts = try Self.pages(try SampleSite.content()).map { try Element(page: $0.text).text }
        #expect(texts.contains { $0.contains(SampleSite.hostile) })
    }

    @Test("no page shows a configuration key that it does not know")
    func secrets() throws {
        for file in try Self.files(try SampleSite.content()) {
            #expect(!file.text.contains("hidden-secret"))
        }
    }

    @Test("links between pages lead somewhere")
    func links() throws {
        let all = try Self.files(try SampleSite.content())
        let files = all.filter { $0.path.hasSuffix(".html") }
        var anchors = Dictionary(uniqueKeysWithValues: all.map { ($0.path, Set<String>()) })
        for file in files {
            let names = try Element(page: file.text).all.compactMap { $0.attributes["id"] }
            anchors[file.path] = Set(names)
        }
        for file in files {
            let folder = file.path.split(separator: "/").dropLast()
            for link in try Element(page: file.text).all(named: "a") {
                let parts = (link.attributes["href"] ?? "").split(
                    separator: "#", omittingEmptySubsequences: false)
                var place = folder
                for step in parts[0].split(separator: "/") {
                    place = step == ".." ? place.dropLast() : place + [step]
                }
                let target = parts[0].isEmpty ? file.path : place.joined(separator: "/")
                let names = try #require(anchors[target], "\(file.path): \(link.attributes)")
                if parts.count > 1 {
                    #expect(names.contains(String(parts[1])), "\(file.path): \(link.attributes)")
                }
            }
        }
    }

    @Test("an empty site says that nothing has run")
    func empty() throws {
        let files = try Self.pages(SiteContent())
        let folders = ["", "breaks/", "data/", "runs/", "methods/", "search/"]
        #expect(files.map(\.path) == folders.map { $0 + "index.html" })
        #expect(files[0].text.contains("Nothing has run yet."))
        for file in files { #expect(htmlProblems(file.text) == [], "\(file.path)") }
    }

    @Test("the worst comes first")
    func findings() throws {
        let findings = try SampleSite.content().findings
        #expect(findings.first?.severity == .critical)
        #expect(findings.first?.text == "night: \(SampleSite.hostile) failed.")
        #expect(findings[1].text == "2 × TRD-PRICE on \(SampleSite.breaks[0].bot), b.")
        let order: [Break.Severity] = [.critical, .warn, .info]
        let ranks = findings.compactMap { order.firstIndex(of: $0.severity) }
        #expect(ranks == ranks.sorted())
    }
}
