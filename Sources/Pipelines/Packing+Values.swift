internal import Shell

// How the values of a pipeline are packed.

extension Int: Packable {
    func pack(into packer: inout Packer) { packer.pack(UInt(bitPattern: self)) }
    init(from unpacker: inout Unpacker) throws(Unreadable) {
        self.init(bitPattern: try unpacker.number())
    }
}

extension Bool: Packable {
    func pack(into packer: inout Packer) { packer.pack(self ? 1 : 0) }
    init(from unpacker: inout Unpacker) throws(Unreadable) { self = try unpacker.number() == 1 }
}

extension Double: Packable {
    func pack(into packer: inout Packer) { packer.pack(UInt(bitPattern)) }
    init(from unpacker: inout Unpacker) throws(Unreadable) {
        self.init(bitPattern: UInt64(try unpacker.number()))
    }
}

extension String: Packable {
    func pack(into packer: inout Packer) { packer.pack(self) }
    init(from unpacker: inout Unpacker) throws(Unreadable) { self = try unpacker.text() }
}

extension Duration: Packable {
    func pack(into packer: inout Packer) {
        Int(components.seconds).pack(into: &packer)
        Int(components.attoseconds).pack(into: &packer)
    }
    init(from unpacker: inout Unpacker) throws(Unreadable) {
        let seconds = try Int(from: &unpacker)
        let attoseconds = try Int(from: &unpacker)
        self.init(secondsComponent: Int64(seconds), attosecondsComponent: Int64(attoseconds))
    }
}

extension Optional: Packable where Wrapped: Packable {
    func pack(into packer: inout Packer) {
        packer.pack(self == nil ? 0 : 1)
        self?.pack(into: &packer)
    }
    init(from unpacker: inout Unpacker) throws(Unreadable) {
        self = try unpacker.number() == 0 ? nil : try Wrapped(from: &unpacker)
    }
}

extension Array: Packable where Element: Packable {
    func pack(into packer: inout Packer) {
        packer.pack(UInt(count))
        for element in self { element.pack(into: &packer) }
    }
    init(from unpacker: inout Unpacker) throws(Unreadable) {
        self = []
        let count = try unpacker.count()
        reserveCapacity(count)
        for _ in 0..<count { append(try Element(from: &unpacker)) }
    }
}

extension Set: Packable where Element: Packable & Comparable {
    func pack(into packer: inout Packer) { sorted().pack(into: &packer) }
    init(from unpacker: inout Unpacker) throws(Unreadable) {
        self.init(try [Element](from: &unpacker))
    }
}

extension Dictionary: Packable where Key: Packable & Comparable, Value: Packable {
    func pack(into packer: inout Packer) {
        packer.pack(UInt(count))
        for (key, value) in sorted(by: { $0.key < $1.key }) {
            key.pack(into: &packer)
            value.pack(into: &packer)
        }
    }
    init(from unpacker: inout Unpacker) throws(Unreadable) {
        self = [:]
        for _ in 0..<(try unpacker.count()) {
            let key = try Key(from: &unpacker)
            self[key] = try Value(from: &unpacker)
        }
    }
}

/// Words of a pipeline file.
extension Packable where Self: RawRepresentable, RawValue == String {
    func pack(into packer: inout Packer) { packer.pack(rawValue) }
    init(from unpacker: inout Unpacker) throws(Unreadable) {
        guard let word = Self(rawValue: try unpacker.text()) else { throw Unreadable() }
        self = word
    }
}

extension Step.When: Packable {}
extension Step.Cache: Packable {}
extension Pipeline.OnBusy: Packable {}

extension Artifact: Packable {
    func pack(into packer: inout Packer) {
        switch self {
        case .file(let path): [path].pack(into: &packer)
        case .table(let name): ["", "store", name].pack(into: &packer)
        case .variable(let name): ["", name].pack(into: &packer)
        }
    }
    init(from unpacker: inout Unpacker) throws(Unreadable) {
        let words = try [String](from: &unpacker)
        switch words.count {
        case 1: self = .file(words[0])
        case 2: self = .variable(words[1])
        case 3: self = .table(words[2])
        default: throw Unreadable()
        }
    }
}

extension Secret: Packable {
    func pack(into packer: inout Packer) {
        name.pack(into: &packer)
        file.pack(into: &packer)
    }
    init(from unpacker: inout Unpacker) throws(Unreadable) {
        self.init(name: try String(from: &unpacker), file: try String?(from: &unpacker))
    }
}

extension CronExpression: Packable {
    func pack(into packer: inout Packer) { description.pack(into: &packer) }
    init(from unpacker: inout Unpacker) throws(Unreadable) {
        guard let read = try? CronExpression(try unpacker.text()) else { throw Unreadable() }
        self = read
    }
}

extension Limits: Packable {
    static let fields: [PackedField<Limits>] = [
        .init(\.cpuSeconds), .init(\.memoryBytes), .init(\.openFiles), .init(\.fileBytes),
    ]
    func pack(into packer: inout Packer) { packer.pack(self, unlike: Limits(), Self.fields) }
    init(from unpacker: inout Unpacker) throws(Unreadable) {
        self = try unpacker.value(like: Limits(), Self.fields)
    }
}

extension Step.Retry: Packable {
    static let fields: [PackedField<Step.Retry>] = [
        .init(\.limit), .init(\.delay), .init(\.factor), .init(\.maximumDelay), .init(\.on),
    ]
    func pack(into packer: inout Packer) { packer.pack(self, unlike: Step.Retry(), Self.fields) }
    init(from unpacker: inout Unpacker) throws(Unreadable) {
        self = try unpacker.value(like: Step.Retry(), Self.fields)
    }
}

extension Hooks: Packable {
    static let fields: [PackedField<Hooks>] = [.init(\.success), .init(\.failure), .init(\.always)]
    func pack(into packer: inout Packer) { packer.pack(self, unlike: Hooks(), Self.fields) }
    init(from unpacker: inout Unpacker) throws(Unreadable) {
        self = try unpacker.value(like: Hooks(), Self.fields)
    }
}
