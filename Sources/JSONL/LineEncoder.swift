/// Writes any `Encodable` as a line, keys in snake_case in the order in which they are encoded.
///
/// For small and cold things: see `LineDecoder`. Dictionaries come in the order of their keys.
public struct LineEncoder {
    /// The word under a first key `"kind"`; nil for none.
    public var kind: String?

    public init(kind: String? = nil) { self.kind = kind }

    /// The value's line, without a line feed.
    ///
    /// - Throws: what the value's own encoding throws, and `EncodingError` for whole numbers that do
    ///   not fit 64 bits.
    public func line<Value: Encodable>(_ value: Value) throws -> String {
        try encode(value).text
    }

    /// The value as a tree.
    public func encode<Value: Encodable>(_ value: Value) throws -> JSONValue {
        let node = Node()
        try ValueEncoder(node).write(value)
        guard let kind, case .object(let members) = node.value else { return node.value }
        return .object([.init("kind", .text(kind))] + members)
    }
}

/// A value that is still being built.
final class Node {
    enum Shape {
        case scalar(JSONValue)
        case object
        case list
    }

    var shape = Shape.scalar(.null)
    private(set) var names: [String] = []
    private(set) var nodes: [Node] = []

    var value: JSONValue {
        switch shape {
        case .scalar(let value): value
        case .list: .list(nodes.map(\.value))
        case .object: .object(zip(names, nodes).map { .init($0, $1.value) })
        }
    }

    /// A member of that name, new unless there was one.
    func member(_ name: String) -> Node {
        shape = .object
        if let index = names.firstIndex(of: name) { return nodes[index] }
        names.append(name)
        return element()
    }

    func element() -> Node {
        let node = Node()
        nodes.append(node)
        return node
    }

    func sortMembers() {
        let members = zip(names, nodes).sorted { $0.0 < $1.0 }
        (names, nodes) = (members.map(\.0), members.map(\.1))
    }
}

/// Dictionaries keep their keys as they are.
private protocol StringKeyed {
    var keysAreData: Bool { get }
}

extension Dictionary: StringKeyed where Key == String {
    var keysAreData: Bool { true }
}

struct ValueEncoder: Encoder {
    let node: Node
    var keepsKeys = false
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    init(_ node: Node) { self.node = node }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        node.shape = .object
        return KeyedEncodingContainer(KeyedNodes<Key>(node: node, keepsKeys: keepsKeys))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        node.shape = .list
        return ListedNodes(node: node)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { self }

    func write<Value: Encodable>(_ value: Value) throws {
        if let value = value as? JSONValue {
            node.shape = .scalar(value)
            return
        }
        guard value is any StringKeyed else { return try value.encode(to: self) }
        var encoder = self
        encoder.keepsKeys = true
        try value.encode(to: encoder)
        node.sortMembers()
    }

    private func whole<Value: FixedWidthInteger>(_ value: Value) throws {
        guard let number = Int(exactly: value) else {
            throw EncodingError.invalidValue(
                value, .init(codingPath: [], debugDescription: "\(value) does not fit 64 bits"))
        }
        node.shape = .scalar(.integer(number))
    }
}

extension ValueEncoder: SingleValueEncodingContainer {
    func encodeNil() { node.shape = .scalar(.null) }
    func encode(_ value: Bool) { node.shape = .scalar(.boolean(value)) }
    func encode(_ value: String) { node.shape = .scalar(.text(value)) }
    func encode(_ value: Double) {
        node.shape = .scalar(value.isFinite ? .number(value) : .null)
    }
    func encode(_ value: Float) { encode(Double(value)) }
    func encode(_ value: Int) { node.shape = .scalar(.integer(value)) }
    func encode(_ value: Int8) throws { try whole(value) }
    func encode(_ value: Int16) throws { try whole(value) }
    func encode(_ value: Int32) throws { try whole(value) }
    func encode(_ value: Int64) throws { try whole(value) }
    func encode(_ value: UInt) throws { try whole(value) }
    func encode(_ value: UInt8) throws { try whole(value) }
    func encode(_ value: UInt16) throws { try whole(value) }
    func encode(_ value: UInt32) throws { try whole(value) }
    func encode(_ value: UInt64) throws { try whole(value) }
    func encode<Value: Encodable>(_ value: Value) throws { try write(value) }
}

private struct KeyedNodes<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let node: Node
    let keepsKeys: Bool
    var codingPath: [any CodingKey] { [] }

    private func member(_ key: any CodingKey) -> Node {
        node.member(keepsKeys ? key.stringValue : snakeCase(key.stringValue))
    }

    func encodeNil(forKey key: Key) { member(key).shape = .scalar(.null) }

    func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws {
        try ValueEncoder(member(key)).write(value)
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Nested> {
        ValueEncoder(member(key)).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        ValueEncoder(member(key)).unkeyedContainer()
    }

    func superEncoder() -> any Encoder { ValueEncoder(node.member("super")) }
    func superEncoder(forKey key: Key) -> any Encoder { ValueEncoder(member(key)) }
}

private struct ListedNodes: UnkeyedEncodingContainer {
    let node: Node
    var codingPath: [any CodingKey] { [] }

    var count: Int { node.nodes.count }

    func encodeNil() { _ = node.element() }

    func encode<Value: Encodable>(_ value: Value) throws {
        try ValueEncoder(node.element()).write(value)
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type
    ) -> KeyedEncodingContainer<Nested> {
        ValueEncoder(node.element()).container(keyedBy: type)
    }

    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
        ValueEncoder(node.element()).unkeyedContainer()
    }

    func superEncoder() -> any Encoder { ValueEncoder(node.element()) }
}
