import Foundation
import Market
import TestSupport
import Testing

@testable import Freqtrade

struct CandleFileTests {
    private struct Expected: Decodable {
        let date: [Int]
        let bits: [[String]]
    }

    private func candles(
        _ name: String, _ format: CandleFileName.Format, bytes: [UInt8]? = nil
    ) throws -> [Result<Candle, CandleRowError>] {
        let data = try Data(contentsOf: golden("FreqtradeTests", "candles/\(name)"))
        var rows: [Result<Candle, CandleRowError>] = []
        try CandleFile(path: name, bytes: bytes ?? Array(data)).forEachCandle(format) {
            row, result in
            #expect(row == rows.count + 1)
            rows.append(result)
        }
        return rows
    }

    @Test(
        "candles are those that pandas reads, to the last bit",
        arguments: [
            ("s.feather", CandleFileName.Format.feather), ("ms.feather", .feather),
            ("us.feather", .feather), ("ns.feather", .feather), ("python.json", .json),
            ("pandas.json", .json), ("pandas.json.gz", .jsonGzip),
        ])
    func sameBits(name: String, format: CandleFileName.Format) throws {
        let file = golden("FreqtradeTests", "candles/expected.json")
        let all = try JSONDecoder().decode(
            [String: Expected].self, from: Data(contentsOf: file))
        let expected = try #require(all[name])
        let found = try candles(name, format).map { try $0.get() }
        #expect(found.count == 120)
        #expect(found.map(\.openMs) == expected.date)
        #expect(
            found.map { candle in
                [candle.open, candle.high, candle.low, candle.close, candle.volume].map {
                    let digits = String($0.bitPattern, radix: 16)
                    return String(repeating: "0", count: 16 - digits.count) + digits
                }
            } == expected.bits)
    }

    @Test("a row with a missing value is no candle, the others are")
    func hole() throws {
        let rows = try candles("hole.feather", .feather)
        #expect(rows[1] == .failure(CandleRowError("\"close\" is missing")))
        #expect((try? rows[0].get()) != nil && (try? rows[2].get()) != nil)
        let json = Array("[[1,1,2,1,1,0],[2,1,2,1,null,0],[3,1,1,2,1,0]]".utf8)
        let found = try candles("python.json", .json, bytes: json)
        #expect(found[1] == .failure(CandleRowError("\"close\" is missing")))
        #expect(
            found[2]
                == .failure(
                    CandleRowError("open and close must lie between \"low\" and \"high\"")))
    }

    @Test(
        "a file laid out in another way is refused by name",
        arguments: [
            (
                "no-volume.feather", CandleFileName.Format.feather,
                "no-volume.feather: error: it has no column \"volume\", so it holds no candles"
            ),
            (
                "numbers.feather", .feather,
                "numbers.feather: error: its column \"date\" holds no instants"
            ),
            ("python.json", .feather, "python.json: error: it is no Arrow file, or cut off"),
            ("python.json", .jsonGzip, "python.json: error: its packed bytes are damaged"),
        ])
    func layouts(name: String, format: CandleFileName.Format, message: String) throws {
        do {
            _ = try candles(name, format)
            Issue.record("\(name) was read")
        } catch let error as FreqtradeError {
            #expect(error.description == message)
            #expect(error.exitStatus == 65)
        }
    }

    @Test(
        "a mistake in JSON is named with its line and column",
        arguments: [
            ("{\"data\": []}", "x:1:1: error: expected a list, found an object"),
            ("[[1,1,1,1,1]]", "x:1:11: error: a row has 5 values, expected 6"),
            ("[\n[1,\"2\",1,1,1,1]]", "x:2:4: error: expected a number, found \"2\""),
            ("[[1,1,1,1,1,1]", "x:1:15: error: expected ',' or ']', found the end of the line"),
        ])
    func badJSON(text: String, message: String) throws {
        do {
            try CandleFile(path: "x", bytes: Array(text.utf8)).forEachCandle(.json) { _, _ in }
            Issue.record("\(text) was read")
        } catch let error as FreqtradeError {
            #expect(error.description == message)
        }
    }

    @Test(
        "a file's name says pair, timeframe and format, or why it is not read",
        arguments: [
            ("ETH_BTC-5m.feather", "ETH/BTC 5m feather"),
            ("1INCH_USDT-1h.json", "1INCH/USDT 1h json"),
            ("ETH_BTC-1d.json.gz", "ETH/BTC 1d json.gz"),
            ("A-B_USDT-1w.feather", "A-B/USDT 1w feather"),
            ("ETH_BTC-5m.h5", "refused ETH/BTC hdf5"),
            ("ETH_BTC-5m.parquet", "refused ETH/BTC parquet"),
            ("XRP_USDT_USDT-5m-futures.feather", "XRP/USDT:USDT 5m feather"),
            ("futures/XRP_USDT_USDT-1h-mark.feather", "mark XRP/USDT:USDT 1h feather"),
            ("XRP_USDT_USDT-8h-funding_rate.json", "rates XRP/USDT:USDT 8h json"),
            ("XRP_USDT_USDT-1h-premiumIndex.feather", "passed over premiumIndex prices"),
            ("XRP_USDT_USDT-1h.feather", "refused XRP/USDT:USDT spot of XRP/USDT:USDT"),
            ("XRP_USDT-1h-mark.feather", "refused XRP/USDT mark of XRP/USDT"),
            ("XRP_USDT_USDT-5m-futures.h5", "refused XRP/USDT:USDT hdf5"),
            ("ETH_BTC-trades.feather", "passed over trades"),
            ("ETH_BTC-1Mo.feather", "passed over candles of 1Mo"),
            ("markets.json", "other"), ("leverage_tiers_USDT.json", "other"), ("x.txt", "other"),
            ("-5m.feather", "other"), ("ETHBTC-5m.feather", "other"), (".feather", "other"),
        ])
    func names(name: String, meaning: String) {
        let found =
            switch CandleFileName(name).meaning {
            case .candles(let pair, let timeframe, let format):
                "\(pair) \(timeframe) \(format.rawValue)"
            case .markPrices(let pair, let timeframe, let format):
                "mark \(pair) \(timeframe) \(format.rawValue)"
            case .fundingRates(let pair, let timeframe, let format):
                "rates \(pair) \(timeframe) \(format.rawValue)"
            case .refused(let pair, _, let form, _): "refused \(pair) \(form)"
            case .passedOver(let what): "passed over \(what)"
            case .other: "other"
            }
        #expect(found == meaning)
    }

    @Test("markets.json gives facts, with the usual fee where none is said")
    func markets() throws {
        let text = """
            {"spot": {"ETHBTC": {"base": "ETH", "quote": "BTC", "tick": "0.00000001", "step": "0.001",
             "min_qty": "0.001", "min_notional": "0.0001", "max_notional": 9000000},
             "ADAUSDT": {"base": "ADA", "quote": "USDT", "tick": 0.0001, "step": 0.1, "maker": 0.0002,
             "taker": "0.0005", "max_qty": 900}}, "futures": {"XRPUSDT": {"base": "XRP",
             "quote": "USDT", "tick": "0.0001", "step": "0.1", "min_notional": 5}}}
            """
        let file = try MarketsFile(parsing: text, path: "markets.json", exchange: "binance")
        #expect(
            file.facts == [
                try MarketFacts(
                    exchange: "binance", pair: Pair("ETH/BTC"), amountStep: 0.001, priceTick: 1e-8,
                    minAmount: 0.001, maxAmount: nil, minCost: 0.0001, maxCost: 9_000_000,
                    maker: 0.001, taker: 0.001),
                try MarketFacts(
                    exchange: "binance", pair: Pair("ADA/USDT"), amountStep: 0.1,
                    priceTick: 0.0001, minAmount: nil, maxAmount: 900, minCost: nil, maxCost: nil,
                    maker: 0.0002, taker: 0.0005),
                try MarketFacts(
                    exchange: "binance", pair: Pair("XRP/USDT:USDT"), amountStep: 0.1,
                    priceTick: 0.0001, minAmount: nil, maxAmount: nil, minCost: 5, maxCost: nil,
                    maker: 0.0002, taker: 0.0005),
            ])
    }

    @Test(
        "a mistake in markets.json is named",
        arguments: [
            ("{", "m:1:2: error: expected ',' or '}', found the end of the line"),
            ("{}", "m: error: it has no \"spot\" with markets in it"),
            (
                "{\"spot\": {\"X\": {\"base\": \"X\", \"quote\": \"Y\", \"tick\": 1}}}",
                "m: error: market \"X\": \"step\" is missing"
            ),
            (
                "{\"spot\": {\"X\": {\"base\": \"X\", \"quote\": \"Y\", \"step\": \"one\"}}}",
                "m: error: market \"X\": \"step\" is \"one\", expected a number"
            ),
            ("{\"spot\": {\"X\": {\"step\": 1}}}", "m: error: market \"X\": \"/\" is no pair"),
        ])
    func badMarkets(text: String, message: String) {
        do {
            _ = try MarketsFile(parsing: text, path: "m", exchange: "binance")
            Issue.record("\(text) was read")
        } catch {
            #expect(error.description == message)
        }
    }
}
