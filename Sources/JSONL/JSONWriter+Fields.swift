/// A key with its value; nil is written as `null`.
extension JSONWriter {
    public mutating func field(_ name: StaticString, _ value: Bool) {
        key(name)
        self.value(value)
    }

    public mutating func field(_ name: StaticString, _ value: Int) {
        key(name)
        self.value(value)
    }

    public mutating func field(_ name: StaticString, _ value: Double) {
        key(name)
        self.value(value)
    }

    public mutating func field(_ name: StaticString, _ value: String) {
        key(name)
        self.value(value)
    }

    public mutating func field(_ name: StaticString, _ value: JSONValue) {
        key(name)
        self.value(value)
    }

    public mutating func field(_ name: StaticString, _ value: Bool?) {
        key(name)
        if let value { self.value(value) } else { null() }
    }

    public mutating func field(_ name: StaticString, _ value: Int?) {
        key(name)
        if let value { self.value(value) } else { null() }
    }

    public mutating func field(_ name: StaticString, _ value: Double?) {
        key(name)
        if let value { self.value(value) } else { null() }
    }

    public mutating func field(_ name: StaticString, _ value: String?) {
        key(name)
        if let value { self.value(value) } else { null() }
    }

    /// Any value, compact, the keys of objects in their order.
    public mutating func value(_ value: JSONValue) {
        switch value {
        case .null: null()
        case .boolean(let flag): self.value(flag)
        case .integer(let number): self.value(number)
        case .number(let number): self.value(number)
        case .text(let text): self.value(text)
        case .list(let elements):
            beginList()
            for element in elements { self.value(element) }
            endList()
        case .object(let members):
            beginObject()
            for member in members {
                key(named: member.key)
                self.value(member.value)
            }
            endObject()
        }
    }

    /// One record as a line of its own.
    public mutating func write<Record: JSONRecord>(_ record: Record) throws(WriteError) {
        record.write(to: &self)
        try endLine()
    }
}
