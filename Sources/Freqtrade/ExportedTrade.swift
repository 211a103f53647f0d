internal import JSONL
internal import Market
internal import Records

/// A trade as freqtrade exports it, in its spelling and in those of its older versions.
struct ExportedTrade {
    private enum Field: String, CaseIterable {
        case pair, amount, leverage, orders
        case stakeAmount = "stake_amount"
        case maxStakeAmount = "max_stake_amount"
        case openDate = "open_date"
        case closeDate = "close_date"
        case openTimestamp = "open_timestamp"
        case closeTimestamp = "close_timestamp"
        case openRate = "open_rate"
        case closeRate = "close_rate"
        case feeOpen = "fee_open"
        case feeClose = "fee_close"
        case profitRatio = "profit_ratio"
        case profitAbs = "profit_abs"
        case exitReason = "exit_reason"
        case sellReason = "sell_reason"
        case initialStopLossAbs = "initial_stop_loss_abs"
        case stopLossAbs = "stop_loss_abs"
        case minRate = "min_rate"
        case maxRate = "max_rate"
        case isOpen = "is_open"
        case isShort = "is_short"
        case enterTag = "enter_tag"
        case buyTag = "buy_tag"
        case fundingFees = "funding_fees"
    }

    /// The same instant said twice, in Unix milliseconds UTC.
    private struct Instant {
        var (timestamp, date): (Int?, Int?)
    }

    /// The same words under two names.
    private struct Words {
        var (new, old): (String?, String?)
    }

    private static let table = FieldTable<Field>(
        optional: Field.allCases.filter {
            ![.pair, .amount, .stakeAmount, .openRate, .feeOpen, .feeClose].contains($0)
        })

    private var pair: Pair?
    private var amount = 0.0
    private var (stakeAmount, openRate) = (0.0, 0.0)
    private(set) var feeOpen = 0.0
    private var feeClose = 0.0
    private var leverage: Double?
    private var maxStakeAmount: Double?
    private var (closeRate, profitRatio, profitAbs): (Double?, Double?, Double?)
    private var (initialStop, stop): (Double?, Double?)
    private var (minRate, maxRate): (Double?, Double?)
    private var fundingFees: Double?
    /// Unix milliseconds UTC.
    private var (openMs, closeMs): (Int?, Int?)
    private var (enterTag, exitReason): (String?, String?)
    private var (isOpen, isShort) = (false, false)
    private var orders: [ExportedOrder] = []

    /// - Throws: `JSONError` for a missing key or another type.
    init(from reader: inout JSONReader) throws(JSONError) {
        var (open, close) = (Instant(), Instant())
        var (exit, tag) = (Words(), Words())
        var object = try reader.beginObject()
        while let key = try reader.nextKey(Self.table, in: &object) {
            switch key {
            case .pair: pair = try reader.pair()
            case .openDate: open.date = try Self.instant(&reader)
            case .closeDate: close.date = try Self.instant(&reader)
            case .openTimestamp: open.timestamp = try reader.optionalInt()
            case .closeTimestamp: close.timestamp = try reader.optionalInt()
            case .exitReason: exit.new = try reader.optionalString()
            case .sellReason: exit.old = try reader.optionalString()
            case .enterTag: tag.new = try reader.optionalString()
            case .buyTag: tag.old = try reader.optionalString()
            case .isOpen: isOpen = try reader.bool()
            case .isShort: isShort = try reader.bool()
            case .orders:
                var list = try reader.beginList()
                while try reader.nextElement(in: &list) {
                    orders.append(try ExportedOrder(from: &reader))
                }
            default: try readNumber(key, &reader)
            }
        }
        (openMs, closeMs) = (open.timestamp ?? open.date, close.timestamp ?? close.date)
        (exitReason, enterTag) = (exit.new ?? exit.old, tag.new ?? tag.old)
        guard openMs != nil else {
            throw reader.invalid("\"open_timestamp\" is missing", field: nil, in: object)
        }
    }

