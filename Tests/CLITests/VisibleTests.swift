import CLI
import Testing

struct VisibleTests {
    @Test(
        "spells out what a terminal would obey, and nothing else",
        arguments: [
            ("plain, Ünïcödé 🚀 日本 שלום", "plain, Ünïcödé 🚀 日本 שלום"),
            ("\u{1B}[31mred", "\\u{1b}[31mred"), ("a\u{9B}2J", "a\\u{9b}2J"),
            ("bell\u{7}\u{8}\u{7F}\u{0}", "bell\\u{7}\\u{8}\\u{7f}\\u{0}"),
            ("abc\u{202E}cba\u{2066}", "abc\\u{202e}cba\\u{2066}"),
            ("zero\u{200B}width\u{FEFF}", "zero\\u{200b}width\\u{feff}"),
            ("one\ntwo\r\nthree\tfour", "one two  three four"),
            ("line\u{2028}separator", "line\\u{2028}separator"), ("", ""),
        ])
    func spelling(text: String, shown: String) {
        #expect(visible(text) == shown)
        #expect(visible(shown) == shown)
    }

    @Test("keeps the lines of a text of several lines")
    func lines() {
        #expect(visibleLines("a\n\nb\u{1B}c\rd\n") == "a\n\nb\\u{1b}c d\n")
    }
}
