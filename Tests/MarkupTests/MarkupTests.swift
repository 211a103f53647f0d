import Markup
import Testing

@Suite("Markup") struct MarkupTests {
    @Test(
        "escapes what would be markup",
        arguments: [
            ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
            ("a \"b\" 'c' & d", "a &quot;b&quot; &#39;c&#39; &amp; d"), ("€ 😀 é", "€ 😀 é"),
            ("nul\u{0} bell\u{7}\ttab", "nul\u{FFFD} bell\u{FFFD}\ttab"), ("", ""),
            ("turned \u{202E}around\u{2069}", "turned \u{FFFD}around\u{FFFD}"),
            ("\u{85}\u{A0}\u{FFFE}\u{2212}\u{2029}", "\u{FFFD}\u{A0}\u{FFFD}\u{2212}\u{2029}"),
        ])
    func escapes(text: String, expected: String) { #expect(escaped(text) == expected) }

    @Test("what was written reads back the same")
    func roundTrip() throws {
        let hostile = "</text><script>\"'&<>"
        var writer = XMLWriter()
        writer.start("svg", ["data-tag": hostile])
        writer.element("title", text: hostile)
        writer.element("path", ["d": "M0 0"])
        writer.end()
        let element = try Element(page: writer.markup)
        #expect(element.attributes["data-tag"] == hostile)
        #expect(element.text == hostile)
        #expect(element.all.map(\.name) == ["svg", "title", "path"])
    }

    @Test(
        "finds what a page does wrong",
        arguments: [
            ("<html><body><p>a</body></html>", "Premature end"), ("<p>a</p>", "not <html>"),
            ("<html><h1>a</h1><h3>b</h3></html>", "<h3> after <h1>"),
            ("<html><table><th>a</th></table></html>", "no scope"),
            ("<html><a href='#x'>a</a></html>", "no #x on the page"),
            ("<html><p id='a'/><p id='a'/></html>", "twice"), ("<html a='&b;'/>", "Entity"),
            ("<html><svg role='img'/></html>", "no title"), ("", "line"),
        ])
    func problems(page: String, part: String) {
        #expect(htmlProblems(page).contains { $0.contains(part) }, "\(htmlProblems(page))")
    }

    @Test("has nothing against a good page")
    func good() {
        let page = """
            <!DOCTYPE html>
            <html lang="en"><head><title>t</title><meta http-equiv="Content-Security-Policy"
            content="default-src 'none'"/></head><body><h1 id="top">a</h1><h2>b</h2>
            <a href="#top">up</a></body></html>
            """
        #expect(htmlProblems(page) == [])
    }
}
