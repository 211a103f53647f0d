extension Table {
    /// Rows that are made when they are asked for, and every time they are: a long table is never in
    /// memory as a whole.
    struct Rows: RandomAccessCollection, Sendable {
        let count: Int
        private let row: @Sendable (Int) -> Row

        init(_ rows: [Row]) { self.init(rows.count) { rows[$0] } }

        init(_ count: Int, row: @escaping @Sendable (Int) -> Row) {
            (self.count, self.row) = (count, row)
        }

        var startIndex: Int { 0 }
        var endIndex: Int { count }
        subscript(place: Int) -> Row { row(place) }

        /// Some of them, counted from 0 again.
        func part(_ range: Range<Int>) -> Rows {
            let row = row
            return Rows(range.count) { row(range.lowerBound + $0) }
        }

        /// Every row made into another.
        func changed(_ change: @escaping @Sendable (Row) -> Row) -> Rows {
            let row = row
            return Rows(count) { change(row($0)) }
        }
    }

    init(
        identifier: String, caption: String, columns: [Column], rows: [Row], note: String = "",
        file: String? = nil, style: String = ""
    ) {
        self.init(
            identifier: identifier, caption: caption, columns: columns, rows: Rows(rows),
            note: note, file: file, style: style)
    }
}
