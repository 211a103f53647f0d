import JSONL
import Markup
import Records
import Testing

@testable import Reports

@Suite("Runs side by side") struct LikenessTests {
    private func result(
        _ strategy: String, sharpe: Double? = 1, _ change: (inout Run) -> Void = { _ in }
    ) -> SiteContent.Result {
        var run = Run(
            run: "run-" + strategy, tool: "run-backtest", status: .completed, strategy: strategy,
            strategyHash: "h", parameters: .object([]), fromMs: 0, toMs: 100 * 86_400_000,
            config: Self.config(), startedMs: 1, completedMs: 2, error: nil)
        change(&run)
        let measures = [
            Measure(run: run.run, name: "daily_sharpe", value: sharpe, unit: "number"),
            Measure(
                run: run.run, name: "profit_total", value: sharpe.map { $0 / 10 }, unit: "ratio"),
        ]
        let equity = [0, 1].map {
            EquityPoint(
                run: run.run, atMs: run.fromMs + $0 * 86_400_000, equity: 100 + Double($0),
                drawdownRatio: 0, benchmark: nil)
        }
        return SiteContent.Result(run: run, measures: measures, trades: [], equity: equity)
    }

    private static func config(
        currency: String = "USDT", wallet: Double = 1_000, fee: Double = 0.001,
        timeframe: String = "5m", pairs: [String] = ["BTC/USDT", "ETH/USDT"],
        exchange: String = "binance"
    ) -> JSONValue {
        [
            "stake_currency": .text(currency), "dry_run_wallet": .number(wallet),
            "fee": .number(fee), "timeframe": .text(timeframe),
            "exchange": [
                "name": .text(exchange), "pair_whitelist": .list(pairs.map { .text($0) }),
            ],
        ]
    }

    @Test(
        "two runs that differ in what matters do not compare, and it is named",
        arguments: [
            (Comparison.Subject.currency, config(currency: "USDC")),
            (.balance, config(wallet: 500)),
            (.fee, config(fee: 0.002)), (.timeframe, config(timeframe: "1h")),
            (.pairs, config(pairs: ["BTC/USDT"])), (.exchange, config(exchange: "kraken")),
        ])
    func unlike(subject: Comparison.Subject, config: JSONValue) throws {
        let other = result("B") { $0.config = config }
        let comparison = try #require(
            Comparison([result("A", sharpe: 2), result("C"), other], baseline: "A"))
        #expect(comparison.runs.map(\.run.strategy) == ["A", "C"])
        #expect(comparison.refused.map(\.result.run.strategy) == ["B"])
        let subjects = comparison.refused[0].differences.map(\.subject)
        // The currency is also the unit of the balance.
        #expect(subjects == (subject == .currency ? [.currency, .balance] : [subject]))
        var content = SiteContent()
        content.results = [result("A", sharpe: 2), result("C"), other]
        content.comparison = comparison
        let page = try #require(
            SiteTests.pages(content).first { $0.path == ComparePage.path })
        #expect(page.text.contains(escaped(subject.matters)))
    }

    @Test("hours of start-up do not make another period; days do")
    func periods() throws {
        let (day, a) = (86_400_000, result("A", sharpe: 3))
        let late = result("B") { $0.fromMs += day }
        let other = result("C") { $0.fromMs += 3 * day }
        let comparison = try #require(Comparison([a, late, other]))
        #expect(comparison.runs.map(\.run.strategy) == ["A", "B"])
        #expect(comparison.refused.first?.differences.map(\.subject) == [.period])
    }

    @Test("order of the pairs does not matter")
    func pairs() throws {
        let turned = result("B") { $0.config = Self.config(pairs: ["ETH/USDT", "BTC/USDT"]) }
        #expect(try #require(Comparison([result("A"), turned])).runs.count == 2)
    }

    @Test("the baseline is the best Sharpe of the largest group, unless one is named")
    func baseline() throws {
        let lonely = result("Z", sharpe: 9) { $0.config = Self.config(fee: 0) }
        let results = [
            result("A", sharpe: 1), result("B", sharpe: 2), result("C", sharpe: nil), lonely,
        ]
        #expect(Comparison(results)?.baseline.run.strategy == "B")
        #expect(Comparison(results)?.isChosen == false)
        #expect(Comparison(results, baseline: "Z")?.baseline.run.strategy == "Z")
        #expect(Comparison(results, baseline: "run-C")?.baseline.run.strategy == "C")
        #expect(Comparison(results, baseline: "nobody") == nil)
        #expect(Comparison([]) == nil)
    }

    @Test("of many runs the newest are kept, and the baseline always")
    func crowd() throws {
        let results = (0..<12).map { index in
            result("S\(index)", sharpe: index == 0 ? 5 : 1) { $0.startedMs = index }
        }
        let comparison = try #require(Comparison(results))
        #expect(comparison.runs.count == Comparison.capacity)
        #expect(comparison.crowdedOut == 4)
        #expect(comparison.runs.contains { $0.run.strategy == "S0" })
        #expect(comparison.runs.contains { $0.run.strategy == "S11" })
    }

    @Test("differences are those of the stored measures, against every baseline")
    func differences() throws {
        var content = SiteContent()
        content.definitions = [
            MeasureDefinition(
                name: "daily_sharpe", title: "Sharpe", chapter: "c", unit: "number", formula: "f",
                annualisation: nil, source: "s")
        ]
        content.results = [result("A", sharpe: 0.3), result("B", sharpe: 0.1)]
        content.comparison = Comparison(content.results)
        let file = try #require(
            SiteTests.pages(content).first { $0.path == ComparePage.path })
        let page = try Element(page: file.text)
        let shown = page.all.compactMap { element in
            element.attributes["data-field"] == "daily_sharpe.difference"
                ? element.attributes["value"].flatMap(Double.init) : nil
        }
        #expect(shown == [0.1 - 0.3, 0.3 - 0.1])
    }
}
