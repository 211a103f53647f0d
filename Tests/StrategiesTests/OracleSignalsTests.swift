import Foundation
import Market
import Strategies
import TestSupport
import Testing

@Suite("Signals of freqtrade's reference back-tests")
struct OracleSignalsTests {
    static let runs = ["S01EmaCross", "S02RsiMeanRev", "S03BbRsi", "S05Trailing", "S06MultiRoi"]

    @Test(
        "indicators and signals equal freqtrade's on every row of every pair",
        .enabled(if: sharedFolder != nil, "needs ../shared"), arguments: runs)
    func signals(run: String) throws {
        let shared = try #require(sharedFolder)
        let file = golden("StrategiesTests", "oracle/\(run).strategy.yaml")
        let strategy = try Strategy(
            parsing: String(contentsOf: file, encoding: .utf8), source: file.lastPathComponent)
        let tables = try OracleTable.all(in: "\(shared)/oracle/freqtrade/\(run)/signals.tar.xz")
        #expect(tables.count == 10)
        for (pair, table) in tables {
            let csv = "\(shared)/oracle/candles/\(pair)-5m.csv.gz"
            // The reference loaded candles from startup before 2018-01-10 to 2018-01-30.
            let all = try OracleTable.candles(csv, pair: pair)
            let from = 1_515_542_400_000 - strategy.rules.startupCandleCount * 300_000
            let candles = Self.filled(all, from...1_517_270_400_000)
            let evaluation = try Evaluation(strategy: strategy, candles: candles)
            let skipped = candles.count - table.rows
            #expect(skipped == strategy.rules.startupCandleCount, "\(pair)")
            #expect(Array(candles.openMs[skipped...]) == table.dates)
            compare(evaluation, table, skipped, pair)
        }
    }

    private func compare(
        _ evaluation: Evaluation, _ table: OracleTable, _ skipped: Int, _ pair: String
    ) {
        let signals = evaluation.signals(for: evaluation.strategy.defaults)
        for (name, tagName, ours, tags) in [
            ("enter_long", "enter_tag", signals.long.enter, signals.enterTag(_:)),
            ("exit_long", "exit_tag", signals.long.exit, signals.exitTag(_:)),
        ] {
            guard let theirs = table.columns[name] else {
                #expect(ours.first(from: 0) == nil)
                continue
            }
            let theirTags = table.columns[tagName] ?? theirs.map { _ in "" }
            var differences = 0
            for row in 0..<table.rows {
                let word = tags(skipped + row) ?? ""
                let same =
                    ours[skipped + row] == (Double(theirs[row]) == 1) && word == theirTags[row]
                differences += same ? 0 : 1
            }
            #expect(differences == 0, "\(pair) \(name)")
        }
        for (name, column) in evaluation.indicators(for: evaluation.strategy.defaults) {
            guard let theirs = table.columns[name] else { continue }
            var farthest = 0.0
            for row in 0..<table.rows {
                let (mine, other) = (column[skipped + row], Double(theirs[row]) ?? .nan)
                guard !(mine.isNaN && other.isNaN), mine != other else { continue }
                farthest = max(farthest, abs(mine - other) / abs(other))
            }
            #expect(farthest == 0, "\(pair) \(name) differs by up to \(farthest)")
        }
    }

    /// The candles in the range, gaps filled with flat ones.
    static func filled(_ series: CandleSeries, _ range: ClosedRange<Int>) -> CandleSeries {
        var result = CandleSeries(
            exchange: series.exchange, pair: series.pair, timeframe: series.timeframe)
        let step = series.timeframe.milliseconds
        var last: Candle?
        for row in 0..<series.count where range.contains(series.openMs[row]) {
            while let before = last, before.openMs + step < series.openMs[row] {
                last = try? Candle(
                    openMs: before.openMs + step, open: before.close, high: before.close,
                    low: before.close, close: before.close, volume: 0)
                if let last { result.append(last) }
            }
            last = try? Candle(
                openMs: series.openMs[row], open: series.open[row], high: series.high[row],
                low: series.low[row], close: series.close[row], volume: series.volume[row])
            if let last { result.append(last) }
        }
        return result
    }
}

/// A CSV of the references, by column.
struct OracleTable {
    var columns: [String: [String]]
    var rows: Int

    var dates: [Int] { (columns["date"] ?? []).compactMap { Int($0) } }

    init(csv: String) {
        let lines = csv.split(separator: "\n")
        let names = (lines.first ?? "").split(separator: ",").map(String.init)
        columns = Dictionary(uniqueKeysWithValues: names.map { ($0, []) })
        rows = max(0, lines.count - 1)
        var cells = names.map { _ in [String]() }
        for line in lines.dropFirst() {
            let values = line.split(separator: ",", omittingEmptySubsequences: false)
            for (index, value) in values.enumerated() { cells[index].append(String(value)) }
        }
        for (name, values) in zip(names, cells) { columns[name] = values }
    }

    /// The tables of `signals.tar.xz` by pair, as the file names spell it: `ETH_BTC`.
    static func all(in archive: String) throws -> [(pair: String, table: OracleTable)] {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "signals-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        _ = try output("/bin/tar", ["-xJf", archive, "-C", folder.path])
        let signals = folder.appending(path: "signals")
        return try FileManager.default.contentsOfDirectory(atPath: signals.path).sorted().map {
            let text = try String(contentsOf: signals.appending(path: $0), encoding: .utf8)
            return (String($0.dropLast(4)), OracleTable(csv: text))
        }
    }

    static func candles(_ file: String, pair: String) throws -> CandleSeries {
        let table = OracleTable(csv: try output("/bin/gzip", ["-dc", file]))
        func numbers(_ name: String) -> [Double] {
            (table.columns[name] ?? []).map { Double($0) ?? .nan }
        }
        return CandleSeries(
            exchange: "reference", pair: try Pair(pair.replacing("_", with: "/")),
            timeframe: try Timeframe("5m"), openMs: table.dates, open: numbers("open"),
            high: numbers("high"), low: numbers("low"), close: numbers("close"),
            volume: numbers("volume"))
    }

    static func output(_ program: String, _ arguments: [String]) throws -> String {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.standardOutput = pipe
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self)
    }
}
