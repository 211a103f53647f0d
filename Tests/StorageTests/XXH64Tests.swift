import Testing

@testable import Storage

struct XXH64Tests {
    /// Values of the reference implementation with seed 0 (python-xxhash's documentation, and
    /// `xxhsum` for the longer texts).
    @Test(
        "texts have the reference's hash",
        arguments: [
            ("", "ef46db3751d8e999"), ("a", "d24ec4f1a98c6e5b"), ("abc", "44bc2cf5ad770999"),
            ("xxhash", "32dd38952c4bc720"),
            ("Nobody inspects the spammish repetition", "fbcea83c8a378bf1"),
        ])
    func vectors(text: String, expected: String) {
        #expect(Array(text.utf8).withUnsafeBytes { XXH64.hexadecimal($0) } == expected)
    }

    @Test("words that come in pieces and are copied have the hash of all", arguments: 0..<60)
    func pieces(count: Int) {
        let words = (0..<count).map { UInt64($0) &* 0x9E37_79B9_7F4A_7C15 }
        let whole = words.withUnsafeBytes { XXH64.hexadecimal($0) }
        for first in 0...count {
            var hash = XXH64()
            var copy = [UInt64](repeating: 0, count: count)
            for piece in [0..<first, first..<count] {
                words[piece].withUnsafeBytes { words in
                    copy[piece].withUnsafeMutableBytes { copy in
                        if let start = copy.baseAddress {
                            hash.add(words: words, copyingTo: start)
                        }
                    }
                }
            }
            #expect(hash.hexadecimal == whole)
            #expect(copy == words)
        }
    }
}
