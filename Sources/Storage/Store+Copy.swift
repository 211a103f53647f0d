internal import SQLite

extension Store {
    /// Copies one state of the store, whole and without gaps, into a file that is not there yet,
    /// whatever other tools write meanwhile.
    public func copy(to path: String) throws {
        // What is written is the copy alone; the store itself stays open for reading.
        try database.execute("PRAGMA query_only = OFF")
        defer { try? database.execute("PRAGMA query_only = ON") }
        try database.run("VACUUM INTO ?", path)
    }
}
