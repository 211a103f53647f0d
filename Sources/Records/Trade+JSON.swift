public import JSONL
internal import Market

/// A line of kind `trade`.
extension Trade: JSONRecord {
    public static let kind = "trade"

    public init(from reader: inout JSONReader) throws(JSONError) {
        var draft = TradeDraft()
        var object = try reader.beginObject()
        while let key = try reader.nextKey(TradeDraft.table, in: &object) {
            try draft.read(key, from: &reader)
        }
        // Written out: a closure would copy the draft.
        do throws(RecordError) {
            self = try draft.trade()
        } catch {
            throw reader.invalid(error.message, field: error.field, in: object)
        }
    }

    public func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.field("kind", Self.kind)
        switch origin {
        case .bot(let name, let generation):
            writer.field("bot", name)
            writer.field("generation", generation)
        case .run(let run): writer.field("run", run)
        }
        writer.field("trade_id", tradeID)
        writer.field("pair", pair.symbol)
        writer.field("side", side.rawValue)
        writer.field("is_open", isOpen)
        writer.field("open_ms", openMs)
        writer.field("close_ms", closeMs)
        writer.field("open_rate", openRate)
        writer.field("close_rate", closeRate)
        writer.field("amount", amount)
        writer.field("stake_amount", stakeAmount)
        writer.field("max_stake_amount", maxStakeAmount)
        writer.field("fee_open", feeOpen)
        writer.field("fee_close", feeClose)
        writer.field("leverage", leverage)
        writer.field("profit_abs", profitAbs)
        writer.field("profit_ratio", profitRatio)
        writer.field("enter_tag", enterTag)
        writer.field("exit_reason", exitReason)
        writer.field("min_rate", minRate)
        writer.field("max_rate", maxRate)
        writer.field("initial_stop_loss_abs", initialStopLossAbs)
        writer.field("stop_loss_abs", stopLossAbs)
        writer.field("funding_fees", fundingFees)
        writer.field("strategy", strategy)
        writer.field("timeframe", timeframe.description)
        writer.key("orders")
        TradeOrder.write(orders, to: &writer)
        writer.endObject()
    }
}

/// A trade while its line is read: what came so far.
private struct TradeDraft {
    enum Field: String, CaseIterable {
        case bot
        case generation
        case run
        case tradeID = "trade_id"
        case pair
        case side
        case isOpen = "is_open"
        case openMs = "open_ms"
        case closeMs = "close_ms"
        case openRate = "open_rate"
        case closeRate = "close_rate"
        case amount
        case stakeAmount = "stake_amount"
        case maxStakeAmount = "max_stake_amount"
        case feeOpen = "fee_open"
        case feeClose = "fee_close"
        case leverage
        case profitAbs = "profit_abs"
        case profitRatio = "profit_ratio"
        case enterTag = "enter_tag"
        case exitReason = "exit_reason"
        case minRate = "min_rate"
        case maxRate = "max_rate"
        case initialStopLossAbs = "initial_stop_loss_abs"
        case stopLossAbs = "stop_loss_abs"
        case fundingFees = "funding_fees"
        case strategy
        case timeframe
        case orders
    }

    static let table = FieldTable<Field>(
        optional: [
            .bot, .generation, .run, .closeMs, .closeRate, .maxStakeAmount, .profitAbs,
            .profitRatio, .enterTag, .exitReason, .minRate, .maxRate, .initialStopLossAbs,
            .stopLossAbs,
        ])

    var bot: String?
    var generation: Int?
    var run: String?
    var tradeID = 0
    var pair: Pair?
    var side = Side.long
    var isOpen = false
    var openMs = 0
    var closeMs: Int?
    var openRate = 0.0
    var closeRate: Double?
    var amount = 0.0
    var stakeAmount = 0.0
    var maxStakeAmount: Double?
    var feeOpen = 0.0
    var feeClose = 0.0
    var leverage = 0.0
    var profitAbs: Double?
    var profitRatio: Double?
    var enterTag: String?
    var exitReason: String?
    var minRate: Double?
    var maxRate: Double?
    var initialStopLossAbs: Double?
    var stopLossAbs: Double?
    var fundingFees = 0.0
    var strategy = ""
    var timeframe: Timeframe?
    var orders: [TradeOrder] = []

    @inline(__always)
    mutating func read(_ key: Field, from reader: inout JSONReader) throws(JSONError) {
        switch key {
        case .bot: bot = try reader.optionalString()
        case .generation: generation = try reader.optionalInt()
        case .run: run = try reader.optionalString()
        case .tradeID: tradeID = try reader.int()
        case .pair: pair = try reader.pair()
        case .side: side = try reader.word(Side.self)
        case .isOpen: isOpen = try reader.bool()
        case .openMs: openMs = try reader.int()
        case .closeMs: closeMs = try reader.optionalInt()
        case .openRate: openRate = try reader.double()
        case .closeRate: closeRate = try reader.optionalDouble()
        case .amount: amount = try reader.double()
        case .stakeAmount: stakeAmount = try reader.double()
        case .maxStakeAmount: maxStakeAmount = try reader.optionalDouble()
        case .feeOpen: feeOpen = try reader.double()
        case .feeClose: feeClose = try reader.double()
        case .leverage: leverage = try reader.double()
        case .profitAbs: profitAbs = try reader.optionalDouble()
        case .profitRatio: profitRatio = try reader.optionalDouble()
        case .enterTag: enterTag = try reader.optionalString()
        case .exitReason: exitReason = try reader.optionalString()
        case .minRate: minRate = try reader.optionalDouble()
        case .maxRate: maxRate = try reader.optionalDouble()
        case .initialStopLossAbs: initialStopLossAbs = try reader.optionalDouble()
        case .stopLossAbs: stopLossAbs = try reader.optionalDouble()
        case .fundingFees: fundingFees = try reader.double()
        case .strategy: strategy = try reader.string()
        case .timeframe: timeframe = try reader.timeframe()
        case .orders: orders = try TradeOrder.list(from: &reader)
        }
    }

    func trade() throws(RecordError) -> Trade {
        guard let pair, let timeframe else { preconditionFailure("the table requires both") }
        return try Trade(
            origin: try origin(), tradeID: tradeID, pair: pair, side: side, isOpen: isOpen,
            openMs: openMs, closeMs: closeMs, openRate: openRate, closeRate: closeRate,
            amount: amount, stakeAmount: stakeAmount, maxStakeAmount: maxStakeAmount,
            feeOpen: feeOpen, feeClose: feeClose, leverage: leverage, profitAbs: profitAbs,
            profitRatio: profitRatio, enterTag: enterTag, exitReason: exitReason, minRate: minRate,
            maxRate: maxRate, initialStopLossAbs: initialStopLossAbs, stopLossAbs: stopLossAbs,
            fundingFees: fundingFees, strategy: strategy, timeframe: timeframe, orders: orders)
    }

    /// Either a bot with its generation, or a run.
    private func origin() throws(RecordError) -> Origin {
        switch (bot, generation, run) {
        case (let bot?, let generation?, nil): return .bot(name: bot, generation: generation)
        case (nil, nil, let run?): return .run(run)
        case (.some, nil, nil):
            throw RecordError(
                field: "generation", message: "\"generation\" is missing beside \"bot\"")
        default:
            throw RecordError(
                field: "run",
                message: "a trade is either of a \"bot\" and its \"generation\" or of a \"run\"")
        }
    }
}
