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
}
