public import JSONL

/// An element of a trade's `orders`.
extension TradeOrder {
    private enum Field: String, CaseIterable {
        case side
        case status
        case amount
        case filled
        case price
        case cost
        case filledMs = "filled_ms"
        case tag
    }

    private static let table = FieldTable<Field>(optional: [.filledMs, .tag])
    private static let sides = FieldTable<Side>()

    /// Reads one order's object.
    public init(from reader: inout JSONReader) throws(JSONError) {
        var side = Side.buy
        var status = ""
        var (amount, filled, price, cost) = (0.0, 0.0, 0.0, 0.0)
        var filledMs: Int?
        var tag: String?
        let fields = Self.table
        var object = try reader.beginObject()
        while let key = try reader.nextKey(fields, in: &object) {
            switch key {
            case .side: side = try reader.word(Self.sides)
            case .status: status = try reader.name()
            case .amount: amount = try reader.double()
            case .filled: filled = try reader.double()
            case .price: price = try reader.double()
            case .cost: cost = try reader.double()
            case .filledMs: filledMs = try reader.optionalInt()
            case .tag: tag = try reader.optionalString()
            }
        }
        self = try reader.checked(object) { () throws(RecordError) in
            try TradeOrder(
                side: side, status: status, amount: amount, filled: filled, price: price,
                cost: cost, filledMs: filledMs, tag: tag)
        }
    }

    public func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.field("side", side.rawValue)
        writer.field("status", status)
        writer.field("amount", amount)
        writer.field("filled", filled)
        writer.field("price", price)
        writer.field("cost", cost)
        writer.field("filled_ms", filledMs)
        writer.field("tag", tag)
        writer.endObject()
    }

    /// Reads a list of orders, as in a trade's `orders`.
    public static func list(from reader: inout JSONReader) throws(JSONError) -> [TradeOrder] {
        var orders: [TradeOrder] = []
        if reader.takeEmptyList() { return orders }
        var list = try reader.beginList()
        while try reader.nextElement(in: &list) { orders.append(try TradeOrder(from: &reader)) }
        return orders
    }

    /// Writes a list of orders, as in a trade's `orders`.
    public static func write(_ orders: [TradeOrder], to writer: inout JSONWriter) {
        writer.beginList()
        for order in orders { order.write(to: &writer) }
        writer.endList()
    }
}
