import Foundation
import JSONL

/// The record of `Golden/bad.jsonl` and `Golden/edge.jsonl`: read by the pull parser, by the Codable
/// adapter and by Foundation.
struct WireTrade: Codable, Equatable {
    var botID = ""
    var tradeID = 0
    var pair = ""
    var isOpen = false
    var openDate = ""
    var closeDate: String?
    var openRate = 0.0
    var closeRate: Double?
    var amount = 0.0
    var stakeAmount = 0.0
    var profitAbs: Double?
    var profitRatio: Double?
    var exitReason: String?
    var strategy = ""
    var timeframe = ""

    enum CodingKeys: String, CodingKey, CaseIterable {
        case botID = "bot_id"
        case tradeID = "trade_id"
        case pair
        case isOpen = "is_open"
        case openDate = "open_date"
        case closeDate = "close_date"
        case openRate = "open_rate"
        case closeRate = "close_rate"
        case amount
        case stakeAmount = "stake_amount"
        case profitAbs = "profit_abs"
        case profitRatio = "profit_ratio"
        case exitReason = "exit_reason"
        case strategy
        case timeframe
    }

    static let table = FieldTable<CodingKeys>(
        optional: [.closeDate, .closeRate, .profitAbs, .profitRatio, .exitReason])

    /// Reads with the pull parser.
    init(from reader: inout JSONReader) throws(JSONError) {
        var object = try reader.beginObject()
        while let key = try reader.nextKey(Self.table, in: &object) {
            switch key {
            case .botID: botID = try reader.string()
            case .tradeID: tradeID = try reader.int()
            case .pair: pair = try reader.string()
            case .isOpen: isOpen = try reader.bool()
            case .openDate: openDate = try reader.string()
            case .closeDate: closeDate = try reader.optionalString()
            case .openRate: openRate = try reader.double()
            case .closeRate: closeRate = try reader.optionalDouble()
            case .amount: amount = try reader.double()
            case .stakeAmount: stakeAmount = try reader.double()
            case .profitAbs: profitAbs = try reader.optionalDouble()
            case .profitRatio: profitRatio = try reader.optionalDouble()
            case .exitReason: exitReason = try reader.optionalString()
            case .strategy: strategy = try reader.string()
            case .timeframe: timeframe = try reader.string()
            }
        }
    }

    /// Reads bytes, which need not be UTF-8.
    static func pull(_ bytes: Data) throws(JSONError) -> WireTrade {
        let result = bytes.withUnsafeBytes { raw -> Result<WireTrade, JSONError> in
            raw.withMemoryRebound(to: UInt8.self) { bytes in
                var reader = JSONReader(bytes)
                do throws(JSONError) {
                    let trade = try WireTrade(from: &reader)
                    try reader.finish()
                    return .success(trade)
                } catch {
                    return .failure(error)
                }
            }
        }
        return try result.get()
    }
}
