internal import JSONL

/// A table as templates show it: the first cell of a row is its header. The same rows lie beside the
/// page as CSV and as JSON (`TableFiles`).
struct Table: Sendable {
    struct Column {
        let title: String
        var isNumeric = true
        /// Where the column's meaning is explained.
        var href: String?
        /// The column's name in files; nil for the title in small letters.
        var key: String?
        /// Holds drawings of what other columns say: left out of files.
        var isDrawing = false
    }

    enum Cell {
        case text(String)
        case link(String, href: String)
        case number(Number)
        /// A number on a coloured ground: `strength` 0…1 of the strongest, hatched where it is a loss;
        /// `isGain` is nil where the number's sign says which.
        case heat(Number, strength: Double, isGain: Bool? = nil)
        /// A state: a shape and a word.
        case badge(StateBadge)
        /// What we drew ourselves.
        case drawing(String)
        /// Nothing to say here: a dash.
        case nothing
    }

    struct Row {
        /// Attribute and value by which a test finds the record: `("trade", "12")`.
        var record: (kind: String, id: String)?
        let cells: [Cell]
    }

    let identifier: String
    let caption: String
    let columns: [Column]
    /// What the page shows.
    var rows: Rows
    var note = ""
    /// The name of its files without their ending; nil for `identifier`.
    var file: String?
    /// What the files hold, where the page shows a part of it.
    var whole: Rows?
    /// A class for the style sheet, such as `heat`.
    var style = ""

    /// The same table without the columns of numbers in which nothing is defined.
    var withoutEmptyColumns: Table {
        let kept = columns.indices.filter { index in
            !columns[index].isNumeric || rows.isEmpty
                || rows.contains { row in
                    guard case .number(let number) = row.cells[index] else { return true }
                    return number.value != nil
                }
        }
        @Sendable func narrowed(_ row: Row) -> Row {
            Row(record: row.record, cells: kept.map { row.cells[$0] })
        }
        return Table(
            identifier: identifier, caption: caption, columns: kept.map { columns[$0] },
            rows: rows.changed(narrowed), note: note, file: file,
            whole: whole?.changed(narrowed), style: style)
    }

    /// The same table showing some of its rows; its files keep all.
    func showing(_ range: Range<Int>) -> Table {
        var part = self
        part.rows = rows.part(range)
        part.whole = whole ?? rows
        return part
    }

    var context: JSONValue {
        [
            "id": .text(identifier), "caption": .text(caption),
            "note": note.isEmpty ? .null : .text(note),
            "style": style.isEmpty ? .null : .text(style), "csv": .text(stem + ".csv"),
            "json": .text(stem + ".json"),
            "columns": .list(
                columns.map { column in
                    [
                        "title": .text(column.title), "numeric": .boolean(column.isNumeric),
                        "href": column.href.map(JSONValue.text) ?? .null,
                    ]
                }),
            "rows": .list(rows.map(context)), "empty": .boolean(rows.isEmpty),
        ]
    }

    private func context(_ row: Row) -> JSONValue {
        let header = row.cells.first.map { context($0, isNumeric: columns[0].isNumeric) }
        let cells = row.cells.indices.dropFirst().map { index in
            context(row.cells[index], isNumeric: columns[index].isNumeric)
        }
        let record = row.record.map { record in
            JSONValue.object([.init("kind", .text(record.kind)), .init("id", .text(record.id))])
        }
        return .object([
            .init("record", record ?? .null), .init("header", header ?? .null),
            .init("cells", .list(cells)),
        ])
    }

    private func context(_ cell: Cell, isNumeric: Bool) -> JSONValue {
        var (text, link, number, drawing) = (
            JSONValue.null, JSONValue.null, JSONValue.null, JSONValue.null
        )
        var (ground, badge) = (JSONValue.null, JSONValue.null)
        switch cell {
        case .text(let string): text = .text(string)
        case .link(let string, let href): link = ["words": .text(string), "target": .text(href)]
        case .number(let value): number = value.context
        case .heat(let value, let strength, let isGain):
            number = value.context
            let sign = isGain.map { $0 ? 1 : -1 } ?? value.value ?? 0
            ground = [
                "strength": .text(short(strength, 2)),
                "tone": .text(sign > 0 ? "gain" : sign < 0 ? "loss" : "none"),
            ]
        case .badge(let state): badge = state.context
        case .drawing(let markup): drawing = .text(markup)
        case .nothing: text = .text("–")
        }
        return .object([
            .init("numeric", .boolean(isNumeric)), .init("ground", ground), .init("label", text),
            .init("link", link), .init("number", number), .init("badge", badge),
            .init("drawing_svg", drawing),
        ])
    }
}

extension Table.Column {
    /// A column of a measure: its title leads to the definition, its key is the measure's name.
    static func measure(_ name: String, _ title: String, _ frame: Frame, root: String) -> Self {
        Self(title: title, href: frame.method(name, root: root), key: name)
    }

    /// A column of words.
    static func words(_ title: String, key: String? = nil) -> Self {
        Self(title: title, isNumeric: false, key: key)
    }
}
