// The room's front door: trades and equity in, measures out. Each measure is one row of a
// catalogue that also feeds the methods page; nothing here reads a clock, a file or a store.

internal import Market
public import Records

/// Everything said of a run, in a fixed order: the whole run, then each pair, exit reason and enter
/// tag, each month and the ten deepest drawdowns (`MeasureName` spells the groups).
///
/// `trades` come in the order of closing; open ones are counted and otherwise left out. `equity` comes
/// in the order of time; empty leaves the measures of the curve undefined, as a missing
/// `startingBalance` (stake `currency`) does for what depends on it. `fromMs` and `toMs` are the first
/// and last candle, Unix milliseconds; `rejectedSignals` counts entries that found no free slot;
/// `marketChange` is the mean change of the pairs from first to last close, a ratio; `wallet` is what
/// the account was worth at each candle's open, empty where that is not known: then nothing is said of it;
/// `fills` is what a back-test knows of its own.
///
/// - Complexity: O(trades log trades + equity).
public func tearsheet(
    run: String, trades: [Trade], equity: [EquityPoint], startingBalance: Double?,
    currency: String, fromMs: Int, toMs: Int, rejectedSignals: Int? = nil,
    marketChange: Double? = nil, wallet: [(atMs: Int, equity: Double)] = [],
    fills: FillTally? = nil
) -> [Measure] {
    let closed = closed(trades)
    let book = TradeBook(
        closed: closed, startingBalance: startingBalance,
        days: max(1, (toMs - fromMs) / 86_400_000))
    let curve = Curve(equity)
    let account = Account(
        book: book, span: (fromMs, toMs), openTrades: trades.count - closed.count,
        rejectedSignals: rejectedSignals,
        marketChange: marketChange)
    return Account.rows.map { $0.measure(of: account, run: run, currency: currency) }
        + TradeCatalogue.rows.map { $0.measure(of: book, run: run, currency: currency) }
        + AnatomyCatalogue.rows.map { $0.measure(of: book, run: run, currency: currency) }
        + CostCatalogue.rows.map { $0.measure(of: book, run: run, currency: currency) }
        + CurveCatalogue.rows.map { $0.measure(of: curve, run: run, currency: currency) }
        + walletMeasures(wallet, run: run, currency: currency)
        + (fills.map { tally in
            FillCatalogue.rows.map { $0.measure(of: tally, run: run, currency: currency) }
        } ?? [])
        + extremes(book, run: run, currency: currency)
        + grouped(book, run: run, currency: currency)
        + months(curve, run: run) + ranks(curve, run: run, currency: currency)
}

/// Mostly all of them, and then none is copied.
private func closed(_ trades: [Trade]) -> [Trade] {
    let rows = trades.indices.filter {
        !trades[$0].isOpen && trades[$0].closeMs != nil && trades[$0].profitAbs != nil
    }
    return rows.count == trades.count ? trades : rows.map { trades[$0] }
}

/// Every measure's definition, in the order of the methods page.
public let measureDefinitions: [MeasureDefinition] =
    Account.rows.map(\.definition) + [bestPair, worstPair]
    + TradeCatalogue.rows.map(\.definition) + AnatomyCatalogue.rows.map(\.definition)
    + CostCatalogue.rows.map(\.definition)
    + CurveCatalogue.rows.map(\.definition) + [monthReturn]
    + WalletCatalogue.rows.map(\.definition) + FillCatalogue.rows.map(\.definition)
    + DrawdownCatalogue.rows.map(\.definition) + SelectionCatalogue.definitions

/// freqtrade's measures of the wallet; none for a wallet that nobody looked into.
public func walletMeasures(
    _ wallet: [(atMs: Int, equity: Double)], run: String, currency: String
) -> [Measure] {
    guard let history = WalletHistory(wallet) else { return [] }
    return WalletCatalogue.rows.map { $0.measure(of: history, run: run, currency: currency) }
}

private func grouped(_ book: TradeBook, run: String, currency: String) -> [Measure] {
    let groupings = [
        ("pair", book.pairs), ("exit_reason", book.exitReasons), ("enter_tag", book.enterTags),
    ]
    return groupings.flatMap { label, groups in
        groups.flatMap { group, book in
            TradeCatalogue.grouped.map {
                $0.measure(of: book, run: run, currency: currency, label: (label, group))
            }
        }
    }
}

private func months(_ curve: Curve, run: String) -> [Measure] {
    monthlyReturns(curve.points).map { month in
        Measure(
            run: run, name: MeasureName(monthReturn.name, "month", month.period).description,
            value: month.ratio, unit: monthReturn.unit)
    }
}

private func ranks(_ curve: Curve, run: String, currency: String) -> [Measure] {
    deepest(curve.drawdowns, limit: 10).enumerated().flatMap { index, drawdown in
        DrawdownCatalogue.rows.map {
            $0.measure(
                of: drawdown, run: run, currency: currency, label: ("rank", String(index + 1)))
        }
    }
}

