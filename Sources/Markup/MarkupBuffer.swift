public import Glibc

/// UTF-8 that grows at its end. A page is put together of a hundred thousand pieces of a few bytes,
/// for which an array's own appending takes longer than the copying.
public struct MarkupBuffer: ~Copyable {
    @usableFromInline var start: UnsafeMutablePointer<UInt8>
    @usableFromInline var capacity: Int
    @usableFromInline var used = 0

    public init(capacity: Int) {
        self.capacity = max(capacity, 64)
        start = .allocate(capacity: self.capacity)
    }

    deinit { start.deallocate() }

    @inlinable
    public mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let source = bytes.baseAddress else { return }
        if used + bytes.count > capacity { grow(by: bytes.count) }
        memcpy(start + used, source, bytes.count)
        used += bytes.count
    }

    @usableFromInline
    mutating func grow(by more: Int) {
        capacity = max(capacity * 2, used + more)
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
        memcpy(larger, start, used)
        start.deallocate()
        start = larger
    }

    /// Bytes so far.
    public var count: Int { used }

    /// A copy of all bytes.
    public var bytes: [UInt8] { Array(UnsafeBufferPointer(start: start, count: used)) }
}
