internal import Glibc

/// A value that programs get and nobody else sees: it is in no log, record, page or fingerprint.
public struct Secret: Hashable, Sendable {
    /// The environment variable in which programs find it.
    public var name: String
    /// The file whose content it is; nil for the variable of that name in our own environment.
    public var file: String?

    static let shape = Shape.list(.either([.variable, .map(.text, atMost: 1)]))

    /// The value, without the line end that editors leave.
    ///
    /// - Throws: `SecretError` where it is missing, or too short to be looked for in a text.
    public func value(environment: [String: String]) throws(SecretError) -> String {
        guard let file else {
            guard let value = environment[name] else {
                throw SecretError(description: "the secret \(name) is not in the environment")
            }
            return try checked(value, "the variable \(name)")
        }
        let descriptor = open(file, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            let reason = String(cString: strerror(errno))
            throw SecretError(description: "cannot read the secret \(name): \(file): \(reason)")
        }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        let count = max(0, read(descriptor, &bytes, bytes.count))
        var text = String(decoding: bytes[..<count], as: UTF8.self)[...]
        while text.last?.isNewline == true { text.removeLast() }
        return try checked(String(text), file)
    }

    private func checked(_ value: String, _ place: String) throws(SecretError) -> String {
        guard value.utf8.count >= 4, !value.utf8.contains(0) else {
            throw SecretError(
                description: "the secret \(name) is too short to be hidden: \(place) holds fewer "
                    + "than 4 characters")
        }
        return value
    }
}

/// A secret that cannot be had. Says its name, never its value.
public struct SecretError: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String
}
