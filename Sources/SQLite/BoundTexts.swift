internal import Glibc

/// Copies of the texts that are bound to a statement, kept until it has run.
///
/// SQLite would allocate each copy on its own and free it when the parameter is bound again.
@usableFromInline
struct BoundTexts {
    private static let blockSize = 1 << 16

    /// Blocks never move: SQLite holds on to places in them.
    private var blocks: [(start: UnsafeMutablePointer<CChar>, size: Int)] = []
    private var block = 0
    private var used = 0

    mutating func copy(_ text: UnsafePointer<CChar>, count: Int) -> UnsafePointer<CChar> {
        while block < blocks.count, blocks[block].size - used < count {
            (block, used) = (block + 1, 0)
        }
        if block == blocks.count {
            let size = max(Self.blockSize, count)
            blocks.append((.allocate(capacity: size), size))
        }
        let place = blocks[block].start + used
        memcpy(place, text, count)
        used += count
        return UnsafePointer(place)
    }

    /// Lets the copies go; the room stays.
    @usableFromInline
    mutating func removeAll() { (block, used) = (0, 0) }

    /// Gives the room back.
    func deallocate() {
        for block in blocks { block.start.deallocate() }
    }
}

/// What is bound to a parameter. It stays bound when a statement has run: what many rows have in
/// common, such as fees, is not bound again for each.
enum BoundNumber: Equatable {
    case null
    case integer(Int)
    /// Its bits: a zero with another sign is another value.
    case real(UInt64)
    /// A text or what else is bound anew each time.
    case other
}
