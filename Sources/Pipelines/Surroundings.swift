/// What the programs of a run share: where they are found, what they are given.
public struct Surroundings: Sendable {
    /// Where programs are looked for, in this order.
    public var programFolders: [String]
    /// Our own environment, of which programs get a part.
    public var environment: [String: String]
    /// The values of the pipeline's secrets.
    public var secrets: [Secret: String]
    /// Takes the secrets out of everything that is kept or shown.
    public let masker: Masker

    /// Variables that every program gets, where they are set.
    static let usual: Set<String> = [
        "HOME", "LANG", "LANGUAGE", "LOGNAME", "PATH", "SHELL", "TERM", "TMPDIR", "TZ", "USER",
        "NO_COLOR", "SOURCE_DATE_EPOCH", "ANYTRADE_STORE",
    ]

    public init(
        programFolders: [String], environment: [String: String], secrets: [Secret: String] = [:]
    ) {
        self.programFolders = programFolders
        self.environment = environment
        self.secrets = secrets
        masker = Masker(hiding: Array(secrets.values))
    }

    /// The environment of a step's programs: the usual, what is passed on, its own, its secrets, and
    /// the ids of run and step, which our tools put into every line that they say.
    func environment(of step: Step, run: String) -> [String: String] {
        var result = environment.filter {
            Self.usual.contains($0.key) || $0.key.hasPrefix("LC_") || step.passed.contains($0.key)
        }
        result["PATH"] = programFolders.joined(separator: ":")
        result.merge(step.environment) { $1 }
        (result["ANYTRADE_RUN"], result["ANYTRADE_STEP"]) = (run, step.id)
        for secret in step.secrets { result[secret.name] = secrets[secret] }
        return result
    }
}
