internal import CLI
internal import Shell
internal import Storage

/// Runs `body`; what goes wrong with the store at `path` becomes a `Diagnostic`: one line and a status.
///
/// Candles are read through the system's memory of the file. Where somebody cuts it short meanwhile,
/// now or until another store is opened, the process ends with such a line and status too.
public func withStoreErrors<Result>(_ path: String, _ body: () throws -> Result) throws -> Result {
    if !["", ":memory:"].contains(path) {
        let lost = Diagnostic(StoreError.lost(path: path))
        endOnLostPages(saying: lost.line, status: lost.status.rawValue)
    }
    do {
        return try body()
    } catch {
        if folderExists(path), !(error is Diagnostic) {
            throw Diagnostic(
                .missingInput, "\(path) is a folder, expected a store",
                hint: "name its file with --store")
        }
        guard let explained = StoreError(explaining: error, path: path) else { throw error }
        throw Diagnostic(explained)
    }
}

extension Diagnostic {
    fileprivate init(_ error: StoreError) {
        self.init(
            ExitStatus(rawValue: error.exitStatus) ?? .bug, error.description, hint: error.hint)
    }
}
