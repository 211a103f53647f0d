internal import Market
internal import SQLite

/// A column under the names that versions of freqtrade gave it, the newest first.
struct Column: Sendable {
    let spellings: [String]
    let isOptional: Bool

    var name: String { spellings[0] }

    static func required(_ spellings: String...) -> Column {
        Column(spellings: spellings, isOptional: false)
    }

    static func optional(_ spellings: String...) -> Column {
        Column(spellings: spellings, isOptional: true)
    }
}

/// What is wrong with a row.
struct CellError: Error {
    let reason: String
}

/// The values of one row by column name, each read as what it must be.
struct Cells {
    private let columns: [Column]
    private let values: [Value]

    init(_ row: borrowing Row, _ columns: [Column], from first: Int) {
        self.columns = columns
        var values: [Value] = []
        values.reserveCapacity(columns.count)
        for index in columns.indices { values.append(row[first + index]) }
        self.values = values
    }

    var id: Int? { value("id").integer }

    func value(_ name: String) -> Value {
        columns.firstIndex { $0.name == name }.map { values[$0] } ?? .null
    }

    /// A text that is not empty; nil for everything else.
    func words(_ name: String) -> String? {
        value(name).text.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// A text, also an empty one; nil for NULL.
    func text(_ name: String) throws(CellError) -> String? {
        switch value(name) {
        case .null: return nil
        case .text(let text): return text
        default: throw wrong(name, "a text")
        }
    }

    func integer(_ name: String) throws(CellError) -> Int {
        guard let number = value(name).integer else { throw wrong(name, "a whole number") }
        return number
    }

    func real(_ name: String) throws(CellError) -> Double {
        guard let number = value(name).real else { throw wrong(name, "a number") }
        return number
    }

    func optionalReal(_ name: String) throws(CellError) -> Double? {
        value(name) == .null ? nil : try real(name)
    }

    func flag(_ name: String, default standard: Bool) throws(CellError) -> Bool {
        switch value(name) {
        case .null: return standard
        case .integer(0): return false
        case .integer(1): return true
        default: throw wrong(name, "0 or 1")
        }
    }

    /// Unix milliseconds of a naive date and time, which freqtrade writes in UTC.
    func instantMs(_ name: String) throws(CellError) -> Int? {
        guard value(name) != .null else { return nil }
        guard let text = value(name).text, text.utf8.count > 10 else {
            throw wrong(name, "a date and time")
        }
        do throws(MarketError) {
            return try Timestamp(text).milliseconds
        } catch {
            throw wrong(name, "a date and time")
        }
    }

    func pair(_ name: String) throws(CellError) -> Pair {
        guard let text = value(name).text else { throw wrong(name, "a pair") }
        do throws(MarketError) {
            return try Pair(text)
        } catch {
            throw wrong(name, "BASE/QUOTE")
        }
    }

    /// freqtrade writes minutes; very old versions wrote `5m`.
    func timeframe(_ name: String) throws(CellError) -> Timeframe? {
        let text: String
        switch value(name) {
        case .null: return nil
        case .integer(let minutes): text = "\(minutes)m"
        case .text(let words): text = words
        default: throw wrong(name, "a number of minutes")
        }
        do throws(MarketError) {
            return try Timeframe(text)
        } catch {
            throw wrong(name, "a number of minutes")
        }
    }

    func wrong(_ name: String, _ expected: String) -> CellError {
        let said =
            switch value(name) {
            case .null: "null"
            case .integer(let number): "\(number)"
            case .real(let number): "\(number)"
            case .text(let text): "\"\(text.count > 40 ? text.prefix(39) + "…" : text[...])\""
            case .blob: "bytes"
            }
        return CellError(reason: "\"\(name)\" is \(said), expected \(expected)")
    }
}
