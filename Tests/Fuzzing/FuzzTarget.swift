/// A door that takes bytes from outside, and what must hold whatever comes through it.
///
/// The room keeps one target for each family of input. A property takes any bytes at all: it throws
/// `BrokenPromise` where a promise does not hold, and never traps. The fuzzer calls it with what it
/// invents, the tests with everything that ever broke it.
public struct FuzzTarget: Sendable, CustomStringConvertible {
    public let name: String
    /// Throws `BrokenPromise`.
    public let check: @Sendable ([UInt8]) throws -> Void

    public var description: String { name }

    /// Every target, by name.
    public static let all = [
        FuzzTarget(name: "archive", check: checkArchive),
        FuzzTarget(name: "cron", check: checkTimes),
        FuzzTarget(name: "csv", check: checkCSV),
        FuzzTarget(name: "expression", check: checkStrategy),
        FuzzTarget(name: "json", check: checkJSON),
        FuzzTarget(name: "pipeline", check: checkPipeline),
        FuzzTarget(name: "python", check: checkPython),
        FuzzTarget(name: "record", check: checkRecord),
        FuzzTarget(name: "template", check: checkTemplate),
        FuzzTarget(name: "yaml", check: checkYAML),
    ]

    /// nil where there is no such target.
    public static func named(_ name: String) -> FuzzTarget? { all.first { $0.name == name } }
}

/// What should hold of a door, and does not.
public struct BrokenPromise: Error, CustomStringConvertible {
    public let description: String
}

func promise(_ holds: Bool, _ words: @autoclosure () -> String) throws(BrokenPromise) {
    guard holds else { throw BrokenPromise(description: words()) }
}

/// The bytes as text, what is no UTF-8 replaced: what tools do to files before they read them.
func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
