public import JSONL
internal import Market

/// A line of kind `trade`.
extension Trade: JSONRecord {
    public static let kind = "trade"

    private enum Field: String, CaseIterable {
        // Its place costs those nothing that have the next two instead.
        case run
        case bot
        case generation
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

    private static let fields = RecordTable<Trade, Field>(
        optional: [
            .bot, .generation, .run, .closeMs, .closeRate, .maxStakeAmount, .profitAbs,
            .profitRatio, .enterTag, .exitReason, .minRate, .maxRate, .initialStopLossAbs,
            .stopLossAbs,
        ],
        numbers: [
            .openRate: \.openRate, .closeRate: \.closeRate, .amount: \.amount,
            .stakeAmount: \.stakeAmount, .maxStakeAmount: \.maxStakeAmount,
            .feeOpen: \.feeOpen, .feeClose: \.feeClose, .leverage: \.leverage,
            .profitAbs: \.profitAbs, .profitRatio: \.profitRatio, .minRate: \.minRate,
            .maxRate: \.maxRate, .initialStopLossAbs: \.initialStopLossAbs,
            .stopLossAbs: \.stopLossAbs, .fundingFees: \.fundingFees,
        ])
    private static let sides = FieldTable<Side>()

    public init(from reader: inout JSONReader) throws(JSONError) {
        self.init(unread: ())
        try read(from: &reader)
    }

    /// Reads in place: a value of this size is costly to copy.
    public mutating func read(from reader: inout JSONReader) throws(JSONError) {
        forgetOptionalFields()
        var owner = TradeOwner()
        let fields = Self.fields
        var object = try reader.beginObject()
        while let key = try reader.nextKey(fields, in: &object, into: &self) {
            try read(key, owner: &owner, from: &reader)
        }
        // Written out: a closure would copy the trade.
        do throws(RecordError) {
            origin = try owner.origin()
            try check()
        } catch {
            throw reader.invalid(error.message, field: error.field, in: object)
        }
    }

    /// What a line may leave out; all else is written anew.
    private mutating func forgetOptionalFields() {
        (closeMs, closeRate, maxStakeAmount) = (nil, nil, nil)
        (profitAbs, profitRatio, enterTag, exitReason) = (nil, nil, nil, nil)
        (minRate, maxRate, initialStopLossAbs, stopLossAbs) = (nil, nil, nil, nil)
    }

    @inline(__always)
    private mutating func read(
        _ key: Field, owner: inout TradeOwner, from reader: inout JSONReader
    ) throws(JSONError) {
        switch key {
        case .bot: owner.bot = try reader.optionalString()
        case .generation: owner.generation = try reader.optionalInt()
        case .run: owner.run = try reader.optionalString()
        case .tradeID: tradeID = try reader.int()
        case .pair: pair = try reader.pair()
        case .side: side = try reader.word(Self.sides)
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
        case .timeframe: timeframe = try reader.timeframe(after: timeframe)
        case .orders: orders = try TradeOrder.list(from: &reader)
        }
    }

    public func write(to writer: inout JSONWriter) {
        writeFields(to: &writer)
        TradeOrder.write(orders, to: &writer)
        writer.endObject()
    }

    /// The same where its orders are JSON already.
    public func write(to writer: inout JSONWriter, orders text: String) {
        writeFields(to: &writer)
        writer.value(json: text)
        writer.endObject()
    }

    /// The orders as JSON, as they stand in a record and in the store.
    public var ordersText: String {
        if orders.isEmpty { return "[]" }
        var writer = JSONWriter()
        TradeOrder.write(orders, to: &writer)
        return writer.text
    }

    /// The same of each of some trades.
    public static func ordersTexts(of trades: [Trade]) -> [String] {
        var writer = JSONWriter()
        return trades.indices.map {
            TradeOrder.write(trades[$0].orders, to: &writer)
            return writer.takeText()
        }
    }

    /// Up to the key of the orders.
    private func writeFields(to writer: inout JSONWriter) {
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
    }
}

/// What a line says of whose its trade is.
private struct TradeOwner {
    var bot: String?
    var generation: Int?
    var run: String?

    /// Either a bot with its generation, or a run.
    consuming func origin() throws(RecordError) -> Origin {
        if let bot, run == nil {
            guard let generation else {
                throw RecordError(
                    field: "generation", message: "\"generation\" is missing beside \"bot\"")
            }
            return .bot(name: bot, generation: generation)
        }
        guard let run, bot == nil, generation == nil else {
            throw RecordError(
                field: "run",
                message: "a trade is either of a \"bot\" and its \"generation\" or of a \"run\"")
        }
        return .run(run)
    }
}
