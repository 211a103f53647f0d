// swift-tools-version: 6.2
import PackageDescription

// The house, floor by floor. A target may only name targets declared above it,
// so this file, read top-down, is the dependency graph.

let settings: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

func library(_ name: String, _ dependencies: String...) -> Target {
    .target(
        name: name, dependencies: dependencies.map { .byName(name: $0) }, swiftSettings: settings)
}

/// What a tool carries inside of itself.
enum Carried: String {
    /// The Swift runtime: it starts faster and runs where no toolchain is.
    case runtime = "-static-stdlib"
    /// Every library: to load none of them saves two milliseconds a start, of the few that short work takes.
    case everything = "-static-executable"

    /// Under a sanitizer (`make sanitize`) that would keep its allocator from the C library: nothing there.
    var settings: [LinkerSetting] {
        Context.environment["ANYTRADE_SANITIZER"] == nil ? [.unsafeFlags([rawValue])] : []
    }
}

/// The test library can carry nothing, so no test target links a tool; tests run the built ones.
func tool(
    _ name: String, carrying carried: Carried = .runtime, _ dependencies: String...
) -> Target {
    .executableTarget(
        name: name, dependencies: (["CLI", "JSONL"] + dependencies).map { .byName(name: $0) },
        swiftSettings: settings, linkerSettings: carried.settings)
}

func system(_ name: String, _ pkgConfig: String, apt: String) -> Target {
    .systemLibrary(name: name, pkgConfig: pkgConfig, providers: [.apt([apt])])
}

func tests(_ name: String, _ dependencies: String...) -> Target {
    .testTarget(
        name: name, dependencies: (["TestSupport"] + dependencies).map { .byName(name: $0) },
        exclude: ["Golden"], swiftSettings: settings)
}

/// The fuzzer is built by `make fuzz` alone: every other build would look for its entry in vain.
let fuzzer: [Target] =
    Context.environment["ANYTRADE_FUZZER"] == nil
    ? []
    : [
        .executableTarget(
            name: "Fuzzer", dependencies: ["Fuzzing"], path: "Tests/Fuzzer",
            swiftSettings: settings)
    ]

