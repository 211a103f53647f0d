import JSONL
import Testing

struct CommaSeparatedTests {
    @Test(
        "words that a spreadsheet would run are led by an apostrophe, and come back as they were",
        arguments: [
            ("plain", "plain"), ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@A1", "'@A1"),
            ("\t=1", "'\t=1"), ("'quoted", "''quoted"), ("''", "'''"), ("\u{FF1D}1", "'\u{FF1D}1"),
            ("=\u{338}1", "'=\u{338}1"), ("'\u{301}", "''\u{301}"), ("a=1", "a=1"), ("", ""),
        ])
    func formulas(words: String, cell: String) {
        let line = commaSeparated([.words(words), .literal("-1.5")])
        #expect(line == cell + ",-1.5\n")
        #expect(Array(wordsOfCSV(cell).unicodeScalars) == Array(words.unicodeScalars))
    }

    @Test(
        "a cell is in quotes where it holds a comma, a quote or a line's end",
        arguments: [
            ("a,b", #""a,b""#), (#"say "hi""#, #""say ""hi""""#), ("a\nb", "\"a\nb\""),
            ("a\r", "\"a\r\""), ("\"\u{301}", "\"\"\"\u{301}\""), ("=\"a\"", "\"'=\"\"a\"\"\""),
        ])
    func quotes(words: String, cell: String) {
        #expect(commaSeparated([.words(words)]) == cell + "\n")
    }

    @Test("words that begin with an apostrophe of their own stay in files that we did not write")
    func foreign() {
        #expect(wordsOfCSV("'tis") == "'tis")
        #expect(wordsOfCSV("'") == "'")
    }
}
