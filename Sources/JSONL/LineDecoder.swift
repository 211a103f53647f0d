/// Reads any `Decodable` from a line, as strictly as `JSONReader` and with the same errors.
///
/// For small and cold things; records that come by the million conform to `JSONRecord`. Keys are the
/// properties' names in snake_case: `openMs` reads `open_ms`, `tradeID` reads `trade_id`.
public struct LineDecoder {
    public init() {}

    /// - Throws: `JSONError` at the value that `type` cannot take.
    public func decode<Value: Decodable>(
        _ type: Value.Type, from text: String
    ) throws(JSONError) -> Value {
        try JSONReader.read(text) { (reader) throws(JSONError) in
            try reader.decode(Value.self)
        }
    }
}

extension RecordLine {
    /// Reads a cold record: see `LineDecoder`.
    public func decode<Value: Decodable>(cold type: Value.Type) throws(BadRecord) -> Value {
        try reading { (reader) throws(JSONError) in
            let value = try reader.decode(Value.self)
            try reader.finish()
            return value
        }
    }
}

extension JSONReader {
    /// Reads the next value as a `Decodable`. Complexity: O(bytes × levels).
    mutating func decode<Value: Decodable>(_ type: Value.Type) throws(JSONError) -> Value {
        let start = self
        try skip()
        let decoder = ValueDecoder(start, Place())
        do {
            return try decoder.read(Value.self)
        } catch let error as JSONError {
            throw error
        } catch {
            throw decoder.place.reader?.unexpected(expected: "another value")
                ?? start.invalid("the value cannot be read")
        }
    }
}

/// Where the value read last starts, shared by all decoders of one text.
final class Place {
    var reader: JSONReader?
}

/// A decoder that stands before one value.
struct ValueDecoder: Decoder {
    let reader: JSONReader
    let place: Place
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    init(_ reader: JSONReader, _ place: Place) {
        self.reader = reader
        self.place = place
    }

    func container<Key: CodingKey>(
        keyedBy type: Key.Type
    ) throws -> KeyedDecodingContainer<Key> {
        KeyedDecodingContainer(try KeyedValues<Key>(reader, place))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        try ListedValues(reader, place)
    }

    func singleValueContainer() throws -> any SingleValueDecodingContainer { self }

    /// Reads a value of any type; a word that an enumeration lacks is answered with all its words.
    func read<Value: Decodable>(_ type: Value.Type) throws -> Value {
        if type == JSONValue.self, let value = try scalar({ try $0.value() }) as? Value {
            return value
        }
        do {
            return try Value(from: self)
        } catch let error as DecodingError {
            guard case .dataCorrupted = error, let words = type as? any CaseIterable.Type,
                let reader = place.reader
            else { throw error }
            throw reader.unexpected(expected: Self.words(of: words))
        }
    }

    /// Reads one value with `body` and remembers its place.
    func scalar<Value>(_ body: (inout JSONReader) throws -> Value) throws -> Value {
        var reader = reader
        place.reader = reader
        let value = try body(&reader)
        place.reader = reader
        return value
    }

    func whole<Value: FixedWidthInteger>(_ type: Value.Type) throws -> Value {
        try scalar {
            let number = try $0.int()
            guard let value = Value(exactly: number) else {
                throw $0.unexpected(
                    expected: "a whole number from \(Value.min) to \(Value.max)")
            }
            return value
        }
    }

    private static func words<Word: CaseIterable>(of type: Word.Type) -> String {
        type.allCases.map { word in
            let raw = (word as? any RawRepresentable)?.rawValue
            return raw.map { "\"\($0)\"" } ?? "\"\(word)\""
        }.joined(separator: " or ")
    }
}

extension ValueDecoder: SingleValueDecodingContainer {
    func decodeNil() -> Bool {
        var reader = reader
        place.reader = reader
        return (try? reader.null()) ?? false
    }

    func decode(_ type: Bool.Type) throws -> Bool { try scalar { try $0.bool() } }
    func decode(_ type: String.Type) throws -> String { try scalar { try $0.string() } }
    func decode(_ type: Double.Type) throws -> Double { try scalar { try $0.double() } }
    func decode(_ type: Float.Type) throws -> Float { Float(try decode(Double.self)) }
    func decode(_ type: Int.Type) throws -> Int { try whole(type) }
    func decode(_ type: Int8.Type) throws -> Int8 { try whole(type) }
    func decode(_ type: Int16.Type) throws -> Int16 { try whole(type) }
    func decode(_ type: Int32.Type) throws -> Int32 { try whole(type) }
    func decode(_ type: Int64.Type) throws -> Int64 { try whole(type) }
    func decode(_ type: UInt.Type) throws -> UInt { try whole(type) }
    func decode(_ type: UInt8.Type) throws -> UInt8 { try whole(type) }
    func decode(_ type: UInt16.Type) throws -> UInt16 { try whole(type) }
    func decode(_ type: UInt32.Type) throws -> UInt32 { try whole(type) }
    func decode(_ type: UInt64.Type) throws -> UInt64 { try whole(type) }
    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try read(type) }
}
