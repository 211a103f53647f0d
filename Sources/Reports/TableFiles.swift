internal import JSONL

/// A table's rows as files beside its page: CSV for spreadsheets, JSON for programs. Numbers are the
/// stored ones, digit for digit, in the units of the store.
extension Table {
    /// The name of its files without their ending.
    var stem: String { file ?? identifier }

    /// Both files, `folder` being empty or ending in a slash. O(rows).
    func drafts(in folder: String) -> [Rendering.Draft] {
        [
            .init(path: folder + stem + ".csv") { csv },
            .init(path: folder + stem + ".json") { json },
        ]
    }

    /// Each column that goes into files, with its name there.
    private var exported: [(index: Int, key: String)] {
        columns.enumerated().compactMap { index, column in
            column.isDrawing ? nil : (index, column.key ?? Self.key(column.title))
        }
    }

    /// `Best epoch` as `best_epoch`.
    private static func key(_ title: String) -> String {
        String(title.lowercased().map { $0.isLetter || $0.isNumber ? $0 : "_" })
    }

    /// A header, then a line for each row; a number that is not defined is an empty cell.
    private var csv: String {
        let columns = exported
        let lines = (whole ?? rows).map { row in
            commaSeparated(columns.map { Self.csv(row.cells[$0.index]) })
        }
        return commaSeparated(columns.map { .words($0.key) }) + lines.joined()
    }

    private static func csv(_ cell: Cell) -> CSVCell {
        switch cell {
        case .text(let words), .link(let words, _): .words(words)
        case .badge(let state): .words(state.words)
        case .number(let number), .heat(let number, _, _): .literal(number.digits ?? "")
        case .drawing, .nothing: .literal("")
        }
    }

    /// A list with an object for each row; a number that is not defined is null.
    private var json: String {
        let columns = exported
        let rows = (whole ?? rows).map { row in
            JSONValue.object(
                columns.map { JSONValue.Member($0.key, Self.json(row.cells[$0.index])) }
            ).text
        }
        return "[" + rows.map { "\n" + $0 }.joined(separator: ",") + "\n]\n"
    }

    private static func json(_ cell: Cell) -> JSONValue {
        switch cell {
        case .text(let words), .link(let words, _): .text(words)
        case .badge(let state): .text(state.words)
        case .number(let number), .heat(let number, _, _): number.exported
        case .drawing, .nothing: .null
        }
    }
}
