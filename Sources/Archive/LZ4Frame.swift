internal import CLZ4

/// The `count` bytes that one LZ4 frame unpacks to.
///
/// - Throws: `ArchiveError` where it is damaged or unpacks to another count.
func unpackedLZ4(_ frame: ArraySlice<UInt8>, count: Int) throws(ArchiveError) -> [UInt8] {
    // No frame can swell more than this: nothing is reserved for a length that cannot be true.
    guard count / 255 <= frame.count else { throw damaged }
    var context: OpaquePointer?
    guard LZ4F_isError(LZ4F_createDecompressionContext(&context, UInt32(LZ4F_VERSION))) == 0 else {
        preconditionFailure("LZ4 has no memory for a frame")
    }
    defer { LZ4F_freeDecompressionContext(context) }
    var result = [UInt8](repeating: 0, count: count)
    let isWhole = result.withUnsafeMutableBytes { result in
        frame.withUnsafeBytes { unpack($0, into: result, context) }
    }
    guard isWhole else { throw damaged }
    return result
}

private let damaged = ArchiveError("its packed bytes are damaged")

/// Whether the frame was read to its end and filled the result to its end.
private func unpack(
    _ frame: UnsafeRawBufferPointer, into result: UnsafeMutableRawBufferPointer,
    _ context: OpaquePointer?
) -> Bool {
    // The library takes null for an empty room as a mistake of ours.
    var spare: UInt8 = 0
    return withUnsafeMutableBytes(of: &spare) { spare in
        var (used, made) = (0, 0)
        while used < frame.count {
            var room = result.count - made
            var rest = frame.count - used
            let target = room > 0 ? result.baseAddress.map { $0 + made } : spare.baseAddress
            let left = LZ4F_decompress(
                context, target, &room, frame.baseAddress.map { $0 + used }, &rest, nil)
            guard LZ4F_isError(left) == 0 else { return false }
            used += rest
            made += room
            if left == 0 { return used == frame.count && made == result.count }
            if rest == 0, room == 0 { return false }
        }
        return false
    }
}
