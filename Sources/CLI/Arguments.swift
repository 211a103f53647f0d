/// What the user asked for: option values that passed their checks, and operands.
///
/// Asking for an option that is not in the tool's table is our mistake and stops the program.
public struct Arguments: Sendable {
    /// What is neither option nor value, in order; `-` stands for standard input.
    public let operands: [String]
    /// Unix milliseconds of "now": `--as-of`, else `SOURCE_DATE_EPOCH`, else the clock.
    public let nowMs: Int
    private let command: Command
    private let given: [String: [String]]
    private let environment: [String: String]

    init(
        command: Command, given: [String: [String]], operands: [String],
        environment: [String: String], nowMs: Int
    ) {
        self.command = command
        self.given = given
        self.operands = operands
        self.environment = environment
        self.nowMs = nowMs
    }

    /// The option's last value, else its default, else nil.
    public func value(_ name: String) -> String? {
        let option = option(name)
        return given[name]?.last ?? option.standard
    }

    /// Every value of an option that repeats, in order; empty when not given.
    public func values(_ name: String) -> [String] {
        let option = option(name)
        return given[name] ?? option.standard.map { [$0] } ?? []
    }

    /// Whether the flag (or any option) was given.
    public func flag(_ name: String) -> Bool {
        _ = option(name)
        return given[name] != nil
    }

    /// The value of an `.integer` option, or nil when not given.
    public func integer(_ name: String) -> Int? { value(name).flatMap { Int($0) } }

    /// The value of a `.number` option, or nil when not given.
    public func number(_ name: String) -> Double? { value(name).flatMap { Double($0) } }

    /// Unix milliseconds of an `.instant` option, or nil when not given.
    public func instantMs(_ name: String) -> Int? {
        value(name).flatMap { CLI.instantMs($0, nowMs: nowMs) }
    }

    /// The value of a `.duration` option, or nil when not given.
    public func duration(_ name: String) -> Duration? { value(name).flatMap { CLI.duration($0) } }

    /// The words of a command line that give the options what they were given here, but those named.
    public func words(without names: Set<String>) -> [String] {
        command.options.filter { !names.contains($0.long) }.flatMap { option in
            (given[option.long] ?? []).map {
                option.isFlag ? "--\(option.long)" : "--\(option.long)=\($0)"
            }
        }
    }

    /// The store's path: `--store`, else `$ANYTRADE_STORE`, else `anytrade.sqlite`.
    public var storePath: String {
        value("store") ?? environmentValue("ANYTRADE_STORE") ?? "anytrade.sqlite"
    }

    /// The store of a tool that can do without one: `--store`, else `$ANYTRADE_STORE`; nil where
    /// neither is given and for `-`.
    public var namedStorePath: String? {
        let path = value("store") ?? environmentValue("ANYTRADE_STORE")
        return path == "-" ? nil : path
    }

    /// A variable of the environment; nil when it is not set or empty.
    public func environmentValue(_ name: String) -> String? {
        environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The whole environment, for tools that start others.
    public var wholeEnvironment: [String: String] { environment }

    private func option(_ name: String) -> Option {
        guard let option = command.allOptions.first(where: { $0.long == name }) else {
            preconditionFailure("\(command.name) has no option --\(name)")
        }
        return option
    }
}
