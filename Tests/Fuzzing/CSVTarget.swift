internal import CLI
internal import Doors

/// A line of CSV is refused with its place or split into values, each of which is read or refused.
func checkCSV(_ bytes: [UInt8]) throws {
    let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).prefix(50)
    for (index, line) in lines.enumerated() {
        do {
            let fields = try CSVFields(Array(line), source: "fuzz", number: index + 1)
            try checkFields(fields)
        } catch let error as Diagnostic {
            try promise(error.location?.hasPrefix("fuzz:\(index + 1):") == true, "\(error)")
            try promise(!error.message.isEmpty, "an error without words")
        }
    }
}

private func checkFields(_ fields: CSVFields) throws {
    for column in fields.values.indices {
        do throws(Diagnostic) {
            _ = try fields.instantMs(column, "open_ms")
        } catch {
            try promise(error.location?.hasPrefix("fuzz:") == true, "\(error)")
        }
        do {
            let number = try fields.number(column, "close")
            try promise(number.isFinite, "\(fields.values[column]) is no number")
        } catch let error as Diagnostic {
            try promise(error.location?.hasPrefix("fuzz:") == true, "\(error)")
        }
    }
}
