/// What a process may use before the kernel stops it; nil for what it could use anyway.
public struct Limits: Hashable, Sendable {
    /// Time on a processor; then SIGXCPU.
    public var cpuSeconds: Int?
    /// Address space; then memory is refused.
    public var memoryBytes: Int?
    public var openFiles: Int?
    /// The largest file it may write; then SIGXFSZ.
    public var fileBytes: Int?

    public init() {}
}
