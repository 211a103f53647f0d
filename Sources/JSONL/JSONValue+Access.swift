extension JSONValue {
    /// Reads one JSON text.
    ///
    /// - Throws: `JSONError` for anything but exactly one value, and for a key given twice.
    public init(parsing text: String) throws(JSONError) {
        self = try JSONReader.read(text) { (reader) throws(JSONError) in try reader.value() }
    }

    /// The value as compact JSON: no white space, keys in their order, shortest numbers.
    public var text: String {
        var writer = JSONWriter()
        writer.value(self)
        return writer.text
    }

    /// The text of a text; nil for every other kind of value.
    public var string: String? {
        guard case .text(let text) = self else { return nil }
        return text
    }

    /// Any number; nil for every other kind of value.
    public var double: Double? {
        switch self {
        case .integer(let number): Double(number)
        case .number(let number): number
        default: nil
        }
    }

    /// A number that was written as a whole one; nil for every other kind of value.
    public var int: Int? {
        guard case .integer(let number) = self else { return nil }
        return number
    }

    public var bool: Bool? {
        guard case .boolean(let flag) = self else { return nil }
        return flag
    }

    /// The elements of a list; nil for every other kind of value.
    public var array: [JSONValue]? {
        guard case .list(let elements) = self else { return nil }
        return elements
    }

    /// The keys and values of an object in their order; nil for every other kind of value.
    public var members: [Member]? {
        guard case .object(let members) = self else { return nil }
        return members
    }

    public var isNull: Bool { self == .null }

    /// What a person calls the value in an error: `"buyy"`, `5`, `an object`.
    public var spoken: String {
        switch self {
        case .list: "a list"
        case .object: "an object"
        default: text
        }
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByFloatLiteral, ExpressibleByBooleanLiteral, ExpressibleByNilLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    public init(stringLiteral value: String) { self = .text(value) }
    public init(integerLiteral value: Int) { self = .integer(value) }
    public init(floatLiteral value: Double) { self = .number(value) }
    public init(booleanLiteral value: Bool) { self = .boolean(value) }
    public init(nilLiteral: ()) { self = .null }
    public init(arrayLiteral elements: JSONValue...) { self = .list(elements) }
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(elements.map { Member($0.0, $0.1) })
    }
}
