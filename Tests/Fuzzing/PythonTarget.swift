internal import Importing
internal import JSONL

/// What Python says of a file is refused, or becomes a strategy file with a list of what is missing.
func checkPython(_ bytes: [UInt8]) throws {
    guard let json = try? JSONValue(parsing: text(bytes)) else { return }
    let imported: ImportedStrategy
    do throws(SyntaxFailure) {
        imported = try ImportedStrategy(try Syntax(json), file: "fuzz.py")
    } catch {
        return try promise(!error.message.isEmpty, "a failure without words")
    }
    try promise(imported.text.contains("strategy: "), "a strategy file without a name")
    for finding in imported.findings {
        try promise(!finding.message.isEmpty, "a finding without words")
    }
}
