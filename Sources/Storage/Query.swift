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
    public var order: [Order]
    public var limit: Int?

    public init(
        table: String, columns: [String]? = nil, conditions: [Condition] = [], order: [Order] = [],
        limit: Int? = nil
    ) {
        self.table = table
        self.columns = columns
        self.conditions = conditions
        self.order = order
        self.limit = limit
    }
}

/// A name that the schema does not have, with those that it has.
public enum QueryError: Error, Hashable, Sendable {
    case unknownTable(String, known: [String])
    case unknownColumn(String, table: String, known: [String])
    /// Only equal and not equal make sense with nothing.
    case comparisonWithNull(column: String)
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
}
