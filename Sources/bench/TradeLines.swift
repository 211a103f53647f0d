internal import CLI
internal import JSONL
internal import Market
internal import Records

/// A million invented trades of twenty bots, as they would come in: mixed, ids ascending by bot.
struct TradeLines {
    static let count = 1_000_000
    static let bots = 20

    /// Whether each trade carries its two orders, as bots' own do.
    let withOrders: Bool
    private static let pairs = [
        "BTC/USDT", "ETH/USDT", "SOL/USDT", "ADA/USDT", "XRP/USDT", "DOGE/USDT", "AVAX/USDT",
        "LINK/USDT", "DOT/USDT", "LTC/USDT",
    ]
    private static let prices = [40_000, 2_500, 100, 0.5, 0.6, 0.08, 35, 15, 7, 80]
    private static let exits = [
        "roi", "exit_signal", "stop_loss", "trailing_stop_loss", "force_exit",
    ]

    init(withOrders: Bool) { self.withOrders = withOrders }

    /// Writes them to standard output; the same lines every time.
    func write() throws {
        var writer = JSONWriter(descriptor: 1)
        var random = SplitMix64(seed: 7)
        var ids = [Int](repeating: 0, count: Self.bots)
        for place in 0..<Self.count {
            let bot = Int(random.next() % UInt64(Self.bots))
            ids[bot] += 1
            let openMs = 1_672_531_200_000 + place * 60_000
            try writer.write(trade(bot: bot, id: ids[bot], openMs: openMs, &random))
        }
        try writer.flush()
    }

    private func trade(
        bot: Int, id: Int, openMs: Int, _ random: inout SplitMix64
    ) throws -> Trade {
        let place = Int(random.next() % UInt64(Self.pairs.count))
        let gain = 1 + random.bell() * 0.015
        let rate = decimals(Self.prices[place] * (0.5 + random.unit()), 6)
        let exit = decimals(rate * gain, 6)
        let stake = decimals(100 + random.unit() * 900, 4)
        let amount = decimals(stake / rate, 8)
        let closeMs = openMs + Int(random.next() % 3_000 + 1) * 60_000
        let reason = Self.exits[Int(random.next() % UInt64(Self.exits.count))]
        let stop = decimals(rate * 0.9, 6)
        // The newest of each bot are still open.
        let isOpen = id > Self.count / Self.bots - 1_000 && random.next() % 100 == 0
        return try Trade(
            origin: .bot(name: "bot-\(bot < 10 ? "0" : "")\(bot)", generation: 1), tradeID: id,
            pair: Pair(Self.pairs[place]), side: .long, isOpen: isOpen, openMs: openMs,
            closeMs: isOpen ? nil : closeMs, openRate: rate, closeRate: isOpen ? nil : exit,
            amount: amount, stakeAmount: stake, maxStakeAmount: stake, feeOpen: 0.001,
            feeClose: 0.001, leverage: 1, profitAbs: isOpen ? nil : decimals(stake * (gain - 1), 8),
            profitRatio: isOpen ? nil : decimals(gain - 1, 8), enterTag: nil,
            exitReason: isOpen ? nil : reason, minRate: nil, maxRate: nil,
            initialStopLossAbs: stop, stopLossAbs: stop, fundingFees: 0,
            strategy: "Strategy\(bot % 5)", timeframe: Timeframe("5m"),
            orders: withOrders
                ? try orders(rate, exit, amount, openMs, isOpen ? nil : closeMs, reason) : [])
    }

    private func orders(
        _ rate: Double, _ exit: Double, _ amount: Double, _ openMs: Int, _ closeMs: Int?,
        _ reason: String
    ) throws -> [TradeOrder] {
        let entry = try TradeOrder(
            side: .buy, status: "closed", amount: amount, filled: amount, price: rate,
            cost: decimals(rate * amount, 8), filledMs: openMs, tag: nil)
        guard let closeMs else { return [entry] }
        let end = try TradeOrder(
            side: .sell, status: "closed", amount: amount, filled: amount, price: exit,
            cost: decimals(exit * amount, 8), filledMs: closeMs, tag: reason)
        return [entry, end]
    }

    private func decimals(_ value: Double, _ count: Int) -> Double {
        let scale = (0..<count).reduce(1.0) { scale, _ in scale * 10 }
        return (value * scale).rounded() / scale
    }
}
