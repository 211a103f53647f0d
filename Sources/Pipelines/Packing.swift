/// Values as bytes, for a memory that only this very program reads again.
struct Packer {
    private(set) var bytes: [UInt8] = []

    /// Seven bits a byte, the lowest first; all but the last byte have the eighth set.
    mutating func pack(_ number: UInt) {
        var rest = number
        while rest > 0x7F {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    mutating func pack(_ text: String) {
        pack(UInt(text.utf8.count))
        bytes += text.utf8
    }
}

/// What a packer packed, read again in the same order.
struct Unpacker {
    private let bytes: UnsafeRawBufferPointer
    private var place: Int

    /// Reads the bytes, which must outlive the unpacker.
    init(_ bytes: UnsafeRawBufferPointer) { (self.bytes, place) = (bytes, 0) }

    /// Whether nothing is left.
    var isAtEnd: Bool { place == bytes.count }

    mutating func number() throws(Unreadable) -> UInt {
        var (number, shift) = (0 as UInt, 0 as UInt)
        while place < bytes.count, shift < UInt.bitWidth {
            let byte = bytes[place]
            place += 1
            number |= UInt(byte & 0x7F) << shift
            if byte < 0x80 { return number }
            shift += 7
        }
        throw Unreadable()
    }

    /// How many of something follow, each of a byte at least.
    mutating func count() throws(Unreadable) -> Int {
        let count = try number()
        guard count <= UInt(bytes.count - place) else { throw Unreadable() }
        return Int(count)
    }

    mutating func text() throws(Unreadable) -> String {
        let count = try count()
        let range = place..<place + count
        place += count
        guard let text = String(validating: bytes[range], as: UTF8.self) else {
            throw Unreadable()
        }
        return text
    }
}

/// Bytes that are not what a packer made.
struct Unreadable: Error {}

/// A value that can be packed.
protocol Packable {
    func pack(into packer: inout Packer)
    init(from unpacker: inout Unpacker) throws(Unreadable)
}

/// A field of a value, packed where it is not as in a sample: most fields of most values are.
struct PackedField<Whole>: Sendable {
    let isAlike: @Sendable (Whole, Whole) -> Bool
    let pack: @Sendable (Whole, inout Packer) -> Void
    let unpack: @Sendable (inout Whole, inout Unpacker) throws(Unreadable) -> Void

    init<Value: Packable & Equatable & SendableMetatype>(
        _ path: any WritableKeyPath<Whole, Value> & Sendable
    ) {
        isAlike = { $0[keyPath: path] == $1[keyPath: path] }
        pack = { $0[keyPath: path].pack(into: &$1) }
        unpack = { (whole, unpacker) throws(Unreadable) in
            whole[keyPath: path] = try Value(from: &unpacker)
        }
    }
}

extension Packer {
    /// Packs what of a value differs from the sample, and which fields these are.
    mutating func pack<Whole>(
        _ whole: Whole, unlike sample: Whole, _ fields: [PackedField<Whole>]
    ) {
        let places = fields.indices.filter { !fields[$0].isAlike(whole, sample) }
        pack(places.reduce(0) { $0 | 1 << UInt($1) })
        for place in places { fields[place].pack(whole, &self) }
    }
}

extension Unpacker {
    /// The sample with what was packed of another value.
    mutating func value<Whole>(
        like sample: Whole, _ fields: [PackedField<Whole>]
    ) throws(Unreadable) -> Whole {
        var whole = sample
        var marks = try number()
        while marks != 0 {
            let place = marks.trailingZeroBitCount
            guard place < fields.count else { throw Unreadable() }
            try fields[place].unpack(&whole, &self)
            marks &= marks - 1
        }
        return whole
    }
}
