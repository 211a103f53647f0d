internal import Market
internal import Records
internal import Strategies

/// What the candle that ended a trade does not tell, and what the rules decided for it.
struct TradeEnding: Sendable {
    /// Another order of the candle's prices could have ended the trade otherwise.
    var dependsOnOrder = false
    /// The candle's open where that lay beyond the stop by which the trade left.
    var jumpedTo: Double?
}

extension ExitRules {
    /// Notes how the trade ends: `stop` is its stop before the candle moved it, `rate` what it leaves at.
    func settle(
        _ trade: inout SimulatedTrade, at rate: Double, stop: Double, roi: TradingRules.ROIStep?,
        row: Int, on track: Track
    ) {
        let (open, low, high) = (track.open[row], track.low[row], track.high[row])
        let (best, worst) = trade.isShort ? (low, high) : (high, low)
        let isJumped = trade.isShort ? open > stop : open < stop
        let isStopped = trade.isStopReached(at: worst)
        var ending = TradeEnding()
        if isJumped, Self.stops.contains(trade.exitReason) { ending.jumpedTo = open }
        if trade.fillRow == row, trade.entryPrice != open {
            ending.dependsOnOrder = true
        } else if rate != open, isStopped, !isJumped {
            let isMoved = trade.stopRate != stop
            ending.dependsOnOrder =
                isMoved || roi.map { trade.profit(at: best, isAbove: $0.ratio) } ?? false
        }
        trade.ending = ending
    }

    private static let stops: Set<String> = ["stop_loss", "trailing_stop_loss"]
}

extension FillTally {
    init(_ trades: [SimulatedTrade]) {
        self.init()
        for trade in trades {
            if trade.openMs == trade.closeMs { sameCandleTrades += 1 }
            if trade.ending.dependsOnOrder {
                orderDependentTrades += 1
                orderDependentProfit += trade.profitAbs
            }
            if let open = trade.ending.jumpedTo {
                gappedStops += 1
                gapGift += trade.gift(over: open)
            }
        }
    }
}

extension SimulatedTrade {
    /// What leaving brought more than leaving at `rate` would have, stake currency.
    fileprivate func gift(over rate: Double) -> Double {
        isShort
            ? closeValue(rate) - closeValue(closeRate) : closeValue(closeRate) - closeValue(rate)
    }
}
