import JSONL
import Markup
import Records
import TestSupport
import Testing

@testable import Reports

@Suite("Files beside tables") struct TableFilesTests {
    @Test("hold every table of every page: its rows, its words and its numbers, digit for digit")
    func parseBack() throws {
        let content = try SampleSite.content()
        let files = Dictionary(
            uniqueKeysWithValues: try SiteTests.files(content).map { ($0.path, $0.text) })
        var count = 0
        for page in Site(content).pages() {
            for table in page.tables {
                let csv = try #require(files[page.folder + table.stem + ".csv"])
                let json = try #require(files[page.folder + table.stem + ".json"])
                try Self.compare(table, CSV.rows(csv), try JSONValue(parsing: json))
                count += 1
            }
        }
        #expect(count >= 20)
    }

    @Test("lie beside every table that a page shows")
    func everyTable() throws {
        let files = try SiteTests.files(try SampleSite.content())
        let paths = Set(files.map(\.path))
        #expect(paths.count == files.count)
        for file in files where file.path.hasSuffix(".html") {
            let folder = file.path.lastIndex(of: "/").map { String(file.path[...$0]) } ?? ""
            for table in try Element(page: file.text).all(named: "table") {
                let links = table.all(named: "a").compactMap { $0.attributes["href"] }
                for ending in [".csv", ".json"] {
                    let link = try #require(
                        links.first { $0.hasSuffix(ending) }, "\(file.path):\(table.line)")
                    #expect(paths.contains(folder + link), "\(file.path): \(link)")
                }
            }
        }
    }

    @Test(
        "a spreadsheet takes no words for a formula",
        arguments: ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "'quoted", "\n=1"])
    func formulas(words: String) throws {
        let table = Table(
            identifier: "t", caption: "", columns: [.words("Tag"), Table.Column(title: "Loss")],
            rows: [Table.Row(cells: [.text(words), .number(Number("n", -1.5, unit: "number"))])])
        let text = String(decoding: try table.draft(in: "").bytes()[0], as: UTF8.self)
        let rows = CSV.rows(text)
        #expect(rows == [["tag", "loss"], ["'" + words, "-1.5"]])
    }

    @Test("columns have names of their own")
    func keys() throws {
        let files = try SiteTests.files(try SampleSite.content())
        for file in files where file.path.hasSuffix(".csv") {
            let header = try #require(CSV.rows(file.text).first)
            #expect(Set(header).count == header.count, "\(file.path): \(header)")
        }
    }

    @Test("a table without rows is a header, and an empty list")
    func empty() throws {
        let table = Table(identifier: "t", caption: "", columns: [.words("Best epoch")], rows: [])
        #expect(table.draft(in: "a/").paths == ["a/t.csv", "a/t.json"])
        let texts = try table.draft(in: "").bytes().map { String(decoding: $0, as: UTF8.self) }
        #expect(texts == ["best_epoch\n", "[\n]\n"])
    }

    private static func compare(_ table: Table, _ csv: [[String]], _ json: JSONValue) throws {
        let columns = table.columns.indices.filter { !table.columns[$0].isDrawing }
        let rows = table.whole ?? table.rows
        let objects = try #require(json.array)
        #expect(csv.count == rows.count + 1 && objects.count == rows.count, "\(table.identifier)")
        #expect(table.rows.count <= rows.count)
        for (row, (line, object)) in zip(rows, zip(csv.dropFirst(), objects)) {
            let values = try #require(object.members).map(\.value)
            #expect(line.count == columns.count && values.count == columns.count)
            for (column, (text, value)) in zip(columns, zip(line, values)) {
                switch row.cells[column] {
                case .text(let words), .link(let words, _):
                    #expect(text == words || text == "'" + words)
                    #expect(value.string == words)
                case .number(let number), .heat(let number, _, _):
                    #expect(Double(text) == number.value && value.double == number.value)
                case .badge(let state): #expect(text == state.words && value.string == text)
                case .nothing, .drawing: #expect(text.isEmpty && value.isNull)
                }
            }
        }
    }
}

/// RFC 4180, read apart from what wrote it.
enum CSV {
    static func rows(_ text: String) -> [[String]] {
        var (rows, row, cell, isQuoted) = ([[String]](), [String](), "", false)
        var rest = Substring(text).unicodeScalars
        while let scalar = rest.popFirst() {
            switch (scalar, isQuoted) {
            case ("\"", true) where rest.first == "\"":
                cell.append("\"")
                rest.removeFirst()
            case ("\"", _): isQuoted.toggle()
            case (",", false):
                row.append(cell)
                cell = ""
            case ("\n", false):
                rows.append(row + [cell])
                (row, cell) = ([], "")
            default: cell.unicodeScalars.append(scalar)
            }
        }
        return rows
    }
}
