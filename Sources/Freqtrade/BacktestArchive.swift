internal import Archive
internal import Crypto
internal import JSONL
internal import Market
public import Records

/// What freqtrade's back-testing leaves behind: a zip archive, or plain JSON before 2025.
///
/// Every strategy in it becomes a completed run with its trades. A run's id is the digest of its
/// strategy, range, settings and trades, so that the same result read again is the same run, wherever
/// its file lies.
public struct BacktestArchive: Sendable {
    /// The back-test of one strategy.
    public struct Result: Sendable {
        public let run: Run
        /// In closing order, numbered from 1.
        public let trades: [Trade]
    }

    /// In the order of the file.
    public let results: [Result]

    /// - Parameters:
    ///   - bytes: The whole file.
    ///   - path: Its name for messages.
    ///   - notes: The `.meta.json` beside it, which knows freqtrade's own ids; nil where there is
    ///     none.
    /// - Throws: `FreqtradeError.unusable` with the place.
    public init(_ bytes: [UInt8], path: String, notes: String? = nil) throws(FreqtradeError) {
        let content: Content
        if ZipReader.isZip(bytes) {
            do throws(ArchiveError) {
                content = try Content(ZipReader(bytes), path: path)
            } catch {
                throw FreqtradeError(error, path: path)
            }
        } else {
            content = Content(text: bytes, path: path)
        }
        let ids = notes.flatMap { try? JSONValue(parsing: $0) }
        do throws(JSONError) {
            results = try content.results { ids?[$0]?["run_id"]?.string }
        } catch {
            let text = String(decoding: content.text, as: UTF8.self)
            let bad = BadRecord(error, in: text, source: content.path)
            throw .unusable(path: bad.location, reason: bad.message, hint: bad.hint)
        }
    }

    /// The name of the latest result, as `.last_result.json` in freqtrade's folders says it.
    ///
    /// - Throws: `FreqtradeError.unusable` where it names none.
    public static func latest(parsing text: String, path: String) throws(FreqtradeError) -> String {
        let json = try? JSONValue(parsing: text)
        let name = json?["latest_backtest"] ?? json?["latest_hyperopt"]
        guard let name = name?.string, !name.isEmpty, !name.contains("/") else {
            throw .unusable(path: path, reason: "it names no latest result", hint: nil)
        }
        return name
    }
}

/// The statistics of an archive, and what its other files tell.
private struct Content {
    let text: [UInt8]
    let path: String
    private var exchange: String?
    /// Digests of the strategies' source by strategy.
    private var sources: [String: String] = [:]

    init(text: [UInt8], path: String) {
        self.text = text
        self.path = path
    }

    init(_ zip: ZipReader, path: String) throws(ArchiveError) {
        // The other files add to the name of this one.
        let names = zip.entries.map(\.name).filter { $0.hasSuffix(".json") }
        guard let main = names.min(by: { $0.utf8.count < $1.utf8.count }),
            let entry = zip.entry(named: main)
        else {
            throw ArchiveError("it holds no JSON", hint: "a back-test's archive holds its result")
        }
        text = try zip.bytes(of: entry)
        self.path = path + "/" + main
        let stem = main.dropLast(".json".utf8.count)
        for other in zip.entries where other.name.hasPrefix(stem + "_") {
            let name = other.name.dropFirst(stem.utf8.count + 1)
            if name.hasSuffix(".py") {
                sources[String(name.dropLast(3))] = Digest.sha256(try zip.bytes(of: other))
            } else if name == "config.json" {
                let config = String(decoding: try zip.bytes(of: other), as: UTF8.self)
                exchange = (try? JSONValue(parsing: config))?["exchange"]?["name"]?.string
            }
        }
    }

    func results(id: (String) -> String?) throws(JSONError) -> [BacktestArchive.Result] {
        try Self.reading(text[...]) { (reader) throws(JSONError) in
            guard text.first != UInt8(ascii: "[") else {
                throw JSONError(
                    message: "it is a bare list of trades, as freqtrade wrote until 2020",
                    offset: 0,
                    hint: "run the back-test again with a newer freqtrade")
            }
            var results: [BacktestArchive.Result]?
            var top = try reader.beginObject()
            while let key = try reader.nextKey(in: &top) {
                guard key == "strategy" else {
                    try reader.skip()
                    continue
                }
                results = []
                var strategies = try reader.beginObject()
                while let name = try reader.nextKey(in: &strategies) {
                    results?.append(try result(name, id: id(name), &reader))
                }
            }
            try reader.finish()
            guard let results, !results.isEmpty else {
                throw JSONError(
                    message: "it has no \"strategy\" with results in it, so it is no back-test of "
                        + "freqtrade's", offset: 0)
            }
            return results
        }
    }

    private func result(
        _ name: String, id: String?, _ reader: inout JSONReader
    ) throws(JSONError) -> BacktestArchive.Result {
        let start = reader.offset
        let statistics = try Statistics(from: &reader)
        guard let range = statistics.trades else {
            throw JSONError(message: "the result of \"\(name)\" has no trades", offset: start)
        }
        guard let timeframe = statistics.timeframe.flatMap({ try? Timeframe($0) }) else {
            throw JSONError(message: "the result of \"\(name)\" has no timeframe", offset: start)
        }
        var extra: [JSONValue.Member] = []
        let wire = try exported(range)
        if let fee = wire.first?.feeOpen { extra.append(.init("fee", .number(fee))) }
        let config = statistics.config(exchange: exchange, extra: extra)
        var digest = Digest()
        digest.update(
            "\(name)\n\(statistics.fromMs ?? 0)\n\(statistics.toMs ?? 0)\n\(config.text)\n")
        digest.update(Array(text[range]))
        let run = String(digest.finish().prefix(16))
        let trades = try wire.enumerated().map { (index, trade) throws(JSONError) in
            do throws(RecordError) {
                return try trade.trade(
                    run: run, id: index + 1, strategy: name, timeframe: timeframe)
            } catch {
                throw JSONError(
                    message: "trade \(index + 1): \(error.message)", offset: range.lowerBound)
            }
        }
        let known = id.map { [JSONValue.Member("freqtrade_run_id", .text($0))] } ?? []
        return .init(
            run: Run(
                run: run, tool: "freqtrade", status: .completed, strategy: name,
                strategyHash: sources[name] ?? "", parameters: .object([]),
                fromMs: statistics.fromMs ?? trades.map(\.openMs).min() ?? 0,
                toMs: statistics.toMs ?? trades.compactMap(\.closeMs).max() ?? 0,
                config: .object((config.members ?? []) + known),
                startedMs: statistics.startedMs ?? 0, completedMs: statistics.completedMs,
                error: nil), trades: trades)
    }

    private func exported(_ range: Range<Int>) throws(JSONError) -> [ExportedTrade] {
        do throws(JSONError) {
            return try Self.reading(text[range]) { (reader) throws(JSONError) in
                var trades: [ExportedTrade] = []
                var list = try reader.beginList()
                while try reader.nextElement(in: &list) {
                    trades.append(try ExportedTrade(from: &reader))
                }
                return trades
            }
        } catch {
            var error = error
            error.offset += range.lowerBound
            throw error
        }
    }

    private static func reading<Value>(
        _ bytes: ArraySlice<UInt8>, _ body: (inout JSONReader) throws(JSONError) -> Value
    ) throws(JSONError) -> Value {
        try bytes.withUnsafeBufferPointer { (bytes) throws(JSONError) in
            var reader = JSONReader(bytes, readsNonFinite: true)
            return try body(&reader)
        }
    }
}
