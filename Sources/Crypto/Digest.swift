internal import COpenSSL

/// A SHA-256 digest, taken at once or piece by piece.
///
/// Digests name things by what made them: runs, inputs of pipeline steps, files.
public struct Digest: ~Copyable {
    private let context: OpaquePointer
    /// Looked up once, which takes longer than a small digest.
    private static let algorithm = Algorithm()

    private struct Algorithm: @unchecked Sendable {
        let pointer = EVP_MD_fetch(nil, "SHA256", nil)
    }

    public init() {
        guard let context = EVP_MD_CTX_new(),
            EVP_DigestInit_ex(context, Self.algorithm.pointer, nil) == 1
        else { preconditionFailure("the crypto library offers no SHA-256") }
        self.context = context
    }

    /// Takes in more bytes.
    public mutating func update(_ bytes: UnsafeRawBufferPointer) {
        guard let start = bytes.baseAddress else { return }
        guard EVP_DigestUpdate(context, start, bytes.count) == 1 else {
            preconditionFailure("the crypto library refused bytes")
        }
    }

    /// Takes in more bytes.
    public mutating func update(_ bytes: [UInt8]) { bytes.withUnsafeBytes { update($0) } }

    /// Takes in the UTF-8 bytes of a text.
    public mutating func update(_ text: String) { update(Array(text.utf8)) }

    /// The digest of everything taken in: 64 lower-case hexadecimal digits.
    public consuming func finish() -> String {
        var result = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
        var count: UInt32 = 0
        guard EVP_DigestFinal_ex(context, &result, &count) == 1 else {
            preconditionFailure("the crypto library could not finish a digest")
        }
        return hexadecimal(result[..<Int(count)])
    }

    /// The digest of bytes: 64 lower-case hexadecimal digits.
    public static func sha256(_ bytes: [UInt8]) -> String {
        var digest = Digest()
        digest.update(bytes)
        return digest.finish()
    }

    /// The digest of a text's UTF-8 bytes: 64 lower-case hexadecimal digits.
    public static func sha256(_ text: String) -> String { sha256(Array(text.utf8)) }

    deinit { EVP_MD_CTX_free(context) }
}

private func hexadecimal(_ bytes: ArraySlice<UInt8>) -> String {
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
