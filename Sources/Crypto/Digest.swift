internal import COpenSSL

/// A SHA-256 digest, taken at once or piece by piece.
///
/// Digests name things by what made them: runs, inputs of pipeline steps, files.
public struct Digest: ~Copyable {
    private var state = SHA256_CTX()

    public init() { SHA256_Init(&state) }

    /// Takes in more bytes.
    public mutating func update(_ bytes: UnsafeRawBufferPointer) {
        if let start = bytes.baseAddress { SHA256_Update(&state, start, bytes.count) }
    }

    /// Takes in more bytes.
    public mutating func update(_ bytes: [UInt8]) { bytes.withUnsafeBytes { update($0) } }

    /// Takes in the UTF-8 bytes of a text.
    public mutating func update(_ text: String) { update(Array(text.utf8)) }

    /// The digest of everything taken in: 64 lower-case hexadecimal digits.
    public consuming func finish() -> String {
        var result = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
        SHA256_Final(&result, &state)
        return hexadecimal(result)
    }

    /// The digest of bytes: 64 lower-case hexadecimal digits.
    public static func sha256(_ bytes: [UInt8]) -> String {
        var digest = Digest()
        digest.update(bytes)
        return digest.finish()
    }

    /// The digest of a text's UTF-8 bytes: 64 lower-case hexadecimal digits.
    public static func sha256(_ text: String) -> String { sha256(Array(text.utf8)) }
}

private func hexadecimal(_ bytes: [UInt8]) -> String {
    func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count * 2)
    for byte in bytes {
        text.append(digit(byte >> 4))
        text.append(digit(byte & 15))
    }
    return String(decoding: text, as: UTF8.self)
}
