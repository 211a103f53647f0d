internal import CLI
internal import Storage

/// Runs `body`; what goes wrong with the store at `path` becomes a `Diagnostic`: one line and a status.
public func withStoreErrors<Result>(_ path: String, _ body: () throws -> Result) throws -> Result {
    do {
        return try body()
    } catch {
        if folderExists(path), !(error is Diagnostic) {
            throw Diagnostic(
                .missingInput, "\(path) is a folder, expected a store",
                hint: "name its file with --store")
        }
        guard let explained = StoreError(explaining: error, path: path) else { throw error }
        throw Diagnostic(
            ExitStatus(rawValue: explained.exitStatus) ?? .bug, explained.description,
            hint: explained.hint)
    }
}
