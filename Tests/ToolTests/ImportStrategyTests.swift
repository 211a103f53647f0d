import Foundation
import JSONL
import Market
import Records
import TestSupport
import Testing

/// import-strategy, from Python to trades.
struct ImportStrategyTests {
    @Test(
        "the reference strategies, imported, give exactly freqtrade's trades",
        .enabled(if: TestSupport.sharedFolder != nil, "the shared references are not at hand"),
        arguments: ["S02RsiMeanRev", "S03BbRsi", "S05bTrailingPlain", "S10Protections"])
    func trades(name: String) throws {
        let run = try #require(OracleRun(name))
        let scratch = try Scratch()
        try run.prepare(in: scratch)
        let imported = try scratch.run(
            "import-strategy '\(run.folder.path)/strategy.py' --out own.strategy.yaml")
        #expect(imported.status == 0, "\(scratch.complaint)")
        let answer = try scratch.run(
            "run-backtest --store desk.sqlite -c config.json --timerange 20180110-20180130 "
                + "-s own.strategy.yaml")
        #expect(answer.status == 0, "\(scratch.complaint)")
        let expected = try #require(run.json("trades.json").array)
        let trades = try answer.lines.filter { $0.hasPrefix("{\"kind\":\"trade\"") }.map {
            TradeFields(try Trade(line: $0))
        }
        let different = TradeFields.differences(
            trades, from: expected.map(TradeFields.init(reference:)))
        #expect(different.isEmpty, "\(different)")
    }
}

extension OracleRun {
    /// Puts the reference's candles and markets into `desk.sqlite`, its configuration beside it.
    func prepare(in scratch: Scratch) throws {
        let pairs = try configuration().pairWhitelist
        try scratch.write(
            pairs.filter { $0.settle != nil }.flatMap { pair in
                try Self.funding(pair).map {
                    FundingRecord(exchange: "binance", pair: pair, funding: $0).line + "\n"
                }
            }.joined(), to: "funding.jsonl")
        try scratch.write(pairs.map { try facts($0).line + "\n" }.joined(), to: "markets.jsonl")
        for pair in pairs {
            let name = pair.symbol.replacing("/", with: "_").replacing(":", with: "_")
            // The reference's candles of this pair are made of its minutes.
            let isPrecise = pair.symbol == "UNITTEST/BTC"
            let file =
                isPrecise
                ? "derived/\(name)-5m_from1m"
                : pair.settle == nil ? "\(name)-5m" : "futures/\(name)-5m-futures"
            if isPrecise { try fetch("\(name)-1m", of: pair, "1m", in: scratch) }
            try fetch(file, of: pair, "5m", in: scratch)
        }
        let answer = try scratch.run(
            "fetch-candles --source jsonl funding.jsonl --store desk.sqlite")
        #expect(answer.status == 0, "\(scratch.complaint)")
        try FileManager.default.copyItem(
            at: folder.appending(path: "config.json"),
            to: scratch.folder.appending(path: "config.json"))
    }

    private func fetch(
        _ file: String, of pair: Pair, _ timeframe: String, in scratch: Scratch
    ) throws {
        let shared = TestSupport.sharedFolder ?? ""
        let answer = try scratch.run(
            """
            gzip -dc '\(shared)/oracle/candles/\(file).csv.gz' >candles.csv &&
            fetch-candles candles.csv --exchange binance --pair \(pair) --timeframe \(timeframe) \
            --markets markets.jsonl --store desk.sqlite
            """)
        #expect(answer.status == 0, "\(scratch.complaint)")
    }
}
