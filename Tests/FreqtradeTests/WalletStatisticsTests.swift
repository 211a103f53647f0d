import JSONL
import Metrics
import Testing

@testable import Freqtrade

/// What freqtrade 2026.9 writes as `wallet_stats` of the same balances.
struct WalletStatisticsTests {
    /// 2026-01-01T16:00:00Z, and eight hours.
    private static let start = 1_767_283_200_000
    private static let step = 28_800_000

    private static func statistics(_ balances: [Double]) -> JSONValue {
        let wallet = balances.enumerated().map {
            (atMs: start + $0.offset * step, equity: $0.element)
        }
        return WalletStatistics(
            fromMs: start, toMs: start + (balances.count - 1) * step,
            measures: walletMeasures(wallet, run: "r", currency: "USDT")
        ).json
    }

    @Test(
        "an exported wallet says what freqtrade says of it, sentinels included",
        arguments: [
            (
                [1000.0, 1010.0, 980.0, 930.0, 999.0, 987.0, 747.0, 747.0],
                [
                    "start_balance": 1000.0, "end_balance": 747.0, "high_balance": 1010.0,
                    "low_balance": 747.0, "sharpe": -20.860897313813094,
                    "sortino": -26.802057362759776, "calmar": -928.116691119947,
                    "low_date": "2026-01-03 16:00:00", "low_ts": 1767456000000,
                    "high_date": "2026-01-02 00:00:00", "high_ts": 1767312000000,
                    "max_drawdown_account": 0.2603960396039604,
                    "max_relative_drawdown": 0.2603960396039604, "max_drawdown_abs": 263.0,
                    "drawdown_start": "2026-01-02 00:00:00", "drawdown_start_ts": 1767312000000,
                    "drawdown_end": "2026-01-03 16:00:00", "drawdown_end_ts": 1767456000000,
                    "drawdown_duration": "1 days 16:00:00", "drawdown_duration_s": 144000.0,
                    "max_drawdown_low": -253.0, "max_drawdown_high": 10.0,
                ] as JSONValue
            ),
            (
                [1000.0, 1000.0, 1000.0, 1000.0],
                [
                    "start_balance": 1000.0, "end_balance": 1000.0, "high_balance": 1000.0,
                    "low_balance": 1000.0, "sharpe": -100.0, "sortino": -100.0, "calmar": -100.0,
                    "low_date": "2026-01-01 16:00:00", "low_ts": 1767283200000,
                    "high_date": "2026-01-01 16:00:00", "high_ts": 1767283200000,
                    "max_drawdown_account": 0.0, "max_relative_drawdown": 0.0,
                    "max_drawdown_abs": 0.0, "drawdown_start": "2026-01-01 16:00:00",
                    "drawdown_start_ts": 1767283200000, "drawdown_end": "2026-01-01 16:00:00",
                    "drawdown_end_ts": 1767283200000, "drawdown_duration": "0 days 00:00:00",
                    "drawdown_duration_s": 0.0, "max_drawdown_low": 0.0,
                    "max_drawdown_high": 0.0,
                ] as JSONValue
            ),
            (
                [1000.0, 1001.0],
                [
                    "start_balance": 1000.0, "end_balance": 1001.0, "high_balance": 1001.0,
                    "low_balance": 1000.0, "sharpe": -100.0, "sortino": -100.0, "calmar": -100.0,
                    "low_date": "2026-01-01 16:00:00", "low_ts": 1767283200000,
                    "high_date": "2026-01-02 00:00:00", "high_ts": 1767312000000,
                    "max_drawdown_account": 0.0, "max_relative_drawdown": 0.0,
                    "max_drawdown_abs": 0.0, "drawdown_start": "2026-01-01 16:00:00",
                    "drawdown_start_ts": 1767283200000, "drawdown_end": "2026-01-01 16:00:00",
                    "drawdown_end_ts": 1767283200000, "drawdown_duration": "0 days 00:00:00",
                    "drawdown_duration_s": 0.0, "max_drawdown_low": 0.0,
                    "max_drawdown_high": 0.0,
                ] as JSONValue
            ),
            (
                [1000.0],
                [
                    "start_balance": 1000.0, "end_balance": 1000.0, "high_balance": 1000.0,
                    "low_balance": 1000.0, "sharpe": 0.0, "sortino": 0.0, "calmar": 0.0,
                    "low_date": "2026-01-01 16:00:00", "low_ts": 1767283200000,
                    "high_date": "2026-01-01 16:00:00", "high_ts": 1767283200000,
                    "max_drawdown_account": 0.0, "max_relative_drawdown": 0.0,
                    "max_drawdown_abs": 0.0, "drawdown_start": .null, "drawdown_start_ts": .null,
                    "drawdown_end": .null, "drawdown_end_ts": .null,
                    "drawdown_duration": "0 days 00:00:00", "drawdown_duration_s": 0.0,
                    "max_drawdown_low": 0.0, "max_drawdown_high": 0.0,
                ] as JSONValue
            ),
        ])
    func likeFreqtrade(balances: [Double], expected: JSONValue) throws {
        let members = try #require(Self.statistics(balances).members)
        let wanted = try #require(expected.members)
        #expect(members.map(\.key) == wanted.map(\.key))
        for (member, want) in zip(members, wanted) {
            if let number = want.value.double {
                let value = try #require(member.value.double, "\(member.key)")
                #expect(abs(value - number) <= abs(number) * 1e-9 + 1e-12, "\(member.key)")
            } else {
                #expect(member.value == want.value, "\(member.key)")
            }
        }
    }
}
