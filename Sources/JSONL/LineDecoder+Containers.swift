/// The values of an object by key.
struct KeyedValues<Key: CodingKey>: KeyedDecodingContainerProtocol {
    /// Readers that stand before each value.
    private var values: [String: JSONReader] = [:]
    private var names: [String] = []
    private let object: JSONReader
    private let place: Place
    var codingPath: [any CodingKey] { [] }

    init(_ reader: JSONReader, _ place: Place) throws(JSONError) {
        self.place = place
        var reader = reader
        var cursor = try reader.beginObject()
        object = reader
        while let raw = try reader.nextName(in: &cursor) {
            let name =
                raw.isEscaped
                ? try reader.unescape(raw.bytes) : String(decoding: raw.bytes, as: UTF8.self)
            guard values.updateValue(reader, forKey: name) == nil else { throw reader.twice(name) }
            names.append(name)
            try reader.skip()
        }
    }

    var allKeys: [Key] { names.compactMap { Key(stringValue: $0) } }

    func contains(_ key: Key) -> Bool { find(key) != nil }

    func decodeNil(forKey key: Key) throws -> Bool { try decoder(key).decodeNil() }

    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
        try decoder(key).read(type)
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> {
        try decoder(key).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try decoder(key).unkeyedContainer()
    }

    func superDecoder() throws -> any Decoder {
        guard let reader = values["super"] else { throw missing("super") }
        return ValueDecoder(reader, place)
    }

    func superDecoder(forKey key: Key) throws -> any Decoder { try decoder(key) }

    /// Keys of dictionaries are taken as they are, those of types in snake_case.
    private func find(_ key: Key) -> JSONReader? {
        values[key.stringValue] ?? values[snakeCase(key.stringValue)]
    }

    private func decoder(_ key: Key) throws(JSONError) -> ValueDecoder {
        guard let reader = find(key) else { throw missing(snakeCase(key.stringValue)) }
        return ValueDecoder(reader, place)
    }

    private func missing(_ name: String) -> JSONError {
        object.invalid("\"\(name)\" is missing")
    }
}

/// The elements of a list in order.
struct ListedValues: UnkeyedDecodingContainer {
    private var values: [JSONReader] = []
    private let place: Place
    private(set) var currentIndex = 0
    var codingPath: [any CodingKey] { [] }
    var count: Int? { values.count }
    var isAtEnd: Bool { currentIndex == values.count }

    init(_ reader: JSONReader, _ place: Place) throws(JSONError) {
        self.place = place
        var reader = reader
        var cursor = try reader.beginList()
        while try reader.nextElement(in: &cursor) {
            values.append(reader)
            try reader.skip()
        }
    }

    mutating func decodeNil() throws -> Bool {
        guard try current().decodeNil() else { return false }
        currentIndex += 1
        return true
    }

    mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        let value = try current().read(type)
        currentIndex += 1
        return value
    }

    mutating func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type
    ) throws -> KeyedDecodingContainer<Nested> {
        let container = try current().container(keyedBy: type)
        currentIndex += 1
        return container
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        let container = try current().unkeyedContainer()
        currentIndex += 1
        return container
    }

    mutating func superDecoder() throws -> any Decoder {
        let decoder = try current()
        currentIndex += 1
        return decoder
    }

    private func current() throws -> ValueDecoder {
        guard currentIndex < values.count else {
            throw DecodingError.valueNotFound(
                Any.self, .init(codingPath: [], debugDescription: "the list has ended"))
        }
        return ValueDecoder(values[currentIndex], place)
    }
}

/// A Swift name as JSON and SQL spell it: `openMs` → `open_ms`, `tradeID` → `trade_id`.
func snakeCase(_ name: String) -> String {
    var snake = ""
    var previousIsLower = false
    for character in name {
        if character.isUppercase, previousIsLower { snake += "_" }
        previousIsLower = !character.isUppercase && character != "_"
        snake += character.isUppercase ? character.lowercased() : String(character)
    }
    return snake
}
