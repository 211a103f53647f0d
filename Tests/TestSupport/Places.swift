public import Foundation

/// The references that some tests compare with, `$ANYTRADE_SHARED`, else `shared` beside the
/// package; nil where there are none, and those tests are skipped:
/// `@Test(.enabled(if: sharedFolder != nil, "needs ../shared"))`.
public let sharedFolder: String? = {
    let folder =
        ProcessInfo.processInfo.environment["ANYTRADE_SHARED"]
        ?? Package.folder.deletingLastPathComponent().appending(path: "shared").path
    return FileManager.default.isReadableFile(atPath: folder) ? folder : nil
}()

/// A file or folder under `Tests/<suite>/Golden`.
public func golden(_ suite: String, _ path: String) -> URL {
    Package.folder.appending(path: "Tests").appending(path: suite).appending(path: "Golden")
        .appending(path: path)
}

/// Calls `body` with a new empty folder, which is removed afterwards.
public func withTemporaryFolder<Value>(_ body: (URL) throws -> Value) throws -> Value {
    let folder = FileManager.default.temporaryDirectory
        .appending(path: "anytrade-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder)
}

/// The path of the repository's root.
public let packageFolder = Package.folder.path
