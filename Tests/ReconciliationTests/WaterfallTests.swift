import Market
import Records
import Reconciliation
import Testing

/// The way from a back-test's profit to its bot's.
struct WaterfallTests {
    private func observed(_ actual: [Trade], _ expected: [Trade]) -> [Observation] {
        observations(
            [
                BotSources(
                    bot: "alpha", desired: bot(), reported: bot(), trades: actual,
                    backtest: backtest(expected, days: 60))
            ], run: "c1")
    }

    /// The terms that are not zero, as texts.
    private func terms(_ actual: [Trade], _ expected: [Trade]) -> [String: String] {
        observed(actual, expected).reduce(into: [:]) { terms, step in
            guard !step.value.isZero, !["backtest", "live"].contains(step.name) else { return }
            terms[step.name] = step.value.description
        }
    }

    // The plain trade: 2 from 100 to 101 at 0.1 % a side. By hand: 2·1 − 2·201·0.001 = 1.598.
    private func plain() throws -> Trade { try trade(1, at: 60) }

    @Test("equal trades leave nothing between the two profits")
    func equal() throws {
        let steps = observed([try plain()], [try plain()])
        #expect(
            steps.map(\.value.description) == ["1.598"] + Array(repeating: "0", count: 9) + [
                "1.598"
            ])
        #expect(
            steps.map(\.name) == [
                "backtest", "missed_trades", "extra_trades", "entry_slippage", "exit_slippage",
                "fees", "funding", "timing", "quantity", "residual", "live",
            ])
        #expect(steps.map(\.position) == Array(0...10))
    }

    @Test("missed and extra trades count with their whole profit")
    func missedAndExtra() throws {
        let other = try trade(2, "BTC/USDT", at: 90)
        #expect(terms([], [try plain()]) == ["missed_trades": "-1.598"])
        #expect(terms([try plain(), other], [try plain()]) == ["extra_trades": "1.598"])
        // A row that is there twice earns twice on paper.
        #expect(
            terms([try plain(), try trade(9, at: 60)], [try plain()]) == ["extra_trades": "1.598"])
    }

    @Test("each cause is its own term, computed by hand")
    func causes() throws {
        let expected = [try plain()]
        // Half a dollar dearer on 2: −1, and fees of 2·0.5·0.001 more.
        #expect(
            terms([try trade(1, at: 60) { $0.openRate = 100.5 }], expected) == [
                "entry_slippage": "-1", "fees": "-0.001",
            ])
        #expect(
            terms([try trade(1, at: 60) { $0.closeRate = 100.75 }], expected) == [
                "exit_slippage": "-0.5", "fees": "0.0005",
            ])
        // 0.2 % of 202 instead of 0.1 %.
        #expect(
            terms([try trade(1, at: 60) { $0.feeClose = 0.002 }], expected) == ["fees": "-0.202"])
        // 1.99 instead of 2: a hundredth of a dollar of gain, and 0.01·201·0.001 less fees.
        #expect(
            terms([try trade(1, at: 60) { $0.amount = 1.99 }], expected) == [
                "quantity": "-0.01", "fees": "0.00201",
            ])
        var funded = try plain()
        (funded.fundingFees, funded.profitAbs) = (-0.3, 1.298)
        #expect(terms([funded], expected) == ["funding": "-0.3"])
        var rounded = try plain()
        rounded.profitAbs = 1.59800001
        #expect(terms([rounded], expected) == ["residual": "0.00000001"])
    }

    @Test("a rate of another candle is timing, not slippage")
    func timing() throws {
        let late = try trade(1, at: 65) {
            $0.closeMs = minute(70)
            $0.openRate = 100.5
        }
        #expect(terms([late], [try plain()]) == ["timing": "-1", "fees": "-0.001"])
        let longer = try trade(1, at: 60) {
            $0.closeMs = minute(90)
            $0.closeRate = 101.5
        }
        #expect(terms([longer], [try plain()]) == ["timing": "1", "fees": "-0.001"])
        let open = try trade(1, at: 60) {
            ($0.isOpen, $0.closeMs, $0.closeRate, $0.exitReason) = (true, nil, nil, nil)
        }
        #expect(terms([open], [try plain()]) == ["timing": "-1.598"])
    }

    @Test("a short gains where a long loses")
    func shorts() throws {
        let expected = try trade(1, at: 60) { $0.side = .short }
        let actual = try trade(1, at: 60) {
            ($0.side, $0.openRate) = (.short, 100.5)
        }
        #expect(terms([actual], [expected]) == ["entry_slippage": "1", "fees": "-0.001"])
    }

    @Test("two currencies make two sums")
    func currencies() throws {
        let bitcoin = try trade(2, "ETH/BTC", at: 90)
        let steps = observed([try plain(), bitcoin], [bitcoin])
        #expect(steps.filter { $0.name == "live" }.map(\.currency) == ["BTC", "USDT"])
        #expect(steps.filter { $0.name == "backtest" }.map(\.value.description) == ["1.598", "0"])
    }

    /// Trades of a seeded bot that slips, misses, adds, forgets to close and runs late.
    private func world(_ random: inout SplitMix64) throws -> (actual: [Trade], expected: [Trade]) {
        func number(_ range: ClosedRange<Double>) -> Double {
            (Double.random(in: range, using: &random) * 1e4).rounded() / 1e4
        }
        var (actual, expected): ([Trade], [Trade]) = ([], [])
        for index in 0..<Int.random(in: 0...40, using: &random) {
            let symbol = ["ETH/USDT", "BTC/USDT", "ETH/BTC"][index % 3]
            let isShort = Bool.random(using: &random)
            let amount = number(0.1...50)
            let base = try trade(index + 1, symbol, at: 37 * index, amount: amount) {
                ($0.openRate, $0.closeRate) = (number(1...900), number(1...900))
                if isShort { $0.side = .short }
            }
            if Int.random(in: 0..<10, using: &random) > 0 { expected.append(base) }
            guard Int.random(in: 0..<10, using: &random) > 0 else { continue }
            let late = Int.random(in: 0...1, using: &random)
            var lived = try trade(index + 1, symbol, at: 37 * index + 5 * late, amount: amount) {
                ($0.openRate, $0.closeRate) = (number(1...900), number(1...900))
                $0.feeOpen = number(0...0.003)
                if isShort { $0.side = .short }
                if late == 0 { $0.closeMs? += Int.random(in: 0...4, using: &random) * 300_000 }
            }
            lived.fundingFees = number(-1...1)
            lived.profitAbs = lived.profitAbs.map { $0 + number(-3...3) }
            actual.append(lived)
        }
        return (actual, expected)
    }

    @Test("whatever happened, the terms add up to the bot's own profit exactly", arguments: 0..<50)
    func sums(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let (actual, expected) = try world(&random)
        let steps = observed(actual, expected)
        for currency in Set(steps.map(\.currency)) {
            let own = steps.filter { $0.currency == currency }
            func total(_ trades: [Trade]) -> Amount {
                trades.filter { $0.pair.quote == currency }.compactMap(\.profitAbs)
                    .map { Amount($0) }.reduce(.zero, +)
            }
            #expect(own.first?.value == total(expected))
            #expect(own.last?.value == total(actual))
            #expect(own.dropLast().map(\.value).reduce(.zero, +) == total(actual))
        }
    }
}