/// The pairs that brought most and least, the first by name where several do.
private func extremes(_ book: TradeBook, run: String, currency: String) -> [Measure] {
    let pairs = book.pairs
    let best = pairs.max { ($0.book.total, $1.name) < ($1.book.total, $0.name) }
    let worst = pairs.min { ($0.book.total, $0.name) < ($1.book.total, $1.name) }
    return zip([bestPair, worstPair], [best, worst]).compactMap { definition, pair in
        pair.map {
            Measure(
                run: run, name: MeasureName(definition.name, "pair", $0.name).description,
                value: $0.book.total, unit: currency)
        }
    }
}

private let bestPair = MeasureDefinition(
    name: "best_pair", title: "Best pair", chapter: "Result", unit: "currency",
    formula: "profit of the pair with the highest; pairs without trades do not take part, as they "
        + "do in freqtrade", annualisation: nil, source: "freqtrade 2026.9")

private let worstPair = MeasureDefinition(
    name: "worst_pair", title: "Worst pair", chapter: "Result", unit: "currency",
    formula: "profit of the pair with the lowest; pairs without trades do not take part, as they "
        + "do in freqtrade", annualisation: nil, source: "freqtrade 2026.9")

private let monthReturn = MeasureDefinition(
    name: "month_return", title: "Return of a month", chapter: "Equity curve, by the day",
    unit: "ratio",
    formula: "last equity of the UTC month ÷ last equity of the month before − 1; "
        + "the first month against the first point", annualisation: nil, source: "textbook")

/// What a run was given and what it met, beside its trades.
struct Account {
    let book: TradeBook
    /// First and last candle, Unix milliseconds.
    let span: (fromMs: Int, toMs: Int)
    let openTrades: Int
    let rejectedSignals: Int?
    let marketChange: Double?

    static let rows: [Row<Account>] = [
        row("starting_balance", "Starting balance", "currency", "S, dry_run_wallet") {
            Reading($0.book.startingBalance, otherwise: Reason.noBalance)
        },
        row("final_balance", "Final balance", "currency", "S + P; P: sum of closed profits") {
            account in
            Reading(
                account.book.startingBalance.map { $0 + account.book.total },
                otherwise: Reason.noBalance)
        },
        row(
            "backtest_days", "Days of data", "count",
            "D, whole days from the first to the last candle, at least 1"
        ) { .value(Double($0.book.days)) },
        row("open_trade_count", "Open trades", "count", "trades that were not closed at the end") {
            .value(Double($0.openTrades))
        },
        row(
            "rejected_signals", "Rejected signals", "count",
            "entry signals that found no free slot; a want of money is not counted"
        ) { Reading($0.rejectedSignals.map(Double.init), otherwise: "not counted") },
        row(
            "market_change", "Market change", "ratio",
            "mean over the pairs of (last close − first close) ÷ first close"
        ) { Reading($0.marketChange, otherwise: "no candles at hand") },
        row(
            "time_in_market", "Time in the market", "ratio",
            "time with an open trade ÷ time from the first to the last candle; closed trades alone",
            source: "textbook"
        ) { Reading($0.book.timeInMarket($0.span), otherwise: "no time passed") },
    ]

    private static func row(
        _ name: String, _ title: String, _ unit: String, _ formula: String,
        source: String = "freqtrade 2026.9", _ read: @escaping @Sendable (Account) -> Reading
    ) -> Row<Account> {
        Row(
            definition: MeasureDefinition(
                name: name, title: title, chapter: "Result", unit: unit, formula: formula,
                annualisation: nil, source: source),
            read: read)
    }
}

/// The columns of the drawdown table.
enum DrawdownCatalogue {
    static let rows: [Row<Drawdown>] = [
        row("drawdown_ratio", "Depth", "ratio", "(peak − trough) ÷ peak") { .value($0.ratio) },
        row("drawdown_abs", "Depth in money", "currency", "peak − trough") { .value($0.amount) },
        row("drawdown_peak_ms", "Peak", "instant", "when equity was last as high before the fall") {
            .value(Double($0.peakMs))
        },
        row("drawdown_trough_ms", "Trough", "instant", "when equity was lowest during the fall") {
            .value(Double($0.troughMs))
        },
        row(
            "drawdown_recovery_ms", "Recovered", "instant",
            "when equity was as high again; absent while ongoing"
        ) { Reading($0.recoveryMs.map(Double.init), otherwise: "ongoing") },
        row("drawdown_fall_minutes", "Falling", "minutes", "trough − peak") {
            .value(Double($0.troughMs - $0.peakMs) / 60_000)
        },
        row(
            "drawdown_recovery_minutes", "Recovering", "minutes",
            "recovery − trough; absent while ongoing"
        ) { drawdown in
            Reading(
                drawdown.recoveryMs.map { Double($0 - drawdown.troughMs) / 60_000 },
                otherwise: "ongoing")
        },
    ]

    private static func row(
        _ name: String, _ title: String, _ unit: String, _ formula: String,
        _ read: @escaping @Sendable (Drawdown) -> Reading
    ) -> Row<Drawdown> {
        Row(
            definition: MeasureDefinition(
                name: name, title: title, chapter: "Drawdowns", unit: unit, formula: formula,
                annualisation: nil, source: "textbook"),
            read: read)
    }
}
