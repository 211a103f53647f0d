import Freqtrade
import Market
import Testing

/// What freqtrade keeps beside the candles of futures.
struct FuturesFilesTests {
    private static func rates(_ text: String) throws -> [String] {
        var said: [String] = []
        try CandleFile(path: "x", bytes: Array(text.utf8)).forEachRate(.json) { row, result in
            switch result {
            case .success(let rate): said.append("\(row): \(rate.atMs) \(rate.rate)")
            case .failure(let bad): said.append("\(row): \(bad.reason)")
            }
        }
        return said
    }

    @Test("funding rates stand in the place of opens, may be negative, and lose their milliseconds")
    func rates() throws {
        #expect(
            try Self.rates("[[1637193600017,-0.0001,0,0,0,0],[1637222400000,null,0,0,0,0]]") == [
                "1: 1637193600000 -0.0001", "2: the rate is missing",
            ])
    }

    @Test(
        "a rate takes the open of its mark candle, in a gap the close before, outside none; prices stay alone"
    )
    func priced() throws {
        var marks = CandleSeries(
            exchange: "x", pair: try Pair("A/B:B"), timeframe: try Timeframe("1h"))
        for (hour, price) in [(1, 10.0), (2, 11), (4, 13), (4, 99), (3, 98)] {
            marks.append(
                try Candle(
                    openMs: hour * 3_600_000, open: price, high: price + 1, low: price,
                    close: price + 0.5, volume: 0))
        }
        var history = FundingHistory(marks: marks)
        for hour in [0, 1, 3, 4, 5] { history.add(atMs: hour * 3_600_000, rate: Double(hour)) }
        history.add(atMs: 5_400_000, rate: 9)
        #expect(
            try history.priced().map {
                "\($0.atMs / 3_600_000) \($0.rate.map { "\($0)" } ?? "-") \($0.markPrice)"
            } == ["1 1.0 10.0", "2 - 11.0", "3 3.0 11.5", "4 4.0 13.0"])
        #expect(history.rateCount == 6)
    }

    @Test(
        "leverage tiers are read as freqtrade caches them and as ccxt gives them",
        arguments: [
            #"{"updated": "2026-09-01", "data": {"A/B:B": [⌖"maintAmt": 7}]}}"#,
            #"{"A/B:B": [⌖"info": {"cum": 7.0}}]}"#, #"{"A/B:B": [⌖"info": {"cum": "7"}}]}"#,
        ])
    func tiers(text: String) throws {
        let text = text.replacing(
            "⌖",
            with: #"{"minNotional": 0, "maxNotional": null, "maintenanceMarginRate": 0.01, "#
                + #""maxLeverage": 20, "#)
        let tier = try LeverageTier(
            minNotional: 0, maxNotional: nil, maintenanceRatio: 0.01, maxLeverage: 20,
            maintenanceAmount: 7)
        #expect(
            try LeverageTiersFile(parsing: text, path: "t").tiers == [try Pair("A/B:B"): [tier]])
    }

    @Test(
        "a mistake in leverage tiers is named",
        arguments: [
            ("[]", "t: error: it is no object of pairs with tiers"),
            ("{\"AB\": []}", "t: error: \"AB\": it is no pair"),
            ("{\"A/B:B\": 1}", "t: error: \"A/B:B\": expected a list of tiers, found 1"),
            (
                "{\"A/B:B\": [{\"maintAmt\": 0}]}",
                "t: error: \"A/B:B\": a tier's \"minNotional\" is missing"
            ),
            (
                "{\"A/B:B\": [{\"minNotional\": 0}]}",
                "t: error: \"A/B:B\": a tier's \"maintAmt\" is missing"
            ),
        ])
    func badTiers(text: String, message: String) {
        do {
            _ = try LeverageTiersFile(parsing: text, path: "t")
            Issue.record("\(text) was read")
        } catch {
            #expect(error.description == message)
        }
    }
}
