internal import CZlib

/// A stream that zlib unpacks.
final class Inflater {
    /// What surrounds the packed bytes, in zlib's number for it.
    enum Wrapper: Int32 {
        case raw = -15
        /// Header and checksum are zlib's to check.
        case gzip = 31
    }

    // zlib keeps the address, so the value must not move.
    private let stream: UnsafeMutablePointer<z_stream>
    private var room = [UInt8](repeating: 0, count: 1 << 16)

    init(_ wrapper: Wrapper) {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        let size = Int32(MemoryLayout<z_stream>.size)
        guard inflateInit2_(stream, wrapper.rawValue, ZLIB_VERSION, size) == Z_OK else {
            preconditionFailure("zlib has no memory for a stream")
        }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    /// Begins another stream.
    func reset() { inflateReset(stream) }

    /// Unpacks as much as the input holds.
    ///
    /// - Returns: the bytes used up, and whether the stream's end was among them.
    /// - Throws: `ArchiveError` for bytes that are no such stream, and what `take` throws.
    func inflate(
        _ input: UnsafeRawBufferPointer,
        _ take: (UnsafeRawBufferPointer) throws(ArchiveError) -> Void
    ) throws(ArchiveError) -> (used: Int, isAtEnd: Bool) {
        var used = 0
        while true {
            let part = input[used...].prefix(1 << 30)
            let (count, output, code) = step(UnsafeRawBufferPointer(rebasing: part))
            used += count
            if output > 0 { try hand(output, take) }
            switch code {
            case Z_STREAM_END: return (used, true)
            case Z_OK where output == room.count || used < input.count: continue
            case Z_OK, Z_BUF_ERROR: return (used, false)
            default: throw ArchiveError("its packed bytes are damaged")
            }
        }
    }

    private func hand(
        _ count: Int, _ take: (UnsafeRawBufferPointer) throws(ArchiveError) -> Void
    ) throws(ArchiveError) {
        try room.withUnsafeBufferPointer { (bytes) throws(ArchiveError) in
            try take(UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: bytes.prefix(count))))
        }
    }

    /// Fills the room once: bytes used up, bytes made, zlib's answer.
    private func step(_ input: UnsafeRawBufferPointer) -> (used: Int, made: Int, code: Int32) {
        room.withUnsafeMutableBytes { room in
            let source = input.bindMemory(to: UInt8.self)
            stream.pointee.next_in = UnsafeMutablePointer(mutating: source.baseAddress)
            stream.pointee.avail_in = UInt32(source.count)
            stream.pointee.next_out = room.bindMemory(to: UInt8.self).baseAddress
            stream.pointee.avail_out = UInt32(room.count)
            let code = CZlib.inflate(stream, Z_NO_FLUSH)
            return (
                source.count - Int(stream.pointee.avail_in),
                room.count - Int(stream.pointee.avail_out), code
            )
        }
    }
}

/// Packs bytes; the same bytes give the same result with one version of zlib.
func deflated(_ bytes: [UInt8], _ wrapper: Inflater.Wrapper) -> [UInt8] {
    var stream = z_stream()
    let size = Int32(MemoryLayout<z_stream>.size)
    return withUnsafeMutablePointer(to: &stream) { stream in
        guard
            deflateInit2_(
                stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, wrapper.rawValue, 8,
                Z_DEFAULT_STRATEGY, ZLIB_VERSION, size) == Z_OK
        else { preconditionFailure("zlib has no memory for a stream") }
        defer { deflateEnd(stream) }
        return bytes.withUnsafeBufferPointer { packed($0, stream) }
    }
}

private func packed(
    _ input: UnsafeBufferPointer<UInt8>, _ stream: UnsafeMutablePointer<z_stream>
) -> [UInt8] {
    var result: [UInt8] = []
    var room = [UInt8](repeating: 0, count: 1 << 16)
    var used = 0
    while true {
        let part = UnsafeBufferPointer(rebasing: input[used...].prefix(1 << 30))
        let isLast = used + part.count == input.count
        stream.pointee.next_in = UnsafeMutablePointer(mutating: part.baseAddress)
        stream.pointee.avail_in = UInt32(part.count)
        let code = room.withUnsafeMutableBufferPointer { room in
            stream.pointee.next_out = room.baseAddress
            stream.pointee.avail_out = UInt32(room.count)
            return deflate(stream, isLast ? Z_FINISH : Z_NO_FLUSH)
        }
        used += part.count - Int(stream.pointee.avail_in)
        result += room[..<(room.count - Int(stream.pointee.avail_out))]
        if code == Z_STREAM_END { return result }
    }
}

/// The checksum that zip and gzip keep.
func cyclicChecksum(_ bytes: [UInt8]) -> UInt32 {
    bytes.withUnsafeBufferPointer { UInt32(crc32_z(0, $0.baseAddress, $0.count)) }
}
