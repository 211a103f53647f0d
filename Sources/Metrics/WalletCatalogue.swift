internal import Glibc
internal import Market
internal import Records

/// What the wallet was worth at each candle's open, as freqtrade reads it.
struct WalletHistory {
    /// Unix milliseconds, and stake currency.
    typealias Point = (atMs: Int, equity: Double)

    /// In the order of time; never empty.
    let points: [Point]
    /// The first of the lowest points, and of the highest.
    let low: Point
    let high: Point
    /// Changes of the last values of UTC days, as ratios.
    let returns: [Double]
    let drawdown: RealisedDrawdown

    /// A point a candle: they are walked through once.
    init?(_ points: [Point]) {
        guard let first = points.first else { return nil }
        self.points = points
        var (low, high, before) = (first, first, first.equity)
        var fall = RealisedDrawdown(startingBalance: first.equity)
        var (days, nextDayMs): ([Double], Int) = ([], .min)
        for (row, point) in points.enumerated() {
            if point.equity < low.equity { low = point }
            if point.equity > high.equity { high = point }
            fall.add(point.equity - before, row: row)
            before = point.equity
            if point.atMs >= nextDayMs {
                nextDayMs = (Timestamp(milliseconds: point.atMs).dayNumber + 1) * 86_400_000
                days.append(point.equity)
            } else {
                days[days.count - 1] = point.equity
            }
        }
        (self.low, self.high, drawdown) = (low, high, fall)
        returns = zip(days.dropFirst(), days).map { $0 / $1 - 1 }
    }

    var first: Point { points[0] }
    var last: Point { points[points.count - 1] }

    /// Mean daily return ÷ `spread` a year; nil without a spread.
    func yearly(by spread: Double?) -> Double? {
        ratio(mean(returns), spread).map { $0 * sqrt(365) }
    }

    /// Begin and end of the largest fall, Unix milliseconds; nil where the wallet never fell.
    var fall: (start: Int, end: Int)? {
        drawdown.lowRow.map { (points[drawdown.highRow ?? 0].atMs, points[$0].atMs) }
    }

    /// Growth a day in percent ÷ the part of the account that was lost, scaled to a year.
    var calmar: Double? {
        let days = max(1, (last.atMs - first.atMs) / 86_400_000)
        let growth = ratio(last.equity - first.equity, first.equity)
        return ratio(growth.map { $0 / Double(days) * 100 }, drawdown.accountRatio).map {
            $0 * sqrt(365)
        }
    }
}

/// freqtrade's `wallet_stats` under its names, each after `wallet_`; what is undefined is absent where
/// freqtrade writes 0 or −100.
enum WalletCatalogue {
    static let rows: [Row<WalletHistory>] = balances + ratios + falls + places

    /// Said of every one of them, since other measures bear like names.
    private static let basis = "wallet: money plus coins at each candle's open"

    private static let balances: [Row<WalletHistory>] = [
        row("start_balance", "Wallet at the start", "currency", "its first value") {
            .value($0.first.equity)
        },
        row("end_balance", "Wallet at the end", "currency", "its value at the last candle's open") {
            .value($0.last.equity)
        },
        row("high_balance", "Highest wallet", "currency", "its highest value") {
            .value($0.high.equity)
        },
        row("low_balance", "Lowest wallet", "currency", "its lowest value") {
            .value($0.low.equity)
        },
        row("high_ms", "When the wallet was highest", "instant", "when it was first as high") {
            .value(Double($0.high.atMs))
        },
        row("low_ms", "When the wallet was lowest", "instant", "when it was first as low") {
            .value(Double($0.low.atMs))
        },
    ]

    private static let ratios: [Row<WalletHistory>] = [
        row(
            "sharpe", "Sharpe of the wallet", "number",
            "mean ÷ population deviation of daily returns × √365; daily returns: changes of the last "
                + "values of UTC days, at least 2 days", annualisation: "√365"
        ) {
            Reading(
                $0.yearly(by: deviation($0.returns, freedom: 0)), otherwise: Reason.noDeviation)
        },
        row(
            "sortino", "Sortino of the wallet", "number",
            "as wallet_sharpe, with the population deviation of the daily returns below 0 around "
                + "their own mean", annualisation: "√365"
        ) { wallet in
            let losses = wallet.returns.filter { $0 < 0 }
            return Reading(
                wallet.yearly(by: deviation(losses, freedom: 0)),
                otherwise: "fewer than two different losing days")
        },
        row(
            "calmar", "Calmar of the wallet", "number",
            "(last − first) ÷ first ÷ days × 100 ÷ wallet_max_drawdown_account × √365; days: whole "
                + "ones from the first to the last value, at least 1", annualisation: "√365"
        ) { Reading($0.calmar, otherwise: Reason.noFall) },
    ]

    private static let falls: [Row<WalletHistory>] = [
        row(
            "max_drawdown_abs", "Largest drawdown of the wallet", "currency",
            "largest fall of its value below its highest before"
        ) { .value($0.drawdown.amount) },
        row(
            "max_drawdown_account", "Largest drawdown of the wallet, part of the account", "ratio",
            "wallet_max_drawdown_abs ÷ the highest value before it"
        ) { Reading($0.drawdown.accountRatio, otherwise: Reason.noBalance) },
        row(
            "max_relative_drawdown", "Largest relative drawdown of the wallet", "ratio",
            "largest fall ÷ the highest value before it, which need not be the largest in money"
        ) { Reading($0.drawdown.relativeRatio, otherwise: Reason.noBalance) },
        row(
            "max_drawdown_high", "Gain of the wallet at the top of it", "currency",
            "value where wallet_max_drawdown_abs begins − first value"
        ) { .value($0.drawdown.high) },
        row(
            "max_drawdown_low", "Gain of the wallet at the bottom of it", "currency",
            "value where wallet_max_drawdown_abs ends − first value"
        ) { .value($0.drawdown.low) },
    ]

    private static let places: [Row<WalletHistory>] = [
        row(
            "drawdown_start_ms", "Top of the largest drawdown of the wallet", "instant",
            "when wallet_max_drawdown_abs begins"
        ) { Reading($0.fall.map { Double($0.start) }, otherwise: Reason.noFall) },
        row(
            "drawdown_end_ms", "Bottom of the largest drawdown of the wallet", "instant",
            "when wallet_max_drawdown_abs ends"
        ) { Reading($0.fall.map { Double($0.end) }, otherwise: Reason.noFall) },
        row(
            "drawdown_duration", "Length of the largest drawdown of the wallet", "minutes",
            "wallet_drawdown_end_ms − wallet_drawdown_start_ms"
        ) {
            Reading($0.fall.map { Double($0.end - $0.start) / 60_000 }, otherwise: Reason.noFall)
        },
    ]

    private static func row(
        _ name: String, _ title: String, _ unit: String, _ formula: String,
        annualisation: String? = nil, _ read: @escaping @Sendable (WalletHistory) -> Reading
    ) -> Row<WalletHistory> {
        Row(
            definition: MeasureDefinition(
                name: "wallet_" + name, title: title, chapter: "Wallet, candle by candle",
                unit: unit, formula: formula + "; " + basis, annualisation: annualisation,
                source: "freqtrade 2026.9"),
            read: read)
    }
}
