internal import Glibc

/// How far a place's clocks are from UTC, and when they change: read from the system's files.
///
/// The files are TZif (RFC 9636): a table of changes, and a rule for the time after the last one.
public struct TimeZoneRules: Sendable {
    /// Seconds east of UTC before the first change.
    private let first: Int
    private let changes: [(at: Int, offset: Int)]
    private let rule: ZoneRule?

    /// - Parameter name: `UTC` or a name such as `Europe/London`; nil where the system has none.
    public init?(name: String) {
        if name == "UTC" {
            self.init(first: 0)
            return
        }
        guard !name.hasPrefix("/"), !name.contains(".."),
            let file = Self.read("/usr/share/zoneinfo/" + name)
        else { return nil }
        self.init(file: file)
    }

    private init(first: Int) {
        self.first = first
        changes = []
        rule = nil
    }

    init?(file: [UInt8]) {
        var bytes = ZoneBytes(file)
        // The first block counts in 32 bits and is there for old readers; the second in 64.
        guard let old = bytes.header() else { return nil }
        bytes.skip(old.dataSize(timeSize: 4))
        guard old.version >= 2, let counts = bytes.header() else { return nil }
        let times = (0..<counts.times).map { _ in bytes.number(8) }
        let kinds = (0..<counts.times).map { _ in bytes.number(1) }
        let offsets = (0..<counts.kinds).map { _ in
            let offset = bytes.number(4)
            bytes.skip(2)
            return offset
        }
        bytes.skip(counts.tailSize(timeSize: 8))
        guard !offsets.isEmpty, kinds.allSatisfy(offsets.indices.contains), !bytes.isOverrun
        else { return nil }
        first = offsets[0]
        changes = zip(times, kinds).map { (at: $0, offset: offsets[$1]) }
        rule = ZoneRule(bytes.rest().split(separator: "\n").first.map(String.init) ?? "")
    }

    /// Seconds east of UTC at an instant in Unix seconds.
    public func offset(at instant: Int) -> Int {
        if let last = changes.last, instant >= last.at {
            return rule?.offset(at: instant) ?? last.offset
        }
        if changes.isEmpty { return rule?.offset(at: instant) ?? first }
        var (low, high) = (0, changes.count)
        while low < high {
            let middle = (low + high) / 2
            if changes[middle].at <= instant { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? first : changes[low - 1].offset
    }

    /// The instants at which clocks show a local time (seconds as if it were UTC): two where it comes
    /// twice; where it is left out, the first instant after.
    func instants(ofLocal local: Int) -> [Int] {
        let (before, after) = (offset(at: local - 86_400), offset(at: local + 86_400))
        let found = Set([local - before, local - after]).filter { $0 + offset(at: $0) == local }
        guard found.isEmpty else { return found.sorted() }
        var (low, high) = (local - 86_400, local + 86_400)
        while low + 1 < high {
            let middle = (low + high) / 2
            if offset(at: middle) == before { low = middle } else { high = middle }
        }
        return [high]
    }

    private static func read(_ path: String) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 1 << 17)
        let count = Glibc.read(descriptor, &bytes, bytes.count)
        return count > 0 ? Array(bytes[..<count]) : nil
    }
}

/// A reader of big-endian numbers that notes when it ran out of bytes.
private struct ZoneBytes {
    struct Counts {
        let version: Int
        let universal: Int, standard: Int, leaps: Int, times: Int, kinds: Int, letters: Int

        func dataSize(timeSize: Int) -> Int {
            times * (timeSize + 1) + kinds * 6 + tailSize(timeSize: timeSize)
        }

        func tailSize(timeSize: Int) -> Int {
            letters + leaps * (timeSize + 4) + standard + universal
        }
    }

    private let bytes: [UInt8]
    private var position = 0
    private(set) var isOverrun = false

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func header() -> Counts? {
        guard bytes.dropFirst(position).starts(with: Array("TZif".utf8)) else { return nil }
        skip(4)
        let version = number(1) - 0x30
        skip(15)
        let numbers = (0..<6).map { _ in number(4) }
        guard numbers.allSatisfy({ $0 >= 0 && $0 < 100_000 }), !isOverrun else { return nil }
        return Counts(
            version: version, universal: numbers[0], standard: numbers[1], leaps: numbers[2],
            times: numbers[3], kinds: numbers[4], letters: numbers[5])
    }

    mutating func skip(_ count: Int) { position += count }

    /// A number of so many bytes; signed where it has four or eight.
    mutating func number(_ size: Int) -> Int {
        guard position + size <= bytes.count else {
            isOverrun = true
            return 0
        }
        let value = bytes[position..<position + size].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        position += size
        return size == 4 ? Int(Int32(truncatingIfNeeded: value)) : Int(Int64(bitPattern: value))
    }

    func rest() -> String { String(decoding: bytes.dropFirst(position), as: UTF8.self) }
}
