internal import JSONL

/// A table as templates show it: the first cell of a row is its header.
struct Table {
    struct Column {
        let title: String
        var isNumeric = true
        /// Where the column's meaning is explained.
        var href: String?
    }

    enum Cell {
        case text(String)
        case link(String, href: String)
        case number(Number)
        /// What we drew ourselves.
        case drawing(String)
    }

    struct Row {
        /// Attribute and value by which a test finds the record: `("trade", "12")`.
        var record: (kind: String, id: String)?
        let cells: [Cell]
    }

    let identifier: String
    let caption: String
    let columns: [Column]
    let rows: [Row]
    var note = ""

    var context: JSONValue {
        [
            "id": .text(identifier), "caption": .text(caption), "note": .text(note),
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
        let cells = row.cells.enumerated().map { index, cell in
            context(cell, isFirst: index == 0, isNumeric: columns[index].isNumeric)
        }
        return [
            "record": row.record.map { ["kind": .text($0.kind), "id": .text($0.id)] } ?? .null,
            "cells": .list(cells),
        ]
    }

    private func context(_ cell: Cell, isFirst: Bool, isNumeric: Bool) -> JSONValue {
        var (text, link, number, drawing) = (
            JSONValue.null, JSONValue.null, JSONValue.null, JSONValue.null
        )
        switch cell {
        case .text(let string): text = ["words": .text(string)]
        case .link(let string, let href): link = ["words": .text(string), "target": .text(href)]
        case .number(let value): number = value.context
        case .drawing(let markup): drawing = .text(markup)
        }
        return [
            "first": .boolean(isFirst), "numeric": .boolean(isNumeric), "label": text,
            "link": link, "number": number, "drawing_svg": drawing,
        ]
    }
}
