public import JSONL
public import Market

/// An element of a market's `leverage_tiers`.
extension LeverageTier {
    private enum Field: String, CaseIterable {
        case minNotional = "min_notional"
        case maxNotional = "max_notional"
        case maintenanceRatio = "maintenance_ratio"
        case maxLeverage = "max_leverage"
        case maintenanceAmount = "maintenance_amount"
    }

    private static let table = FieldTable<Field>(optional: [.maxNotional])

    init(from reader: inout JSONReader) throws(JSONError) {
        var (minNotional, maintenanceRatio, maxLeverage, maintenanceAmount) = (0.0, 0.0, 0.0, 0.0)
        var maxNotional: Double?
        var object = try reader.beginObject()
        while let key = try reader.nextKey(Self.table, in: &object) {
            switch key {
            case .minNotional: minNotional = try reader.double()
            case .maxNotional: maxNotional = try reader.optionalDouble()
            case .maintenanceRatio: maintenanceRatio = try reader.double()
            case .maxLeverage: maxLeverage = try reader.double()
            case .maintenanceAmount: maintenanceAmount = try reader.double()
            }
        }
        self = try reader.checked(object) { () throws(MarketError) in
            try LeverageTier(
                minNotional: minNotional, maxNotional: maxNotional,
                maintenanceRatio: maintenanceRatio, maxLeverage: maxLeverage,
                maintenanceAmount: maintenanceAmount)
        }
    }

    private func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.field("min_notional", minNotional)
        writer.field("max_notional", maxNotional)
        writer.field("maintenance_ratio", maintenanceRatio)
        writer.field("max_leverage", maxLeverage)
        writer.field("maintenance_amount", maintenanceAmount)
        writer.endObject()
    }

    /// Reads a list of tiers, as in a market's `leverage_tiers`.
    public static func list(from reader: inout JSONReader) throws(JSONError) -> [LeverageTier] {
        var tiers: [LeverageTier] = []
        var list = try reader.beginList()
        while try reader.nextElement(in: &list) { tiers.append(try LeverageTier(from: &reader)) }
        return tiers
    }

    /// Writes a list of tiers, as in a market's `leverage_tiers`.
    public static func write(_ tiers: [LeverageTier], to writer: inout JSONWriter) {
        writer.beginList()
        for tier in tiers { tier.write(to: &writer) }
        writer.endList()
    }
}
