internal import CLI
internal import Doors
internal import Market
internal import Records

/// Reads a CSV file whose first line names its columns.
func readCSV(_ request: Request, _ intake: inout RecordIntake, _ sink: CandleSink) throws {
    let descriptor = try openInput(request.path)
    defer { closeInput(descriptor) }
    var lines = LineReader(descriptor: descriptor, source: inputName(request.path))
    var header: CSVColumns?
    while let line = try lines.next() {
        guard let columns = header else {
            header = try CSVColumns(
                CSVFields(line, source: lines.source, number: lines.number), request)
            continue
        }
        let record: CandleRecord
        do throws(Diagnostic) {
            record = try columns.record(
                CSVFields(line, source: lines.source, number: lines.number))
        } catch {
            intake.refuse(error)
            continue
        }
        if intake.keeps, request.takes(record) { try sink.add(record) }
    }
}

/// Where in a line each value stands, and what stands for values that lines do not have.
struct CSVColumns {
    private let instant: Int
    /// open, high, low, close, volume.
    private let numbers: [Int]
    private let count: Int
    private let exchange: (column: Int?, given: String)
    private let pair: (column: Int?, given: Pair?)
    private let timeframe: (column: Int?, given: Timeframe?)

    private static let instants = ["open_ms", "date", "timestamp", "time", "open_time", "datetime"]
    private static let prices = ["open", "high", "low", "close", "volume"]

    init(_ header: CSVFields, _ request: Request) throws(Diagnostic) {
        let names = header.values.map { $0.lowercased() }
        count = names.count
        guard let instant = Self.instants.lazy.compactMap({ names.firstIndex(of: $0) }).first else {
            throw header.error(
                0, "no column is named date, time, timestamp or open_ms",
                hint: "the first line must name the columns: date,open,high,low,close,volume")
        }
        self.instant = instant
        var numbers: [Int] = []
        for name in Self.prices {
            guard let column = names.firstIndex(of: name) else {
                throw header.error(0, "no column is named \"\(name)\"")
            }
            numbers.append(column)
        }
        self.numbers = numbers
        exchange = (names.firstIndex(of: "exchange"), request.exchange ?? "")
        pair = (
            names.firstIndex(of: "pair") ?? names.firstIndex(of: "symbol"),
            request.pairs.count == 1 ? request.pairs[0] : nil
        )
        timeframe = (names.firstIndex(of: "timeframe"), request.timeframe)
        for (name, isKnown) in [
            ("exchange", exchange.column != nil || !exchange.given.isEmpty),
            ("pair", pair.column != nil || pair.given != nil),
            ("timeframe", timeframe.column != nil || timeframe.given != nil),
        ] where !isKnown {
            throw Diagnostic(
                .usage, "\(header.source) does not say its \(name)", hint: "give --\(name)")
        }
    }

    func record(_ fields: CSVFields) throws(Diagnostic) -> CandleRecord {
        guard fields.values.count == count else {
            throw fields.error(
                0, "\(fields.values.count) values, expected \(count) as in the first line")
        }
        let openMs = try instant(fields)
        var values: [Double] = []
        for (name, column) in zip(Self.prices, numbers) {
            values.append(try number(fields, column, name))
        }
        let candle: Candle
        do throws(MarketError) {
            candle = try Candle(
                openMs: openMs, open: values[0], high: values[1], low: values[2],
                close: values[3], volume: values[4])
        } catch {
            guard case .invalidCandle(let reason) = error else { throw fields.error(0, "\(error)") }
            throw fields.error(numbers[0], reason)
        }
        return CandleRecord(
            exchange: exchange.column.map { fields.values[$0] } ?? exchange.given,
            pair: try pair(fields), timeframe: try timeframe(fields), candle: candle)
    }

    private func pair(_ fields: CSVFields) throws(Diagnostic) -> Pair {
        guard let column = pair.column else {
            guard let given = pair.given else { preconditionFailure("checked with the header") }
            return given
        }
        guard let pair = try? Pair(fields.values[column]) else {
            throw fields.wrong(column, "pair", "a pair such as BTC/USDT")
        }
        return pair
    }

