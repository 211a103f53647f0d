internal import SQLite

/// Why a bot's files cannot be read.
public enum FreqtradeError: Error, Hashable, Sendable, CustomStringConvertible {
    case missing(path: String)
    /// The file is no database, or not one of freqtrade, or of an unknown version of it.
    case notFreqtrade(path: String, reason: String)
    /// Another program held its lock for longer than the busy timeout.
    case busy(path: String)
    /// Its owner does not let us read it.
    case forbidden(path: String, reason: String)
    case unreadable(path: String, reason: String)
    /// The file is damaged, or of a kind that is not read.
    case unusable(path: String, reason: String, hint: String?)
    /// A configuration is no JSON at this place, both counted from 1.
    case notJSON(path: String, line: Int, column: Int, reason: String, hint: String? = nil)

    init(_ error: DatabaseError, path: String) {
        self =
            if error.isBusy {
                .busy(path: path)
            } else if error.isDamaged {
                .notFreqtrade(path: path, reason: error.message)
            } else if error.isForbidden {
                .forbidden(path: path, reason: error.message)
            } else {
                .unreadable(path: path, reason: error.message)
            }
    }

    /// One line for a person.
    public var description: String {
        switch self {
        case .missing(let path): "there is no database at \(path)"
        case .notFreqtrade(let path, let reason):
            "\(path) is not a freqtrade database: \(reason)"
        case .busy(let path): "\(path) is locked by another program"
        case .forbidden(let path, let reason), .unreadable(let path, let reason):
            "cannot read \(path): \(reason)"
        case .unusable(let path, let reason, _): "\(path): error: \(reason)"
        case .notJSON(let path, let line, let column, let reason, _):
            "\(path):\(line):\(column): error: \(reason)"
        }
    }

    /// What to do about it; nil where nothing helps.
    public var hint: String? {
        switch self {
        case .busy: "try again in a moment"
        case .forbidden: "look at the owner and the mode of the file and of its folder"
        case .unusable(_, _, let hint), .notJSON(_, _, _, _, let hint): hint
        default: nil
        }
    }

    /// The exit status of a tool that this error ends, in the words of sysexits(3).
    public var exitStatus: Int32 {
        switch self {
        case .missing: 66
        case .notFreqtrade, .unusable: 65
        case .busy: 75
        case .forbidden: 77
        case .unreadable: 74
        case .notJSON: 78
        }
    }
}
