/// How a tool ends; the same answers in the whole family, as sysexits(3) names them.
public enum ExitStatus: Int32, Sendable, CaseIterable {
    /// The work was done.
    case done = 0
    /// The work was done, and the answer is no: breaks found, nothing cleared the floor.
    case no = 1
    /// The command line makes no sense.
    case usage = 2
    /// An input was read and is wrong.
    case badData = 65
    /// An input is not there or cannot be opened.
    case missingInput = 66
    /// A peer does not answer.
    case unavailable = 69
    /// Our own mistake.
    case bug = 70
    /// An output cannot be created.
    case cannotCreate = 73
    /// Reading or writing failed on the way.
    case inputOutput = 74
    /// Busy now; the same command may work later.
    case tryAgain = 75
    /// Not allowed.
    case permission = 77
    /// A configuration file was read and is wrong.
    case badConfiguration = 78

    /// What `--help` says of it, unless the tool has better words.
    var summary: String {
        switch self {
        case .done: "done"
        case .no: "done, and the answer is no"
        case .usage: "wrong usage"
        case .badData: "bad input data"
        case .missingInput: "input missing"
        case .unavailable: "peer unavailable"
        case .bug: "a bug in this tool"
        case .cannotCreate: "output cannot be created"
        case .inputOutput: "input or output failed"
        case .tryAgain: "busy, try again later"
        case .permission: "permission denied"
        case .badConfiguration: "bad configuration"
        }
    }
}
