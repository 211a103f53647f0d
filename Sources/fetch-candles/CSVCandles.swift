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
    var progress = intake.progress()
    while let line = try lines.next() {
        progress.update(lines.number, from: descriptor)
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
        let openMs = try fields.instantMs(instant, "date")
        var values: [Double] = []
        for (name, column) in zip(Self.prices, numbers) {
            values.append(try fields.number(column, name))
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
}
