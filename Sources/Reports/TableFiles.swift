internal import JSONL

/// A table's rows as files beside its page: CSV for spreadsheets, JSON for programs. Numbers are the
/// stored ones, digit for digit, in the units of the store.
extension Table {
    /// The name of its files without their ending.
    var stem: String { file ?? identifier }

    /// Both files, `folder` being empty or ending in a slash. O(rows).
    func draft(in folder: String) -> Rendering.Draft {
        .init(paths: [folder + stem + ".csv", folder + stem + ".json"]) { texts }
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

    /// As CSV, a header and then a line for each row, a number that is not defined an empty cell; as
    /// JSON, a list with an object for each row, such a number null.
    private var texts: [[UInt8]] {
        let columns = exported.map { (index: $0.index, key: JSONValue.text($0.key).text) }
        var csv = Array(commaSeparated(exported.map { .words($0.key) }).utf8)
        var json = [UInt8(ascii: "[")]
        var object = JSONWriter()
        for (place, row) in (whole ?? rows).enumerated() {
            var cells: [CSVCell] = []
            object.beginObject()
            for column in columns {
                object.key(json: column.key)
                cells.append(Self.cell(row.cells[column.index], &object))
            }
            object.endObject()
            appendCommaSeparated(cells, to: &csv)
            json += (place > 0 ? ",\n" : "\n").utf8
            object.move(to: &json)
        }
        return [csv, json + "\n]\n".utf8]
    }

    /// A cell for CSV, once it is written as JSON.
    private static func cell(_ cell: Cell, _ json: inout JSONWriter) -> CSVCell {
        switch cell {
        case .text(let words), .link(let words, _):
            json.value(words)
            return .words(words)
        case .badge(let state):
            json.value(state.words)
            return .words(state.words)
        case .number(let number), .heat(let number, _, _):
            let digits = number.digits
            json.value(json: digits ?? "null")
            return .literal(digits ?? "")
        case .drawing, .nothing:
            json.null()
            return .literal("")
        }
    }
}
