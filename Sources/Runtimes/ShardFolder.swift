public import CLI
internal import Shell

/// A folder that the asker and its workers share: work is cut into shards, which anybody does who sees
/// the folder, in any order and as often as it takes.
///
///     work                    does one: sh work GENERATION SHARD
///     000000041/in-0.jsonl    what shard 0 of that generation is
///     000000041/out-0.jsonl   what came of it, whole or not there
///     000000041/failed-0      the status of a worker for whom it makes no sense
///     000000041/log-0.txt     what workers said of it
///
/// A generation appears with all its shards at once. What is done is in files and nowhere else, so that
/// the asker may die at any time: whoever takes the folder up finds what was asked for, and what is
/// done.
public struct ShardFolder: ~Copyable {
    public let path: String
    /// Whoever holds it is the only asker.
    private let lock: FileLock

    /// Takes the folder, which is made where there is none.
    ///
    /// - Throws: `Diagnostic` where it cannot be made or written, or another asker is at work in it.
    public init(_ path: String) throws(Diagnostic) {
        try makeFolder(path)
        guard
            let lock = try diagnosing(.cannotCreate, { try FileLock(path: path + "/lock") })
        else {
            throw Diagnostic(.tryAgain, "another search is at work in \(path)")
        }
        for name in try listFolder(path) where name.hasPrefix(".") {
            removeFolder("\(path)/\(name)")
        }
        self.path = path
        self.lock = lock
    }

    /// Writes what does a shard: `command`, which reads a shard's lines and prints what comes of them.
    public func write(command: [String]) throws(Diagnostic) {
        try writeFile(workScript(command, in: path), to: path + "/work")
    }

    /// The generations there are, ascending.
    public func generations() throws(Diagnostic) -> [Int] {
        try listFolder(path).compactMap { Int($0) }.sorted()
    }

    /// Puts a generation there, all shards or none.
    public func add(_ generation: Int, shards: [[UInt8]]) throws(Diagnostic) {
        let temporary = "\(path)/.\(name(generation))"
        try makeFolder(temporary)
        for (shard, bytes) in shards.enumerated() {
            try PendingFile(
                bytes, for: "\(temporary)/in-\(shard).jsonl", isSynchronised: false
            ).commit()
        }
        try diagnosing(.inputOutput) { try synchroniseFileSystem(of: temporary) }
        try moveFile(temporary, to: "\(path)/\(name(generation))")
    }

    /// Where a shard's lines are.
    public func input(_ shard: Int, of generation: Int) -> String {
        "\(path)/\(name(generation))/in-\(shard).jsonl"
    }

    /// Where what came of a shard is once it is done.
    public func output(_ shard: Int, of generation: Int) -> String {
        "\(path)/\(name(generation))/out-\(shard).jsonl"
    }

    /// How many shards a generation has.
    public func shardCount(of generation: Int) throws(Diagnostic) -> Int {
        try numbers("in-", ".jsonl", of: generation).count
    }

    /// Takes the folder away, and all that is in it.
    public func remove() { removeFolder(path) }

    func done(of generation: Int) throws(Diagnostic) -> Set<Int> {
        try numbers("out-", ".jsonl", of: generation)
    }

    /// A shard that a worker refused, its status, and what it said last; nil for none.
    func refusal(
        of generation: Int
    ) throws(Diagnostic) -> (shard: Int, status: Int, words: String)? {
        guard let shard = try numbers("failed-", "", of: generation).min() else { return nil }
        let folder = "\(path)/\(name(generation))"
        let status = try readText("\(folder)/failed-\(shard)").prefix { $0.isNumber }
        return (shard, Int(status) ?? 0, lastWords(of: shard, of: generation) ?? "")
    }

    /// The last line that workers said of a shard; nil where none said anything.
    func lastWords(of shard: Int, of generation: Int) -> String? {
        let log = try? readFile("\(path)/\(log(of: generation, task: "\(shard)"))")
        return log.flatMap { String(decoding: $0, as: UTF8.self).split(separator: "\n").last }
            .map(String.init)
    }

    /// Where what workers say goes, seen from the folder.
    func log(of generation: Int, task: String) -> String { "\(name(generation))/log-\(task).txt" }

    func name(_ generation: Int) -> String {
        let digits = String(generation)
        return String(repeating: "0", count: max(0, 9 - digits.count)) + digits
    }

    /// The shards that have a file of that name.
    private func numbers(
        _ start: String, _ end: String, of generation: Int
    ) throws(Diagnostic) -> Set<Int> {
        let names = try listFolder("\(path)/\(name(generation))")
        return Set(
            names.filter { $0.hasPrefix(start) && $0.hasSuffix(end) }
                .compactMap { Int($0.dropFirst(start.count).dropLast(end.count)) })
    }
}

/// A script that does one shard, however often it is run: what it makes appears whole, or not at all.
private func workScript(_ command: [String], in folder: String) -> String {
    """
    #!/bin/sh
    # Does one shard: sh work GENERATION SHARD. May be run anywhere, by anybody, and twice.
    cd \(quoted(folder)) || exit 66
    output="$1/out-$2.jsonl"
    [ ! -e "$output" ] || exit 0
    temporary="$1/.out-$2.jsonl.$(uname -n).$$"
    \(command.map(quoted).joined(separator: " ")) \\
        <"$1/in-$2.jsonl" >"$temporary"
    status=$?
    case $status in
    0) sync "$temporary" && mv "$temporary" "$output" && exit 0; status=74 ;;
    2 | 65 | 70 | 78) echo "$status" >"$temporary" && mv "$temporary" "$1/failed-$2" ;;
    esac
    rm -f "$temporary"
    exit "$status"

    """
}

/// A word as a shell reads it, whatever is in it.
private func quoted(_ word: String) -> String {
    "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
        + "'"
}
