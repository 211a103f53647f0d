import JSONL
import Markup
import Records
import TestSupport
import Testing

@testable import Reports

/// What a page of a search draws besides its losses: the front, candidates, windows.
struct SearchPanelTests {
    private static func content() throws -> SiteContent {
        var content = try SampleSite.content()
        content.studies[0] = SampleSite.several(content.studies[0])
        content.walks = [SampleSite.walk(of: content.results[0])]
        return content
    }

    private func page(_ path: String) throws -> Page {
        try #require(Site(try Self.content()).pages().first { $0.path == path })
    }

    private func matches(_ pattern: some RegexComponent<(Substring, Substring)>, in text: String)
        -> [String]
    {
        text.matches(of: pattern).map { String($0.output.1) }
    }

    @Test("the front of two losses is listed by the first and drawn as steps down to the second")
    func front() throws {
        let context = try page("hyperopt/study/index.html").context
        let rows = context["best_of_front"]?["rows"]?.array ?? []
        #expect(rows.map { $0["record"]?["id"]?.string } == ["3", "5", "9"])
        let chart = try #require(context["front"]?["charts"]?.array?.first)
        let markup = try #require(chart["front_svg"]?.string)
        let path = try #require(matches(/class="dots strong" d="([^"]*)"/, in: markup).first)
        let places = path.split(separator: "h0").map {
            $0.dropFirst().split(separator: " ").compactMap { Double($0) }
        }
        #expect(places.count == 3)
        // From left to right the first loss grows and the second falls: down the page is less.
        let byFirst = places.sorted { $0[0] < $1[0] }
        #expect(zip(byFirst, byFirst.dropFirst()).allSatisfy { $0[1] < $1[1] })
        #expect(markup.contains("class=\"line best\""))
    }

    @Test("a search of one loss has no front, and one without candidates no curves")
    func absent() throws {
        let content = try SampleSite.content()
        let study = try #require(
            Site(content).pages().first { $0.path == "hyperopt/study/index.html" })
        for part in ["front", "best_of_front", "candidates"] {
            #expect(study.context[part]?.isNull == true)
        }
        let index = try #require(Site(content).pages().first)
        #expect(index.context["walks"]?.isNull == true)
    }

    @Test(
        "candidates are named in the order of their losses, what is no day of theirs is passed over"
    )
    func candidates() throws {
        let context = try page("hyperopt/study/index.html").context
        let legend = context["candidates"]?["legend"]?.array ?? []
        #expect(legend.map { $0["label"]?.string } == ["epoch 3", "epoch 5"])
        let markup = try #require(context["candidates"]?["candidates_svg"]?.string)
        // The last return holds to the end of the run: the line's last place is at the right edge.
        for style in ["run-1", "run-2"] {
            let line = try #require(
                matches(
                    try Regex(
                        "class=\"line \(style)\" d=\"([^\"]*)\"", as: (Substring, Substring).self),
                    in: markup
                ).first)
            #expect(line.contains("H600"), "\(line)")
        }
    }

    @Test(
        "every window's bars lie over its days, a loss in the colour of losses, no choice in none")
    func windows() throws {
        let context = try page("hyperopt/walk/index.html").context
        let markup = try #require(context["strip"]?["strip_svg"]?.string)
        let bars = markup.matches(
            of: /class="bar( \w+)?" x="([\d.]+)%" y="\d+" height="\d+" width="([\d.]+)%"/
        ).map { ($0.1.map(String.init) ?? "", Double($0.3) ?? -1, Double($0.2) ?? -1) }
        // 51 days in all: searches of 20 from day 0, 10 and 20; tests of 10 from day 21, 31 and 41.
        let expected: [(String, Double, Double)] = [
            ("", 20, 0), (" good", 10, 21), ("", 20, 10), (" critical", 10, 31), ("", 20, 20),
            ("", 10, 41),
        ]
        #expect(bars.count == expected.count)
        for (bar, (style, days, start)) in zip(bars, expected) {
            #expect(bar.0 == style)
            #expect(abs(bar.1 - days / 51 * 100) < 0.01 && abs(bar.2 - start / 51 * 100) < 0.01)
        }
        #expect(markup.contains("w3: nothing chosen"))
        let rows = context["windows"]?["rows"]?.array ?? []
        #expect(rows.count == 3)
    }
}
