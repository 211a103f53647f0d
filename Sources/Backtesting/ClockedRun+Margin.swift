internal import Market
internal import Records

/// Where exchanges take positions: of isolated margin each one by its own stake, of cross margin all by the whole
/// wallet and by what the others need of it.
///
/// As freqtrade has it in back-tests, the others are worth what was paid for them.
extension ClockedRun {
    mutating func setLiquidation(_ index: Int) {
        guard run.backtest.isCross else {
            let trade = open[index].trade
            open[index].trade.liquidationRate = rate(of: trade, margin: trade.stakeAmount)
            return
        }
        for index in open.indices where open[index].trade.fillRow != nil {
            let trade = open[index].trade
            open[index].trade.liquidationRate = rate(
                of: trade, margin: collateral + (0 - maintenance(besides: trade.pair)))
        }
    }

    private func rate(of trade: SimulatedTrade, margin: Double) -> Double? {
        run.liquidation(on: run.tracks[trade.pair])?.rate(
            side: trade.side, stake: trade.stakeAmount, amount: trade.amount,
            openRate: trade.openRate, tick: trade.tick, margin: margin)
    }

    /// What the positions of other pairs need.
    private func maintenance(besides pair: Int) -> Double {
        open.reduce(0) { sum, other in
            let trade = other.trade
            guard trade.pair != pair, let liquidation = run.liquidation(on: run.tracks[trade.pair])
            else { return sum }
            let isHeld = trade.fillRow != nil
            return sum
                + liquidation.maintenance(
                    stake: isHeld
                        ? trade.stakeAmount : trade.amount * trade.entryPrice / trade.leverage,
                    amount: isHeld ? trade.amount : 0, rate: trade.openRate)
        }
    }

    /// Counts what stands behind all positions; of several of one pair the last one.
    mutating func countCollateral() {
        guard run.backtest.isCross else { return }
        run.wallet.realizedProfit = Wallet.sum(open.map(\.ledger.realizedProfit))
        var pairs: [Int] = []
        var stakes: [Int: Double] = [:]
        for other in open {
            if !pairs.contains(other.trade.pair) { pairs.append(other.trade.pair) }
            stakes[other.trade.pair] = other.tiedStake
        }
        collateral =
            run.wallet.free(tied: tied) + Wallet.sum(pairs.compactMap { stakes[$0] })
    }
}
