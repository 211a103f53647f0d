public import JSONL
internal import Market
public import Records

/// A back-test of ours beside one that freqtrade made of the same: what is compared, and what differs.
///
/// Times, reasons, tags, rates and the profit must be equal to the last digit; amounts and stakes after
/// rounding to 8 decimals, as freqtrade does; ratios to 1e-12; the final balance to 1e-9.
public struct BacktestComparison: Sendable {
    /// What is ours, in the order of closing.
    public struct Side: Sendable {
        public var trades: [Trade]
        public var rejectedSignals: Int
        /// Stake currency.
        public var finalBalance: Double
        /// Pair (`*` for all), begin, end (Unix milliseconds) and side of each lock, as freqtrade says them.
        public var locks: [String]

        public init(
            trades: [Trade], rejectedSignals: Int, finalBalance: Double, locks: [String]
        ) {
            self.trades = trades
            self.rejectedSignals = rejectedSignals
            self.finalBalance = finalBalance
            self.locks = locks
        }
    }

    /// One value on which the two do not agree.
    public struct Difference: Hashable, Sendable {
        /// The trade's number from 1 in closing order, nil for what is of the whole back-test.
        public let number: Int?
        public let pair: String?
        /// Unix milliseconds.
        public let openMs: Int?
        public let field: String
        public let ours: String
        public let theirs: String
    }

    /// At the first trade that differs, field by field; then what is of the whole back-test.
    public let differences: [Difference]
    /// Trades that are not the same, those that only one side has among them.
    public let differingTrades: Int
    public let tradeCount: Int

    public var isEqual: Bool { differences.isEmpty }

    /// The names of all that is compared of a trade and of an order.
    public static var fields: [String] { tradeFields.map(\.name) + ["orders"] }

    /// Compares with freqtrade's statistics of the strategy: their `trades`, `rejected_signals`,
    /// `final_balance` and `locks`.
    public init(_ ours: Side, _ theirs: JSONValue) {
        let others = theirs["trades"]?.array ?? []
        tradeCount = others.count
        var found: [Difference] = []
        var differing = 0
        for index in 0..<max(ours.trades.count, others.count) {
            let mine = index < ours.trades.count ? ours.trades[index] : nil
            // A plain nil would be a JSON null.
            let other: JSONValue? = index < others.count ? others[index] : .none
            let differences = Self.differences(mine, other, number: index + 1)
            if differences.isEmpty { continue }
            differing += 1
            if found.isEmpty { found = differences }
        }
        differingTrades = differing
        differences = found + Self.totals(ours, theirs, count: others.count)
    }

    // MARK: Of the whole back-test

    private static func totals(_ ours: Side, _ theirs: JSONValue, count: Int) -> [Difference] {
        var found: [Difference] = []
        func compare(_ field: String, _ mine: String, _ other: String, _ isEqual: Bool) {
            guard !isEqual else { return }
            found.append(
                Difference(
                    number: nil, pair: nil, openMs: nil, field: field, ours: mine, theirs: other))
        }
        compare("trades", "\(ours.trades.count)", "\(count)", ours.trades.count == count)
        let rejected = theirs["rejected_signals"]?.int ?? -1
        compare(
            "rejected_signals", "\(ours.rejectedSignals)", "\(rejected)",
            ours.rejectedSignals == rejected)
        let balance = theirs["final_balance"]?.double ?? .nan
        compare(
            "final_balance", "\(ours.finalBalance)", "\(balance)",
            (ours.finalBalance - balance).magnitude <= 1e-9)
        let locks = (theirs["locks"]?.array ?? []).map(lock)
        compare("locks", "\(ours.locks.count)", "\(locks.count)", ours.locks.count == locks.count)
        if ours.locks.count == locks.count,
            let index = locks.indices.first(where: { ours.locks[$0] != locks[$0] })
        {
            compare("lock \(index + 1)", ours.locks[index], locks[index], false)
        }
        return found
    }

    /// A lock in the words of `Side.locks`.
    private static func lock(_ lock: JSONValue) -> String {
        "\(lock["pair"]?.string ?? "*") \(lock["lock_timestamp"]?.int ?? 0) "
            + "\(lock["lock_end_timestamp"]?.int ?? 0) \(lock["side"]?.string ?? "*")"
    }
}

// MARK: - Trades

extension BacktestComparison {
    private enum Value {
        case text(String)
        case exact(Double?)
        /// Compared after rounding to 8 decimals.
        case rounded(Double?)
        /// Compared to 1e-12.
        case ratio(Double?)
    }

