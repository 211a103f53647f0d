internal import Glibc
internal import Records

extension TradeCatalogue {
    /// Ratios of return to risk and realised drawdowns, as freqtrade defines them.
    static let risk: [Row<TradeBook>] =
        [
            risk(
                "sharpe", "Sharpe, freqtrade's", "number",
                "(P ÷ S ÷ D) ÷ population deviation of profit_abs ÷ S over trades × √365: daily mean, "
                    + "deviation per trade, so not the textbook ratio; freqtrade writes −100 where undefined",
                annualisation: "√365"
            ) { book, start in
                ratio(book, start, of: book.profits)
            },
            risk(
                "sortino", "Sortino, freqtrade's", "number",
                "as sharpe, with the deviation of losing trades around their own mean",
                annualisation: "√365"
            ) { book, start in
                book.losses.isEmpty
                    ? .undefined(Reason.noLosses) : ratio(book, start, of: book.losses)
            },
            risk(
                "calmar", "Calmar, freqtrade's", "number",
                "P ÷ S ÷ D × 100 ÷ max_drawdown_account × √365; freqtrade writes −100 where undefined",
                annualisation: "√365"
            ) { book, start in
                guard let depth = book.drawdown.0.accountRatio, depth > 0 else {
                    return .undefined(Reason.noFall)
                }
                return .value(book.total / start / Double(book.days) * 100 / depth * sqrt(365))
            },
            risk(
                "sqn", "System quality number", "number",
                "√N × mean ÷ sample deviation of profit_abs ÷ S, rounded to 4 decimals; freqtrade writes "
                    + "−100 where undefined"
            ) { book, start in
                let returns = book.profits.map { $0 / start }
                guard let mean = mean(returns), let deviation = deviation(returns, freedom: 1)
                else {
                    return .undefined(Reason.noDeviation)
                }
                return .value(rounded(sqrt(Double(book.count)) * (mean / deviation), 4))
            },
            risk(
                "p_value", "p value of the mean profit", "ratio",
                "two-sided one-sample t test of profit_abs ÷ S against 0, N − 1 degrees of freedom"
            ) { book, start in
                let returns = book.profits.map { $0 / start }
                guard let mean = mean(returns), let deviation = deviation(returns, freedom: 1)
                else {
                    return .undefined(Reason.noDeviation)
                }
                let t = mean / (deviation / sqrt(Double(book.count)))
                return .value(twoSidedStudent(t, freedom: Double(book.count - 1)))
            },
        ] + realised

    private static let realised: [Row<TradeBook>] = [
        risk(
            "max_drawdown_abs", "Largest realised drawdown", "currency",
            "largest fall of the running sum of closed profits below its highest value, the start "
                + "counting as 0", needsBalance: false
        ) { book, _ in .value(book.drawdown.0.amount) },
        risk(
            "max_drawdown_account", "Largest realised drawdown, part of the account", "ratio",
            "max_drawdown_abs ÷ (S + the highest running sum before it)"
        ) { book, _ in
            Reading(book.drawdown.0.accountRatio, otherwise: Reason.noBalance)
        },
        risk(
            "max_relative_drawdown", "Largest relative realised drawdown", "ratio",
            "largest fall ÷ (S + the highest running sum before it) over all trades"
        ) { book, _ in
            Reading(book.drawdown.0.relativeRatio, otherwise: Reason.noBalance)
        },
        risk(
            "max_drawdown_high", "Running profit at the top of it", "currency",
            "running sum of closed profits where max_drawdown_abs begins", needsBalance: false
        ) { book, _ in .value(book.drawdown.0.high) },
        risk(
            "max_drawdown_low", "Running profit at the bottom of it", "currency",
            "running sum of closed profits where max_drawdown_abs ends", needsBalance: false
        ) { book, _ in .value(book.drawdown.0.low) },
        risk(
            "drawdown_start_ms", "Top of the largest realised drawdown", "instant",
            "closing of the first trade at that top; of the first trade where the start is the top",
            needsBalance: false
        ) { book, _ in instant(book) { $0.highRow } },
        risk(
            "drawdown_end_ms", "Bottom of the largest realised drawdown", "instant",
            "closing of the trade at that bottom", needsBalance: false
        ) { book, _ in instant(book) { $0.lowRow } },
        risk(
            "drawdown_duration", "Length of the largest realised drawdown", "minutes",
            "drawdown_end_ms − drawdown_start_ms", needsBalance: false
        ) { book, _ in
            let (drawdown, closes) = book.drawdown
            guard let low = drawdown.lowRow else { return .undefined(Reason.noFall) }
            return .value(Double(closes[low] - closes[drawdown.highRow ?? 0]) / 60_000)
        },
        risk(
            "csum_min", "Lowest balance", "currency",
            "S + the smallest running sum of closed profits"
        ) { book, start in balance(book, start, by: min) },
        risk(
            "csum_max", "Highest balance", "currency",
            "S + the largest running sum of closed profits"
        ) { book, start in balance(book, start, by: max) },
    ]

    private static func risk(
        _ name: String, _ title: String, _ unit: String, _ formula: String,
        annualisation: String? = nil, needsBalance: Bool = true,
        _ read: @escaping @Sendable (TradeBook, _ start: Double) -> Reading
    ) -> Row<TradeBook> {
        Row(
            definition: MeasureDefinition(
                name: name, title: title, chapter: "Risk of closed trades", unit: unit,
                formula: formula, annualisation: annualisation, source: "freqtrade 2026.9")
        ) { book in
            guard book.count > 0 else { return .undefined(Reason.noTrades) }
            if needsBalance, book.startingBalance == nil { return .undefined(Reason.noBalance) }
            return read(book, book.startingBalance ?? 0)
        }
    }

    private static func ratio(_ book: TradeBook, _ start: Double, of profits: [Double]) -> Reading {
        guard let deviation = deviation(profits.map { $0 / start }, freedom: 0) else {
            return .undefined(Reason.noDeviation)
        }
        return .value(book.total / start / Double(book.days) / deviation * sqrt(365))
    }

    private static func instant(_ book: TradeBook, _ row: (RealisedDrawdown) -> Int?) -> Reading {
        let (drawdown, closes) = book.drawdown
        guard drawdown.amount > 0 else { return .undefined(Reason.noFall) }
        return .value(Double(closes[row(drawdown) ?? 0]))
    }

    private static func balance(
        _ book: TradeBook, _ start: Double, by best: (Double, Double) -> Double
    ) -> Reading {
        var (running, extreme) = (0.0, Double?.none)
        for profit in book.profits {
            running += profit
            extreme = extreme.map { best($0, running) } ?? running
        }
        return Reading(extreme.map { $0 + start }, otherwise: Reason.noTrades)
    }
}
