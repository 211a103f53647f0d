/// Texts that were read lately: those that come again and again in a file, such as pairs and exit
/// reasons, are made once.
final class TextMemory {
    /// One for each way in which texts look; readers use them while this lives.
    let slots: UnsafeMutablePointer<RememberedText>
    private static let count = 1 << RememberedText.bits

    init() {
        slots = .allocate(capacity: Self.count)
        slots.initialize(repeating: RememberedText(), count: Self.count)
    }

    deinit {
        slots.deinitialize(count: Self.count)
        slots.deallocate()
    }
}

/// The text that was read last of those that look like it.
struct RememberedText {
    static let bits: UInt64 = 9
    /// Longer texts hardly ever come again.
    static let longest = 32

    private var bytes = TextBytes.none
    private var text = ""

    /// The text of these bytes, which are valid UTF-8 and at most `longest`; eight may be read in any
    /// case.
    @inline(__always)
    static func text(
        _ bytes: UnsafeBufferPointer<UInt8>, in slots: UnsafeMutablePointer<RememberedText>
    ) -> String {
        guard let start = bytes.baseAddress else { return "" }
        let written = TextBytes(start, bytes.count)
        let slot = slots + written.look
        if slot.pointee.bytes == written { return slot.pointee.text }
        return slot.pointee.renew(start, bytes.count)
    }

    @inline(never)
    private mutating func renew(_ start: UnsafePointer<UInt8>, _ count: Int) -> String {
        let bytes = UnsafeBufferPointer(start: start, count: count)
        self.bytes = TextBytes(start, count)
        text = String(decoding: bytes, as: UTF8.self)
        return text
    }
}

/// The bytes of a short text in words that overlap.
private struct TextBytes: Equatable {
    let count: Int
    let first: UInt64
    let last: UInt64
    let inner: (UInt64, UInt64)

    static let none = TextBytes()

    private init() { (count, first, last, inner) = (-1, 0, 0, (0, 0)) }

    @inline(__always)
    init(_ start: UnsafePointer<UInt8>, _ count: Int) {
        func word(_ place: Int) -> UInt64 {
            UnsafeRawPointer(start + place).loadUnaligned(as: UInt64.self)
        }
        self.count = count
        if count <= 8 {
            let unused = UInt64(truncatingIfNeeded: 64 &- 8 &* count)
            let mask = count == 0 ? 0 : ~UInt64(0) &>> unused
            first = UInt64(littleEndian: word(0)) & mask
            (last, inner) = (0, (0, 0))
        } else {
            (first, last) = (word(0), word(count &- 8))
            inner = count <= 16 ? (0, 0) : (word(8), word(count &- 16))
        }
    }

    /// Spreads texts over the slots.
    @inline(__always)
    var look: Int {
        let mixed = (first ^ last.byteSwapped) &* 0x9E37_79B9_7F4A_7C15
        return Int(truncatingIfNeeded: mixed &>> (64 &- RememberedText.bits))
    }

    @inline(__always)
    static func == (left: Self, right: Self) -> Bool {
        left.count == right.count && left.first == right.first
            && (left.count <= 8 || left.last == right.last && left.inner == right.inner)
    }
}
