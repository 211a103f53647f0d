internal import Archive
internal import JSONL
public import Market

/// Reads the candles of one file of freqtrade's data folder, with the values that freqtrade reads.
public struct CandleFile {
    /// A row as it stands in the file; nil for a number that is missing.
    private struct Row {
        var date: Int?
        /// open, high, low, close, volume.
        var numbers: [Double?] = []
    }

    private static let columns = ["open", "high", "low", "close", "volume"]

    private let path: String
    private let bytes: [UInt8]

    /// - Parameters:
    ///   - path: The file's name for messages.
    ///   - bytes: The whole file.
    public init(path: String, bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
    }

    /// Hands over every row in its order: its number, counted from 1, and its candle, or why it is
    /// none.
    ///
    /// - Throws: `FreqtradeError` for a file that is damaged or laid out in another way.
    public func forEachCandle(
        _ format: CandleFileName.Format,
        _ take: (Int, Result<Candle, CandleRowError>) throws -> Void
    ) throws {
        try forEachRow(format, columns: { _ in Self.columns }) { number, row in
            try take(number, candle(row))
        }
    }

    /// Hands over every row of a file of funding rates: its number, its instant in Unix milliseconds, whole seconds
    /// as in freqtrade, and its rate, which older files call `open`; or why it has none.
    ///
    /// - Throws: `FreqtradeError` for a file that is damaged or laid out in another way.
    public func forEachRate(
        _ format: CandleFileName.Format,
        _ take: (Int, Result<(atMs: Int, rate: Double), CandleRowError>) throws -> Void
    ) throws {
        let columns = { (file: ArrowFile) in
            [file.column(named: "funding_rate") == nil ? "open" : "funding_rate"]
        }
        try forEachRow(format, columns: columns) { number, row in
            guard let date = row.date else {
                return try take(number, .failure(.init("\"date\" is missing")))
            }
            guard let rate = row.numbers.first ?? nil, rate.isFinite else {
                return try take(number, .failure(.init("the rate is missing")))
            }
            try take(number, .success((Self.floor(date, 1_000) * 1_000, rate)))
        }
    }

    private func forEachRow(
        _ format: CandleFileName.Format, columns: (ArrowFile) -> [String],
        _ take: (Int, Row) throws -> Void
    ) throws {
        switch format {
        case .feather: try readFeather(columns, take)
        case .json: try readJSON(bytes, take)
        case .jsonGzip: try readJSON(unpacked(), take)
        }
    }

    private func unpacked() throws(FreqtradeError) -> [UInt8] {
        do throws(ArchiveError) {
            return try Gzip.unpacked(bytes)
        } catch {
            throw FreqtradeError(error, path: path)
        }
    }

    private func candle(_ row: Row) -> Result<Candle, CandleRowError> {
        guard let date = row.date else { return .failure(.init("\"date\" is missing")) }
        var values: [Double] = []
        for (name, number) in zip(Self.columns, row.numbers) {
            guard let number, !number.isNaN else {
                return .failure(.init("\"\(name)\" is missing"))
            }
            values.append(number)
        }
        do throws(MarketError) {
            return .success(
                try Candle(
                    openMs: date, open: values[0], high: values[1], low: values[2],
                    close: values[3], volume: values[4]))
        } catch {
            guard case .invalidCandle(let reason) = error else {
                return .failure(.init("\(error)"))
            }
            return .failure(.init(reason))
        }
    }
}

/// Why a row is no candle.
public struct CandleRowError: Error, Hashable, Sendable {
    /// Such as `"close" is missing`.
    public let reason: String

    init(_ reason: String) { self.reason = reason }
}

// MARK: Feather

extension CandleFile {
    private func readFeather(
        _ names: (ArrowFile) -> [String], _ take: (Int, Row) throws -> Void
    ) throws {
        do {
            let file = try ArrowFile(bytes)
            let date = try column("date", in: file)
            guard case .timestamp(let unit, _) = file.fields[date].type else {
                throw ArchiveError.layout("its column \"date\" holds no instants")
            }
            var numbers: [Int] = []
            for name in names(file) { numbers.append(try column(name, in: file)) }
            var row = 0
            for index in 0..<file.batchCount {
                let batch = try file.batch(index)
                let dates = try batch.integers(date)
                var columns: [[Double?]] = []
                for number in numbers { columns.append(try batch.reals(number)) }
                for place in dates.indices {
                    row += 1
                    let found = Row(
                        date: dates[place].flatMap { Self.milliseconds($0, unit) },
                        numbers: columns.map { $0[place] })
                    try take(row, found)
                }
            }
        } catch let error as ArchiveError {
            throw FreqtradeError(error, path: path)
        }
    }

