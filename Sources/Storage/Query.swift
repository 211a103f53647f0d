internal import SQLite

/// One question to one table or view, for people and programs that know the schema by its names.
public struct Query: Hashable, Sendable {
    /// How a column is compared with a value.
    public enum Comparison: String, Hashable, Sendable, CaseIterable {
        case notEqual = "!="
        case atMost = "<="
        case atLeast = ">="
        case equal = "="
        case below = "<"
        case above = ">"
    }

    /// `column comparison value`; nil is compared as SQL's NULL, and only equal or not equal.
    public struct Condition: Hashable, Sendable {
        public var column: String
        public var comparison: Comparison
        public var value: String?

        public init(column: String, comparison: Comparison, value: String?) {
            self.column = column
            self.comparison = comparison
            self.value = value
        }
    }

    /// A column to sort by.
    public struct Order: Hashable, Sendable {
        public var column: String
        public var isDescending: Bool

        public init(column: String, isDescending: Bool) {
            self.column = column
            self.isDescending = isDescending
        }
    }

    public var table: String
    /// nil for all columns that a record of the table has.
    public var columns: [String]?
    public var conditions: [Condition]
    /// Rows that are equal in it follow the table's key, so that every order is one of all rows. Nothing
    /// is less than anything.
    public var order: [Order]
    /// Only the first so many of the rows between the cursors.
    public var first: Int?
    /// Only the last so many of those.
    public var last: Int?
    /// Only rows behind the one of this cursor, in the order.
    public var after: String?
    /// Only rows before the one of this cursor, in the order.
    public var before: String?

    public init(
        table: String, columns: [String]? = nil, conditions: [Condition] = [], order: [Order] = [],
        first: Int? = nil, last: Int? = nil, after: String? = nil, before: String? = nil
    ) {
        self.table = table
        self.columns = columns
        self.conditions = conditions
        self.order = order
        self.first = first
        self.last = last
        self.after = after
        self.before = before
    }
}

/// A name that the schema does not have, with those that it has.
public enum QueryError: Error, Hashable, Sendable {
    case unknownTable(String, known: [String])
    case unknownColumn(String, table: String, known: [String])
    /// Only equal and not equal make sense with nothing.
    case comparisonWithNull(column: String)
    /// A text that no question was ever answered with.
    case noCursor(String)
    /// A cursor of another table, or of another order of this one.
    case foreignCursor(table: String)
}

/// One value of an answer, typed as the record types it.
public enum Cell: Hashable, Sendable {
    case null
    case flag(Bool)
    case integer(Int)
    case real(Double)
    case text(String)
    /// The text of a JSON value.
    case json(String)
}

/// What a table or view is called and holds.
public struct TableInfo: Hashable, Sendable {
    public let name: String
    public let isView: Bool
    /// The kind of record that its rows are; the table's own name where there is no such kind.
    public let kind: String
    public let columns: [String]
    /// One line for people.
    public let summary: String
}

/// One row of an answer.
public struct Edge {
    public let columns: [String]
    public let cells: [Cell]
    let place: [Value]
    let coder: CursorCoder

    /// The row's place in the order of its question; it stays what it is while rows come and go.
    public var cursor: String { coder.text(place) }
}

/// What lies around the rows of an answer, in the words of the Relay connection specification.
public struct PageInfo: Hashable, Sendable {
    public var hasNextPage = false
    public var hasPreviousPage = false
    /// nil where the answer has no rows.
    public var startCursor: String?
    public var endCursor: String?

    public init() {}
}
