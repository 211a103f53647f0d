public import JSONL

/// A line of kind `measure`.
extension Measure: JSONRecord {
    public static let kind = "measure"

    private enum Field: String, CaseIterable {
        case run
        case name
        case value
        case unit
        case reason
    }

    private static let table = FieldTable<Field>(optional: [.value, .reason])

    public init(from reader: inout JSONReader) throws(JSONError) {
        var run = ""
        var name = ""
        var value: Double?
        var unit = ""
        var reason: String?
        var object = try reader.beginObject()
        while let key = try reader.nextKey(Self.table, in: &object) {
            switch key {
            case .run: run = try reader.name()
            case .name: name = try reader.name()
            case .value: value = try reader.optionalDouble()
            case .unit: unit = try reader.string()
            case .reason: reason = try reader.optionalString()
            }
        }
        self.init(run: run, name: name, value: value, unit: unit, reason: reason)
    }

    public func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.field("kind", Self.kind)
        writer.field("run", run)
        writer.field("name", name)
        writer.field("value", value)
        writer.field("unit", unit)
        writer.field("reason", reason)
        writer.endObject()
    }
}
