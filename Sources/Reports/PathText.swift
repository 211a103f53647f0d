/// The outline of a drawing while it is put together: letters and coordinates.
struct PathText {
    private var bytes: [UInt8] = []

    var text: String { String(decoding: bytes, as: UTF8.self) }

    mutating func append(_ letters: StaticString) {
        bytes += UnsafeBufferPointer(start: letters.utf8Start, count: letters.utf8CodeUnitCount)
    }

    mutating func append(_ number: Int) {
        if number < 0 { bytes.append(UInt8(ascii: "-")) }
        let start = bytes.count
        var rest = number.magnitude
        repeat {
            bytes.append(0x30 + UInt8(truncatingIfNeeded: rest % 10))
            rest /= 10
        } while rest != 0
        bytes[start...].reverse()
    }

    /// A coordinate with one decimal at most.
    mutating func append(pixels value: Double) { append(value, digits: 1) }

    /// As few digits as say the value to `digits` decimals, 1 or 2.
    mutating func append(_ value: Double, digits: Int) {
        guard abs(value) < 1e12 else { return bytes += value.description.utf8 }
        let scale = digits == 1 ? 10 : 100
        let scaled = Int((value * Double(scale)).rounded())
        let whole = abs(scaled) / scale
        var part = abs(scaled) % scale
        if scaled < 0 { bytes.append(UInt8(ascii: "-")) }
        append(whole)
        guard part > 0 else { return }
        bytes.append(UInt8(ascii: "."))
        if digits == 2 {
            if part < 10 { bytes.append(UInt8(ascii: "0")) }
            if part.isMultiple(of: 10) { part /= 10 }
        }
        append(part)
    }
}

/// A coordinate with one decimal at most.
func pixels(_ value: Double) -> String { short(value, 1) }

/// As few digits as say the value to `digits` decimals, 1 or 2.
func short(_ value: Double, _ digits: Int) -> String {
    var path = PathText()
    path.append(value, digits: digits)
    return path.text
}
