internal import JSONL
internal import Markup

/// Fills one template in. Contexts are looked at where they are, never copied.
struct TemplateRenderer: ~Copyable {
    private typealias Value = UnsafePointer<JSONValue>

    /// The members of an object that names are looked up in.
    private typealias Frame = UnsafeBufferPointer<JSONValue.Member>

    private var program: TemplateProgram
    /// Where each name stood last among its context's members: mostly it stands there again.
    private var places: [Int]
    private var depth = 0
    /// The nearest object last.
    private var stack: [Frame] = []
    /// The nearest context of any kind.
    private var current: Value?
    private(set) var output = MarkupBuffer(capacity: 1 << 17)
    /// How many more bodies of sections and partials may be filled in.
    private(set) var rest = mostPieces

    /// A page of ten thousand cells takes a tenth of them.
    static let mostPieces = 1_000_000
    /// Bytes of text: a page that is larger opens nowhere.
    private static let mostText = 1 << 26

    init(_ program: TemplateProgram) {
        self.program = program
        places = [Int](repeating: 0, count: program.names.count)
    }

    mutating func render(_ template: Range<Int>, _ context: JSONValue) {
        withUnsafePointer(to: context) { render(template, in: $0) }
    }

    private mutating func render(_ pieces: Range<Int>) {
        rest -= 1
        if output.count > Self.mostText { rest = 0 }
        var place = pieces.lowerBound
        while place < pieces.upperBound, rest > 0 {
            switch program.pieces[place] {
            case .text(let range):
                program.texts.withUnsafeBufferPointer {
                    output.append(UnsafeBufferPointer(rebasing: $0[range]))
                }
            case .variable(let name, let isRaw):
                if let value = lookUp(name) { append(value, isRaw: isRaw) }
            case .section(let name, let isInverted, let count):
                section(lookUp(name), isInverted, place + 1..<place + 1 + count)
                place += count
            case .partial(let number): partial(number)
            }
            place += 1
        }
    }

    private mutating func section(_ value: Value?, _ isInverted: Bool, _ body: Range<Int>) {
        guard let value else { return isInverted ? render(body) : () }
        switch value.pointee {
        case .null, .boolean(false): if isInverted { render(body) }
        case .list(let elements) where elements.isEmpty: if isInverted { render(body) }
        case _ where isInverted: break
        case .list(let elements):
            elements.withUnsafeBufferPointer { elements in
                for index in elements.indices {
                    if let element = elements.baseAddress { render(body, in: element + index) }
                }
            }
        default: render(body, in: value)
        }
    }

    private mutating func render(_ pieces: Range<Int>, in context: Value) {
        let outer = current
        current = context
        if case .object(let members) = context.pointee {
            members.withUnsafeBufferPointer { members in
                stack.append(members)
                render(pieces)
                stack.removeLast()
            }
        } else {
            render(pieces)
        }
        current = outer
    }

    private mutating func partial(_ number: Int) {
        guard depth < 64 else { return }
        depth += 1
        render(program.body(ofPartial: number))
        depth -= 1
    }

    /// The value of the first name in the nearest context that has it, then the names inside.
    private mutating func lookUp(_ name: Int) -> Value? {
        if name == TemplateProgram.iterator { return current }
        var place = stack.count
        while place > 0 {
            place -= 1
            guard var value = member(name, of: stack[place]) else { continue }
            for other in program.names[name].others {
                guard let inner = Self.member(other, of: value) else { return nil }
                value = inner
            }
            return value
        }
        return nil
    }

    private mutating func member(_ name: Int, of members: Frame) -> Value? {
        guard let start = members.baseAddress else { return nil }
        let guess = places[name]
        if guess < members.count, members[guess].key == program.names[name].first {
            return (start + guess).pointer(to: \.value)
        }
        for place in members.indices where members[place].key == program.names[name].first {
            places[name] = place
            return (start + place).pointer(to: \.value)
        }
        return nil
    }

    private static func member(_ key: String, of value: Value) -> Value? {
        guard case .object(let members) = value.pointee else { return nil }
        return members.withUnsafeBufferPointer { members in
            members.firstIndex { $0.key == key }.flatMap { place in
                members.baseAddress.flatMap { ($0 + place).pointer(to: \.value) }
            }
        }
    }

    private mutating func append(_ value: Value, isRaw: Bool) {
        switch value.pointee {
        case .null: break
        case .text(let text): append(text, isRaw: isRaw)
        default: append(value.pointee.text, isRaw: isRaw)
        }
    }

    private mutating func append(_ text: String, isRaw: Bool) {
        if isRaw {
            text.utf8.span.withUnsafeBufferPointer { output.append($0) }
        } else {
            appendEscaped(text, to: &output)
        }
    }
}
