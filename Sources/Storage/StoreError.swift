public import SQLite

/// Why a store cannot be used.
public enum StoreError: Error, Hashable, Sendable, CustomStringConvertible {
    /// There is no file at the path.
    case missing(path: String)
    /// The file is no AnyTrade store.
    case notAStore(path: String, reason: String)
    /// A newer version of AnyTrade wrote the store.
    case newer(path: String, version: Int, known: Int)
    /// The store was written by an older version, and is open for reading only.
    case older(path: String, version: Int, known: Int)
    /// Another tool held the lock for too long.
    case busy(path: String)
    /// Somebody cut the file short while it was read, or its disk failed.
    case lost(path: String)
    /// What lies in the store contradicts itself.
    case damaged(path: String, what: String)
    /// SQLite refused for another reason: a full disk, a missing permission, a constraint.
    case failed(path: String, DatabaseError)

    init(_ error: DatabaseError, path: String) {
        self =
            if error.isBusy {
                .busy(path: path)
            } else if error.isNoDatabase {
                .notAStore(path: path, reason: error.message)
            } else if error.isDamaged {
                .damaged(path: path, what: error.message)
            } else {
                .failed(path: path, error)
            }
    }

    public var path: String {
        switch self {
        case .missing(let path), .notAStore(let path, _), .newer(let path, _, _),
            .older(let path, _, _), .busy(let path), .lost(let path), .damaged(let path, _),
            .failed(let path, _):
            path
        }
    }

    /// One line for a person.
    public var description: String {
        switch self {
        case .missing(let path): "there is no store at \(path)"
        case .notAStore(let path, let reason): "\(path) is not an AnyTrade store: \(reason)"
        case .newer(let path, let version, let known):
            "\(path) was written by a newer AnyTrade (schema \(version), this one knows \(known))"
        case .older(let path, let version, let known):
            "\(path) has schema \(version), this AnyTrade reads schema \(known)"
        case .busy(let path): "another tool is writing \(path)"
        case .lost(let path): "\(path) was cut short while it was read, or its disk failed"
        case .damaged(let path, let what): "\(path) is damaged: \(what)"
        case .failed(let path, let error): "\(path): \(error.message)"
        }
    }

    /// What to do about it; nil where nothing helps.
    public var hint: String? {
        switch self {
        case .missing: "tools that write make it: fetch-candles, ingest-trades, run-backtest"
        case .notAStore: "name another file with --store"
        case .newer: "use the newer version, or another file with --store"
        case .older: "any tool that writes the store brings it up to date"
        case .busy: "try again in a moment"
        case .lost: "put the last copy in its place; query-store health then tells how it stands"
        case .damaged: "put the last copy in its place, or make the store again"
        case .failed(_, let error):
            if error.isFull {
                "make room and run it again: what was stored before stays"
            } else if error.isForbidden {
                "look at the owner and the mode of the file and of its folder"
            } else if error.isCannotOpen {
                "make its folder, or name another file"
            } else if error.isInputOutput {
                "look at the disk and its room; what was stored before stays"
            } else {
                nil
            }
        }
    }
}

extension StoreError {
    /// Makes a store's error of what a door threw; nil for an error that is not about the store.
    public init?(explaining error: any Error, path: String) {
        switch error {
        case let error as StoreError: self = error
        case let error as DatabaseError: self.init(error, path: path)
        default: return nil
        }
    }

    /// The exit status of a tool that this error ends, in the words of sysexits(3): no input 66,
    /// bad data 65, try again 75, cannot create 73, permission 77, trouble with the disk 74.
    public var exitStatus: Int32 {
        switch self {
        case .missing: 66
        case .notAStore, .newer, .older, .damaged: 65
        case .busy: 75
        case .lost: 74
        case .failed(_, let error): error.isForbidden ? 77 : error.isCannotOpen ? 73 : 74
        }
    }
}
