internal import Market
internal import Records

/// What the account is worth over time: money plus open trades at the candles' opens, fees deducted.
///
/// The benchmark spreads the starting balance evenly over the pairs, buys each at the open of its
/// first candle and holds it, without fees.
struct EquityCurve {
    private let simulation: Simulation
    private let trades: [SimulatedTrade]
    private let tracks: [Track]
    private let firstRows: [Int]

    /// `trades` are those of the simulation.
    init(_ simulation: Simulation, _ trades: [SimulatedTrade], pairs: [PairInput]) {
        self.simulation = simulation
        self.trades = trades
        tracks = pairs.map { Track($0) }
        firstRows = pairs.map(\.candles.startupRows)
    }

    func points(run: String) -> [EquityPoint] {
        let opening = trades.indices.sorted { trades[$0].fillMs < trades[$1].fillMs }
        let closing = trades.indices.sorted { trades[$0].closeMs < trades[$1].closeMs }
        var open: [Int] = []
        var (opened, ended) = (0, 0)
        var (balance, peak) = (simulation.startingBalance, simulation.startingBalance)
        return instants().map { now in
            while opened < opening.count, trades[opening[opened]].fillMs <= now {
                open.append(opening[opened])
                opened += 1
            }
            while ended < closing.count, trades[closing[ended]].closeMs <= now {
                balance += trades[closing[ended]].profitAbs
                ended += 1
            }
            open.removeAll { trades[$0].closeMs <= now }
            let equity = open.reduce(balance) { sum, index in
                trades[index].profit(
                    at: price(trades[index].pair, at: now), nowMs: now, addedTo: sum)
            }
            peak = max(peak, equity)
            return EquityPoint(
                run: run, atMs: now, equity: equity,
                drawdownRatio: peak > 0 ? min(max((peak - equity) / peak, 0), 1) : 0,
                benchmark: benchmark(at: now))
        }
    }

    private func instants() -> [Int] {
        let day = 86_400_000
        let first = (simulation.startMs / day + 1) * day
        var instants = Set(stride(from: first, to: simulation.endMs, by: day))
        instants.formUnion(simulation.closings.map(\.closeMs))
        instants.formUnion([simulation.startMs, simulation.endMs])
        return instants.sorted()
    }

    /// The open of the candle at `now`, or the last close where there is no candle.
    private func price(_ pair: Int, at now: Int) -> Double {
        let track = tracks[pair]
        let row = track.row(atMs: now)
        return row < track.count ? track.open[max(row, 0)] : track.close[track.count - 1]
    }

    private func benchmark(at now: Int) -> Double {
        let share = simulation.startingBalance / Double(tracks.count)
        return tracks.indices.reduce(0) { sum, pair in
            let track = tracks[pair]
            guard now > track.time(firstRows[pair]) else { return sum + share }
            return sum + share * price(pair, at: now) / track.open[firstRows[pair]]
        }
    }
}