    private static let tradeFields: [(name: String, ours: @Sendable (Trade) -> Value)] = [
        ("pair", { .text($0.pair.symbol) }),
        ("open_timestamp", { .exact(Double($0.openMs)) }),
        ("close_timestamp", { .exact($0.closeMs.map { Double($0) }) }),
        ("is_short", { .text("\($0.side == .short)") }),
        ("enter_tag", { .text($0.enterTag ?? "") }),
        ("exit_reason", { .text($0.exitReason ?? "") }),
        ("open_rate", { .exact($0.openRate) }),
        ("close_rate", { .exact($0.closeRate) }),
        ("amount", { .rounded($0.amount) }),
        ("stake_amount", { .rounded($0.stakeAmount) }),
        ("max_stake_amount", { .rounded($0.maxStakeAmount) }),
        ("profit_abs", { .exact($0.profitAbs) }),
        ("profit_ratio", { .ratio($0.profitRatio) }),
        ("initial_stop_loss_abs", { .exact($0.initialStopLossAbs) }),
        ("stop_loss_abs", { .exact($0.stopLossAbs) }),
        ("min_rate", { .exact($0.minRate) }),
        ("max_rate", { .exact($0.maxRate) }),
        ("fee_open", { .exact($0.feeOpen) }),
        ("fee_close", { .exact($0.feeClose) }),
        ("leverage", { .exact($0.leverage) }),
        ("funding_fees", { .ratio($0.fundingFees) }),
    ]

    /// What freqtrade does not say of every trade, and what it is then: it may have left before it looked at
    /// the prices of the candle that it entered on.
    private static let unsaid = [
        "max_stake_amount": "stake_amount", "min_rate": "open_rate", "max_rate": "open_rate",
    ]

    private static let orderFields: [(name: String, ours: @Sendable (TradeOrder) -> Value)] = [
        ("ft_order_side", { .text($0.side.rawValue) }),
        ("amount", { .rounded($0.filled) }),
        ("safe_price", { .exact($0.price) }),
        ("cost", { .rounded($0.cost) }),
        ("order_filled_timestamp", { .exact($0.filledMs.map { Double($0) }) }),
        ("ft_order_tag", { .text($0.tag ?? "") }),
    ]

    private static func differences(
        _ mine: Trade?, _ other: JSONValue?, number: Int
    ) -> [Difference] {
        let pair = mine?.pair.symbol ?? other?["pair"]?.string
        let openMs = mine?.openMs ?? other?["open_timestamp"]?.int
        func difference(_ field: String, _ ours: String, _ theirs: String) -> Difference {
            Difference(
                number: number, pair: pair, openMs: openMs, field: field, ours: ours,
                theirs: theirs)
        }
        guard let mine, let other else {
            return [
                difference("trade", mine == nil ? "none" : "one", other == nil ? "none" : "one")
            ]
        }
        var found = tradeFields.compactMap { field in
            let said = other[field.name]
            let theirs =
                said?.isNull == false ? said : unsaid[field.name].flatMap { other[$0] }
            return words(field.ours(mine), theirs).map { difference(field.name, $0, $1) }
        }
        let orders = other["orders"]?.array ?? []
        if mine.orders.count != orders.count {
            found.append(difference("orders", "\(mine.orders.count)", "\(orders.count)"))
        }
        for (index, pair) in zip(mine.orders, orders).enumerated() {
            for field in orderFields {
                guard let words = words(field.ours(pair.0), pair.1[field.name]) else { continue }
                found.append(difference("order \(index + 1) \(field.name)", words.0, words.1))
            }
        }
        return found
    }

    /// Both values in words where they differ, nil where they agree.
    private static func words(_ ours: Value, _ theirs: JSONValue?) -> (String, String)? {
        let number = theirs?.double
        switch ours {
        case .text(let text):
            let other = theirs?.string ?? theirs?.bool.map { "\($0)" } ?? ""
            return text == other ? nil : ("\"\(text)\"", "\"\(other)\"")
        case .exact(let mine): return mine == number ? nil : (words(mine), words(number))
        case .rounded(let mine):
            return rounded(mine) == rounded(number) ? nil : (words(mine), words(number))
        case .ratio(let mine):
            guard let mine, let number else { return (words(mine), words(number)) }
            return (mine - number).magnitude <= 1e-12 ? nil : ("\(mine)", "\(number)")
        }
    }

    private static func rounded(_ number: Double?) -> Double? {
        number.map { Precision.rounded($0, decimals: 8) }
    }

    private static func words(_ number: Double?) -> String {
        guard let number else { return "none" }
        return Int(exactly: number).map { "\($0)" } ?? "\(number)"
    }
}
