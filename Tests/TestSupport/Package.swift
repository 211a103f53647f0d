public import Foundation

/// The package under test: its folder, its built tools.
public enum Package {
    /// The repository's root.
    public static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// Where the built tools lie: beside the running test bundle.
    public static let binaries: URL = {
        let runner = CommandLine.arguments.firstIndex(of: "--test-bundle-path")
            .map { CommandLine.arguments[$0 + 1] }
        return URL(filePath: runner ?? CommandLine.arguments[0]).deletingLastPathComponent()
    }()

    /// The tools' names, as Sources spells them: a tool's name has a dash.
    public static let tools: [String] = {
        let names = try? FileManager.default.contentsOfDirectory(
            atPath: folder.appending(path: "Sources").path)
        return (names ?? []).filter { $0.contains("-") }.sorted()
    }()

    /// What a tool finds in its environment: the same on every machine, and what the counters of lines
    /// and the sanitizers were told.
    public static let toolEnvironment: [String: String] = {
        let ours = ProcessInfo.processInfo.environment
        let told = ["LLVM_PROFILE_FILE", "ASAN_OPTIONS", "TSAN_OPTIONS"].map { ($0, ours[$0]) }
        return [
            "PATH": "\(binaries.path):/usr/bin:/bin", "TZ": "UTC", "LC_ALL": "C",
            "SWIFT_BACKTRACE": "enable=no",
        ].merging(told.compactMap { name, value in value.map { (name, $0) } }) { $1 }
    }()

    /// Runs a program where time zone, language and PATH are known; gives its exit status, or 128
    /// and the signal that ended it.
    public static func run(
        _ argv: [String], in folder: URL, environment: [String: String] = [:]
    ) throws -> Int32 {
        let process = Process()
        process.executableURL = URL(filePath: argv[0])
        process.arguments = Array(argv.dropFirst())
        process.currentDirectoryURL = folder
        process.environment = toolEnvironment.merging(environment) { $1 }
        try process.run()
        process.waitUntilExit()
        return process.terminationReason == .exit
            ? process.terminationStatus : 128 + process.terminationStatus
    }
}
