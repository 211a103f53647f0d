public import CLI
public import JSONL

/// The trading configuration of a file and of those that it adds, for who does not trade by it.
///
/// - Throws: `Diagnostic` where it cannot be read.
public func configuration(at path: String) throws(Diagnostic) -> JSONValue {
    try ConfigurationFile(path: path).json
}
