internal import JSONL

extension Pipeline {
    /// The JSON Schema (2020-12) of a pipeline file: one line, made of the tables that read the file.
    public static var schema: String {
        let frame: [JSONValue.Member] = [
            .init("$schema", "https://json-schema.org/draft/2020-12/schema"),
            .init("title", "A pipeline file"),
        ]
        let rest = Shape.object(keys.shaped).schema.members ?? []
        return JSONValue.object(frame + rest).text + "\n"
    }
}

extension Shape {
    /// The shape in the words of JSON Schema.
    var schema: JSONValue {
        switch self {
        // A scalar without quotes is what a reader of YAML makes of it.
        case .text: ["type": ["string", "number", "boolean"]]
        case .pattern(let pattern): ["type": "string", "pattern": .text(pattern)]
        case .integer(let range):
            [
                "type": "integer", "minimum": .integer(range.lowerBound),
                "maximum": .integer(range.upperBound),
            ]
        case .number(let range):
            [
                "type": "number", "minimum": .number(range.lowerBound),
                "maximum": .number(range.upperBound),
            ]
        case .boolean: ["type": "boolean"]
        case .choice(let words): ["enum": .list(words.map { .text($0) })]
        case .list(let element, let least):
            ["type": "array", "items": element.schema, "minItems": .integer(least)]
        case .map(let value, let names, let most): Self.map(value, names, most)
        case .object(let keys, let oneOf): Self.object(keys, oneOf)
        case .either(let shapes): ["anyOf": .list(shapes.map(\.schema))]
        }
    }

    private static func map(_ value: Shape, _ names: String?, _ most: Int?) -> JSONValue {
        var members: [JSONValue.Member] = [
            .init("type", "object"), .init("additionalProperties", value.schema),
        ]
        if let names { members.append(.init("propertyNames", ["pattern": .text(names)])) }
        if let most {
            members.append(.init("minProperties", 1))
            members.append(.init("maxProperties", .integer(most)))
        }
        return .object(members)
    }

    private static func object(_ keys: [ShapedKey], _ oneOf: [String]) -> JSONValue {
        let properties = keys.map { key in
            JSONValue.Member(
                key.name,
                .object([.init("description", .text(key.about))] + (key.shape.schema.members ?? []))
            )
        }
        var members: [JSONValue.Member] = [
            .init("type", "object"), .init("properties", .object(properties)),
            .init("additionalProperties", .boolean(false)),
        ]
        let required = keys.filter(\.isRequired).map { JSONValue.text($0.name) }
        if !required.isEmpty { members.append(.init("required", .list(required))) }
        if !oneOf.isEmpty {
            let choices = oneOf.map { ["required": [.text($0)]] as JSONValue }
            members.append(.init("oneOf", .list(choices)))
        }
        return .object(members)
    }
}
