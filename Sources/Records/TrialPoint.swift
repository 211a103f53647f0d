public import JSONL

/// A point that a search wants tried: the epoch it is of, and the parameters' values.
public struct TrialPoint: Hashable, Sendable {
    /// The hyperopt's run id; nil where anybody may ask.
    public var run: String?
    /// Counted from 1.
    public var epoch: Int
    /// Parameter values by name.
    public var parameters: JSONValue

    public init(run: String?, epoch: Int, parameters: JSONValue) {
        self.run = run
        self.epoch = epoch
        self.parameters = parameters
    }
}

/// A line of kind `point`.
extension TrialPoint: JSONRecord {
    public static let kind = "point"

    private enum Field: String, CaseIterable {
        case run
        case epoch
        case parameters
    }

    private static let table = FieldTable<Field>(optional: [.run])

    public init(from reader: inout JSONReader) throws(JSONError) {
        self.init(run: nil, epoch: 0, parameters: .null)
        var object = try reader.beginObject()
        while let key = try reader.nextKey(Self.table, in: &object) {
            switch key {
            case .run: run = try reader.optionalString()
            case .epoch: epoch = try reader.int()
            case .parameters: parameters = try reader.object()
            }
        }
    }

    public func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.field("kind", Self.kind)
        writer.field("run", run)
        writer.field("epoch", epoch)
        writer.field("parameters", parameters)
        writer.endObject()
    }
}
