/// Any JSON value, objects in the order in which their keys were written.
///
/// For documents of others (a bot's configuration, a run's settings), not for hot records.
public enum JSONValue: Hashable, Sendable {
    case null
    case boolean(Bool)
    case integer(Int)
    case number(Double)
    case text(String)
    case list([JSONValue])
    case object([Member])

    /// One key of an object with its value.
    public struct Member: Hashable, Sendable {
        public let key: String
        public let value: JSONValue

        public init(_ key: String, _ value: JSONValue) {
            self.key = key
            self.value = value
        }
    }

    /// The value under a key of an object; nil for another key or another kind of value.
    public subscript(key: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.withUnsafeBufferPointer { members in
            for place in members.indices where members[place].key == key {
                return members[place].value
            }
            return nil
        }
    }
}
