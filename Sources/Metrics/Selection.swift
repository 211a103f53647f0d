internal import Market
public import Records

/// What is known of the choice of a search: the trials that it was made from, and the chosen one.
public struct Selection: Sendable {
    /// The chosen epoch, its loss and its trades.
    public var epoch: Int
    public var loss: Double
    public var trades: TradeColumns
    /// All points that were tried, each once, and the usable losses among theirs.
    public var trials = TrialSpread()
    public var losses: [Double] = []
    /// Of the points with a usable loss; nil with too few days or candidates.
    public var overfitting: CrossValidation.Result?
    public var bootstrap: Bootstrap?
    public var shuffle: TradeShuffle?
    public var plateau: Plateau?
    /// Trades of the chosen point on days that the search did not see; nil where that was not asked for.
    public var outOfSample: TradeColumns?

    public init(epoch: Int, loss: Double, trades: TradeColumns) {
        self.epoch = epoch
        self.loss = loss
        self.trades = trades
    }

    /// All that is said of it, in a fixed order.
    public func measures(run: String, currency: String) -> [Measure] {
        var measures = SelectionCatalogue.rows.map {
            $0.measure(of: self, run: run, currency: currency)
        }
        if outOfSample != nil {
            measures += SelectionCatalogue.outOfSample.map {
                $0.measure(of: self, run: run, currency: currency)
            }
        }
        for row in SelectionCatalogue.spreads {
            for part in [0.05, 0.25, 0.5, 0.75, 0.95] {
                measures.append(
                    row.measure(
                        of: (self, part), run: run, currency: currency,
                        label: ("quantile", "\(part)")
                    ))
            }
        }
        return measures
    }
}

extension TradeColumns {
    /// Returns of UTC days, from the first day of the data to the last: profits of the trades that closed on
    /// a day ÷ the balance before; a day without one returns 0, as does every day after the balance is
    /// gone. O(trades + days).
    public var dailyReturns: [Double] {
        let first = Timestamp(milliseconds: fromMs).dayNumber
        var days = [Double](
            repeating: 0, count: Timestamp(milliseconds: toMs).dayNumber - first + 1)
        for (profit, closeMs) in zip(profits, closeMs) {
            let day = Timestamp(milliseconds: closeMs).dayNumber - first
            // A last trade may be forced out when the last candle closes, at midnight.
            days[min(max(day, 0), days.count - 1)] += profit
        }
        var balance = startingBalance
        for day in days.indices {
            let profit = days[day]
            days[day] = balance > 0 ? max(profit / balance, -1) : 0
            balance += profit
        }
        return days
    }

    /// Profit without the `count` most profitable trades, as a ratio of the starting balance; nil with no
    /// more trades than that.
    func profit(withoutBest count: Int) -> Double? {
        guard self.count > count else { return nil }
        return sum(Array(profits.sorted().dropLast(count))) / startingBalance
    }

    /// What the most profitable pair earned, as a part of what all pairs that earned anything did; nil
    /// for one pair and where none earned anything. Losing pairs do not make it smaller.
    var topPairShare: Double? {
        guard pairCount > 1 else { return nil }
        var earned = [Double](repeating: 0, count: pairCount)
        for (pair, profit) in zip(pairs, profits) { earned[pair] += profit }
        let winners = earned.filter { $0 > 0 }
        return winners.max().map { $0 / sum(winners) }
    }
}
