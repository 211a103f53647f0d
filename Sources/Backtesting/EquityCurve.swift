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
        let instants = instants()
        return zip(instants, benchmarks(at: instants)).map { now, benchmark in
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
                    at: price(of: tracks[trades[index].pair], at: now), nowMs: now, addedTo: sum)
            }
            peak = max(peak, equity)
            return EquityPoint(
                run: run, atMs: now, equity: equity,
                drawdownRatio: peak > 0 ? min(max((peak - equity) / peak, 0), 1) : 0,
                benchmark: benchmark)
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
    private func price(of track: Track, at now: Int) -> Double {
        let row = track.row(atMs: now)
        return row < track.count ? track.open[max(row, 0)] : track.close[track.count - 1]
    }

    /// What the benchmark is worth at each of some instants: one pair after the other, for who asks all of them at
    /// each instant waits for the memory of each.
    private func benchmarks(at instants: [Int]) -> [Double] {
        let share = simulation.startingBalance / Double(tracks.count)
        var worths = [Double](repeating: 0, count: instants.count)
        for (track, first) in zip(tracks, firstRows) {
            let (firstMs, bought) = (track.time(first), track.open[first])
            for (index, now) in instants.enumerated() {
                worths[index] += now > firstMs ? share * price(of: track, at: now) / bought : share
            }
        }
        return worths
    }
}
