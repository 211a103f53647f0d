internal import CLI
internal import Desk
internal import YAML

/// What the command line asks for.
struct Request {
    /// nil without a desk file: then no bot is missing or extra.
    let desk: DeskFile?
    /// nil compares without a store.
    let storePath: String?
    /// Bots come from standard input instead of their databases.
    let readsRecords: Bool
    /// Only these bots; empty for all.
    let bots: Set<String>
    let isQuiet: Bool
    let nowMs: Int

    init(_ arguments: Arguments) throws(Diagnostic) {
        let operand = arguments.operands.first
        if let operand, operand != "-" {
            throw Diagnostic(
                .usage, "\"\(operand)\" is not read", hint: "name the desk with --desk \(operand)")
        }
        readsRecords = operand == "-"
        let store = arguments.value("store") ?? (readsRecords ? "-" : arguments.storePath)
        storePath = store == "-" ? nil : store
        bots = Set(arguments.values("bot"))
        isQuiet = arguments.flag("quiet")
        nowMs = arguments.nowMs
        let path = arguments.value("desk") ?? (readsRecords ? nil : "desk.yaml")
        desk = try path.map { (path) throws(Diagnostic) in try Self.desk(path) }
    }

    private static func desk(_ path: String) throws(Diagnostic) -> DeskFile {
        let text = try readText(path)
        do throws(YAMLError) {
            return try DeskFile(parsing: text, source: inputName(path))
        } catch {
            throw Diagnostic(
                .badConfiguration, error.message, hint: error.hint,
                location: "\(error.source):\(error.line):\(error.column)")
        }
    }
}