    private func column(_ name: String, in file: ArrowFile) throws(ArchiveError) -> Int {
        guard let column = file.column(named: name) else {
            throw .layout("it has no column \"\(name)\", so it holds no candles")
        }
        return column
    }

    /// nil for an instant beyond what milliseconds can say.
    private static func milliseconds(_ instant: Int, _ unit: ArrowFile.TimeUnit) -> Int? {
        switch unit {
        case .seconds:
            let (product, overflows) = instant.multipliedReportingOverflow(by: 1_000)
            return overflows ? nil : product
        case .milliseconds: return instant
        case .microseconds: return Self.floor(instant, 1_000)
        case .nanoseconds: return Self.floor(instant, 1_000_000)
        }
    }

    private static func floor(_ number: Int, _ divisor: Int) -> Int {
        number / divisor - (number % divisor < 0 ? 1 : 0)
    }
}

// MARK: JSON

extension CandleFile {
    /// Reads `[[date, open, high, low, close, volume], …]`, the date in Unix milliseconds.
    private func readJSON(_ bytes: [UInt8], _ take: (Int, Row) throws -> Void) throws {
        do {
            try bytes.withUnsafeBufferPointer { bytes in
                var reader = JSONReader(bytes)
                var rows = try reader.beginList()
                var number = 0
                while try reader.nextElement(in: &rows) {
                    number += 1
                    try take(number, row(&reader))
                }
                try reader.finish()
            }
        } catch let error as JSONError {
            let bad = BadRecord(error, in: String(decoding: bytes, as: UTF8.self), source: path)
            throw FreqtradeError.unusable(
                path: "\(bad.source):\(bad.line):\(bad.column)", reason: bad.message,
                hint: "expected [[date, open, high, low, close, volume], …]")
        }
    }

    private func row(_ reader: inout JSONReader) throws(JSONError) -> Row {
        var list = try reader.beginList()
        var row = Row()
        if try reader.nextElement(in: &list) { row.date = try reader.optionalInt() }
        while try reader.nextElement(in: &list) {
            row.numbers.append(
                try reader.optional { (reader) throws(JSONError) in
                    try PandasNumber.value(of: reader.numberText())
                })
        }
        guard row.numbers.count == Self.columns.count else {
            throw reader.invalid("a row has \(row.numbers.count + 1) values, expected 6")
        }
        return row
    }
}

/// A number in JSON as pandas reads it, and therefore freqtrade: whole part and fraction on their
/// own, at most 15 digits of the latter. It may differ from the nearest Double in the last bits.
enum PandasNumber {
    /// 10^-n, each the nearest Double.
    private static let powers: [Double] = (0...15).compactMap { Double("1e-\($0)") }

    static func value(of text: String) -> Double {
        let isNegative = text.hasPrefix("-")
        let digits = text.drop { $0 == "-" }
        let whole = digits.prefix { $0.isNumber }
        let hasFraction = digits.dropFirst(whole.count).first == "."
        let fraction = digits.dropFirst(whole.count + 1).prefix { hasFraction && $0.isNumber }
        var value = Double(whole) ?? 0
        let kept = fraction.prefix(powers.count - 1)
        if let number = Double(kept) { value += number * powers[kept.count] }
        if isNegative { value = -value }
        let rest = digits.drop { $0 != "e" && $0 != "E" }.dropFirst()
        guard let exponent = Int(rest) else { return value }
        return value * Self.power(exponent)
    }

    private static func power(_ exponent: Int) -> Double { Double("1e\(exponent)") ?? 0 }
}

extension ArchiveError {
    static func layout(_ reason: String) -> ArchiveError {
        ArchiveError(reason, hint: "candles have the columns date, open, high, low, close, volume")
    }
}

extension FreqtradeError {
    init(_ error: ArchiveError, path: String) {
        self = .unusable(path: path, reason: error.reason, hint: error.hint)
    }
}