    private func timeframe(_ fields: CSVFields) throws(Diagnostic) -> Timeframe {
        guard let column = timeframe.column else {
            guard let given = timeframe.given else {
                preconditionFailure("checked with the header")
            }
            return given
        }
        guard let timeframe = try? Timeframe(fields.values[column]) else {
            throw fields.wrong(column, "timeframe", "a timeframe such as 5m")
        }
        return timeframe
    }

    /// ISO 8601, or a Unix time whose size tells seconds, milliseconds and microseconds apart.
    private func instant(_ fields: CSVFields) throws(Diagnostic) -> Int {
        let text = fields.values[instant]
        if let number = Int(text) {
            switch number.magnitude {
            case ..<100_000_000_000: return number * 1_000
            case ..<100_000_000_000_000: return number
            default: return number / 1_000
            }
        }
        guard let instant = try? Timestamp(text) else {
            throw fields.wrong(instant, "date", "2026-11-20T07:30:00Z or a Unix time")
        }
        return instant.milliseconds
    }

    private func number(
        _ fields: CSVFields, _ column: Int, _ name: String
    ) throws(Diagnostic) -> Double {
        let text = fields.values[column]
        let isPlain = text.utf8.allSatisfy {
            ($0 >= 0x30 && $0 <= 0x39) || $0 == 0x2E || $0 == 0x2B || $0 == 0x2D
                || $0 | 0x20 == 0x65
        }
        guard isPlain, let number = Double(text), number.isFinite else {
            throw fields.wrong(column, name, "a number")
        }
        return number
    }
}

/// The values of one CSV line (RFC 4180 without line feeds inside quotes) and where they stand.
struct CSVFields {
    let source: String
    let number: Int
    private(set) var values: [String] = []
    private var starts: [Int] = []

    init(_ line: [UInt8], source: String, number: Int) throws(Diagnostic) {
        self.source = source
        self.number = number
        var position = 0
        repeat {
            starts.append(position)
            if position < line.count, line[position] == UInt8(ascii: "\"") {
                position = try quoted(line, from: position)
            } else {
                let end = line[position...].firstIndex(of: UInt8(ascii: ",")) ?? line.count
                values.append(
                    String(decoding: Self.trimmed(line[position..<end]), as: UTF8.self))
                position = end
            }
            position += 1
        } while position <= line.count
    }

    /// Takes a value in quotes, in which `""` is a quote; gives the place behind it.
    private mutating func quoted(_ line: [UInt8], from start: Int) throws(Diagnostic) -> Int {
        var value: [UInt8] = []
        var position = start + 1
        while position < line.count {
            if line[position] == UInt8(ascii: "\"") {
                let next = position + 1
                guard next < line.count, line[next] == UInt8(ascii: "\"") else {
                    guard next == line.count || line[next] == UInt8(ascii: ",") else { break }
                    values.append(String(decoding: value, as: UTF8.self))
                    return next
                }
                position = next
            }
            value.append(line[position])
            position += 1
        }
        throw error(values.count, "a quote does not end before the next comma")
    }

    private static func trimmed(_ field: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let start = field.prefix { $0 == 0x20 || $0 == 0x09 }.endIndex
        let tail = field[start...].reversed().prefix { $0 == 0x20 || $0 == 0x09 }.count
        return field[start..<(field.endIndex - tail)]
    }

    func wrong(_ column: Int, _ name: String, _ expected: String) -> Diagnostic {
        error(column, "\"\(name)\" is \"\(values[column])\", expected \(expected)")
    }

    func error(_ column: Int, _ message: String, hint: String? = nil) -> Diagnostic {
        Diagnostic(
            .badData, message, hint: hint,
            location:
                "\(source):\(number):\((starts.indices.contains(column) ? starts[column] : 0) + 1)")
    }
}