let package = Package(
    name: "anytrade",
    targets: [
        // Cellar: C, each imported by exactly one module above it.
        system("CSQLite", "sqlite3", apt: "libsqlite3-dev"),
        system("COpenSSL", "libcrypto", apt: "libssl-dev"),
        system("CLibXML2", "libxml-2.0", apt: "libxml2-dev"),
        system("CYAML", "yaml-0.1", apt: "libyaml-dev"),
        system("CZlib", "zlib", apt: "zlib1g-dev"),
        system("CLZ4", "liblz4", apt: "liblz4-dev"),
        .target(name: "CPosix"),
        .target(name: "CHints"),

        // Ground floor: plumbing. Knows nothing of trading.
        library("CLI"),
        library("JSONL"),
        library("Shell", "CPosix"),
        library("SQLite", "CSQLite"),
        library("Crypto", "COpenSSL"),
        library("Markup", "CLibXML2"),
        library("YAML", "CYAML"),
        library("Archive", "CZlib", "CLZ4"),

        // First floor: vocabulary. Values every other room speaks.
        library("Market"),
        library("Records", "JSONL", "Market"),

        // Second floor: thinking. Pure: values in, values out; no clock, no disk, no network.
        library("Indicators"),
        library("Strategies", "YAML", "JSONL", "Market", "Indicators"),
        library("Translation", "YAML", "JSONL", "Market", "Indicators", "Strategies"),
        library(
            "Importing", "YAML", "JSONL", "Indicators", "Strategies", "Translation"),
        library("Desk", "YAML", "JSONL", "Market", "Records"),
        library("Backtesting", "CHints", "Market", "Records", "Strategies"),
        library("Metrics", "Market", "Records"),
        library("Hyperopt", "JSONL", "Market", "Records", "Strategies", "Backtesting", "Metrics"),
        library("Reconciliation", "JSONL", "Market", "Records"),

        // Third floor: the world. Each room talks to one outside thing.
        library("Storage", "SQLite", "JSONL", "Market", "Records"),
        library("Freqtrade", "SQLite", "JSONL", "Archive", "Crypto", "Market", "Records"),
        library("Runtimes", "CLI", "Shell"),
        library("Pipelines", "CLI", "JSONL", "Shell", "Crypto", "YAML", "Records"),
        library("Reports", "Markup", "JSONL", "Market", "Records"),

        // Under the roof: what all tools do alike, and what run-backtest and run-hyperopt do.
        library("Doors", "CLI", "JSONL", "Shell", "Market", "Storage"),
        library(
            "Workbench", "CLI", "JSONL", "Shell", "YAML", "Crypto", "Market", "Records",
            "Strategies", "Translation", "Backtesting", "Metrics", "Storage", "Freqtrade", "Doors"),
        library(
            "Proofs", "CLI", "JSONL", "Shell", "YAML", "Market", "Records", "Strategies",
            "Translation", "Backtesting", "Metrics", "Freqtrade", "Workbench"),

        // Roof: tools. Parse, read, call, write.
        tool("fetch-candles", "Market", "Records", "Storage", "Freqtrade", "Doors"),
        tool(
            "ingest-trades", "YAML", "Market", "Records", "Desk", "Storage", "Freqtrade", "Doors"),
        tool(
            "run-backtest", carrying: .everything, "Market", "Records", "Strategies", "Translation",
            "Backtesting", "Metrics", "Storage", "Freqtrade", "Doors", "Workbench", "Proofs"),
        tool(
            "import-strategy", carrying: .everything, "Shell", "Importing", "Doors", "Workbench",
            "Proofs"),
        tool(
            "run-hyperopt", carrying: .everything, "Shell", "Market", "Records", "Strategies",
            "Translation", "Backtesting", "Metrics", "Hyperopt", "Storage", "Freqtrade", "Runtimes",
            "Doors", "Workbench", "Proofs"),
        tool(
            "reconcile-bots", carrying: .everything, "YAML", "Market", "Records", "Desk",
            "Reconciliation", "Storage",
            "Freqtrade", "Doors"),
        tool("query-store", "Market", "Records", "Metrics", "Storage", "Doors"),
        tool(
            "render-report", "Shell", "Market", "Records", "Metrics", "Storage", "Reports", "Doors"),
        tool("run-pipeline", "Shell", "Records", "Storage", "Pipelines", "Doors"),
        tool(
            "bench", "Shell", "Archive", "Market", "Records", "Strategies", "Hyperopt", "Storage"),
        tool("differential", "Shell", "Market", "Indicators"),

        // Garden: tests.
        .target(
            name: "TestSupport", dependencies: ["SQLite", "JSONL", "Market", "Records"],
            path: "Tests/TestSupport", swiftSettings: settings),
        tests("CLITests", "CLI"),
        tests("JSONLTests", "JSONL"),
        tests("ShellTests", "Shell"),
        tests("SQLiteTests", "SQLite"),
        tests("CryptoTests", "Crypto"),
        tests("MarkupTests", "Markup"),
        tests("YAMLTests", "YAML"),
        tests("ArchiveTests", "Archive"),
        tests("MarketTests", "Market"),
        tests("RecordsTests", "JSONL", "Market", "Records"),
        tests("IndicatorsTests", "Market", "Indicators"),
        tests("StrategiesTests", "YAML", "JSONL", "Market", "Records", "Indicators", "Strategies"),
        tests(
            "TranslationTests", "YAML", "JSONL", "Market", "Indicators", "Strategies",
            "Translation"),
        tests("ImportingTests", "JSONL", "Importing"),
        tests("DeskTests", "YAML", "JSONL", "Market", "Records", "Desk"),
        tests(
            "BacktestingTests", "JSONL", "Market", "Records", "Indicators", "Strategies",
            "Backtesting", "Metrics", "SQLite", "Freqtrade"),
        tests("MetricsTests", "JSONL", "Market", "Records", "Metrics"),
        tests(
            "HyperoptTests", "JSONL", "Market", "Records", "Strategies", "Backtesting", "Metrics",
            "Hyperopt"),
        tests(
            "ReconciliationTests", "YAML", "JSONL", "Market", "Records", "Desk", "Reconciliation"),
        tests("StorageTests", "SQLite", "JSONL", "Market", "Records", "Storage"),
        tests(
            "FreqtradeTests", "SQLite", "JSONL", "Archive", "Market", "Records", "Metrics",
            "Freqtrade"),
        .testTarget(
            name: "RuntimesTests", dependencies: ["TestSupport", "CLI", "Runtimes"],
            swiftSettings: settings),
        tests("PipelinesTests", "Shell", "YAML", "Records", "Pipelines"),
        tests("ReportsTests", "Markup", "JSONL", "Market", "Records", "Reports"),
        .testTarget(
            name: "DoorsTests", dependencies: ["SQLite", "Market", "Storage", "Doors"],
            swiftSettings: settings),
        .testTarget(
            name: "ToolTests",
            dependencies: ["TestSupport", "SQLite", "JSONL", "Markup", "Market", "Records"],
            exclude: ["Golden"], swiftSettings: settings),
        .testTarget(name: "TidyTests", dependencies: ["TestSupport"], swiftSettings: settings),
        .target(
            name: "Fuzzing",
            dependencies: [
                "CLI", "JSONL", "YAML", "Archive", "Market", "Records", "Strategies", "Translation",
                "Importing", "Desk", "Freqtrade", "Pipelines", "Reports", "Doors",
            ],
            path: "Tests/Fuzzing", swiftSettings: settings),
        tests("FuzzingTests", "Fuzzing"),
    ] + fuzzer,
    swiftLanguageModes: [.v6]
)