    private mutating func readNumber(
        _ key: Field, _ reader: inout JSONReader
    ) throws(JSONError) {
        switch key {
        case .amount: amount = try reader.double()
        case .stakeAmount: stakeAmount = try reader.double()
        case .openRate: openRate = try reader.double()
        case .feeOpen: feeOpen = try reader.double()
        case .feeClose: feeClose = try reader.double()
        case .leverage: leverage = try reader.finiteDouble()
        case .maxStakeAmount: maxStakeAmount = try reader.finiteDouble()
        case .closeRate: closeRate = try reader.finiteDouble()
        case .profitRatio: profitRatio = try reader.finiteDouble()
        case .profitAbs: profitAbs = try reader.finiteDouble()
        case .initialStopLossAbs: initialStop = try reader.finiteDouble()
        case .stopLossAbs: stop = try reader.finiteDouble()
        case .minRate: minRate = try reader.finiteDouble()
        case .maxRate: maxRate = try reader.finiteDouble()
        case .fundingFees: fundingFees = try reader.finiteDouble()
        default: preconditionFailure("\(key) is no number")
        }
    }

    /// Unix milliseconds of `2018-01-10 07:30:00+00:00`.
    private static func instant(_ reader: inout JSONReader) throws(JSONError) -> Int? {
        guard let text = try reader.optionalString() else { return nil }
        guard let instant = try? Timestamp(text) else {
            throw reader.unexpected(expected: "a date and time")
        }
        return instant.milliseconds
    }

    /// The trade as one of a run's, numbered from 1 in the order of closing.
    func trade(
        run: String, id: Int, strategy: String, timeframe: Timeframe
    ) throws(RecordError) -> Trade {
        guard let pair, let openMs else { preconditionFailure("checked while reading") }
        var records: [TradeOrder] = []
        for order in orders { records.append(try order.record()) }
        return try Trade(
            origin: .run(run), tradeID: id, pair: pair, side: isShort ? .short : .long,
            isOpen: isOpen, openMs: openMs, closeMs: isOpen ? nil : closeMs, openRate: openRate,
            closeRate: isOpen ? nil : closeRate, amount: amount, stakeAmount: stakeAmount,
            maxStakeAmount: maxStakeAmount ?? stakeAmount, feeOpen: feeOpen, feeClose: feeClose,
            leverage: leverage ?? 1, profitAbs: isOpen ? nil : profitAbs,
            profitRatio: isOpen ? nil : profitRatio, enterTag: enterTag, exitReason: exitReason,
            minRate: minRate, maxRate: maxRate, initialStopLossAbs: initialStop,
            stopLossAbs: stop, fundingFees: fundingFees ?? 0, strategy: strategy,
            timeframe: timeframe, orders: records)
    }
}

/// An order of an exported trade; all of them were filled.
private struct ExportedOrder {
    private enum Field: String, CaseIterable {
        case amount, cost
        case price = "safe_price"
        case side = "ft_order_side"
        case filled = "order_filled_timestamp"
        case tag = "ft_order_tag"
    }

    private static let table = FieldTable<Field>(optional: [.cost, .filled, .tag])

    private var (amount, price) = (0.0, 0.0)
    private var cost: Double?
    private var side = TradeOrder.Side.buy
    private var filledMs: Int?
    private var tag: String?

    init(from reader: inout JSONReader) throws(JSONError) {
        var object = try reader.beginObject()
        while let key = try reader.nextKey(Self.table, in: &object) {
            switch key {
            case .amount: amount = try reader.double()
            case .cost: cost = try reader.finiteDouble()
            case .price: price = try reader.double()
            case .side: side = try reader.word(TradeOrder.Side.self)
            case .filled: filledMs = try reader.optionalInt()
            case .tag: tag = try reader.optionalString()
            }
        }
    }

    func record() throws(RecordError) -> TradeOrder {
        try TradeOrder(
            side: side, status: "closed", amount: amount, filled: amount, price: price,
            cost: cost ?? amount * price, filledMs: filledMs, tag: tag)
    }
}

extension JSONReader {
    /// A number; nil for null and for one that is not finite.
    mutating func finiteDouble() throws(JSONError) -> Double? {
        guard let number = try optionalDouble(), number.isFinite else { return nil }
        return number
    }
}
