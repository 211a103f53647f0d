public import JSONL

/// A line of kind `trial`.
extension Trial: JSONRecord {
    public static let kind = "trial"

    private enum Field: String, CaseIterable {
        case run
        case epoch
        case parameters
        case loss
        case measures
        case isBest = "is_best"
        case isInitial = "is_initial"
    }

    private static let table = FieldTable<Field>(optional: [.loss])

    public init(from reader: inout JSONReader) throws(JSONError) {
        var run = ""
        var epoch = 0
        var parameters = JSONValue.null
        var loss: Double?
        var measures = JSONValue.null
        var isBest = false
        var isInitial = false
        var object = try reader.beginObject()
        while let key = try reader.nextKey(Self.table, in: &object) {
            switch key {
            case .run: run = try reader.name()
            case .epoch: epoch = try reader.int()
            case .parameters: parameters = try reader.object()
            case .loss: loss = try reader.optionalDouble()
            case .measures: measures = try reader.object()
            case .isBest: isBest = try reader.bool()
            case .isInitial: isInitial = try reader.bool()
            }
        }
        self.init(
            run: run, epoch: epoch, parameters: parameters, loss: loss, measures: measures,
            isBest: isBest, isInitial: isInitial)
    }

    public func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.field("kind", Self.kind)
        writer.field("run", run)
        writer.field("epoch", epoch)
        writer.field("parameters", parameters)
        writer.field("loss", loss)
        writer.field("measures", measures)
        writer.field("is_best", isBest)
        writer.field("is_initial", isInitial)
        writer.endObject()
    }
}
