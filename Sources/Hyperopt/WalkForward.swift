/// How a walk-forward cuts its data: search on one window, trade the next one with what was chosen, move on.
public struct WalkForward: Hashable, Sendable {
    /// Lengths of what a search sees and of what its choice is traded on, milliseconds.
    public let trainMs: Int
    public let testMs: Int
    /// Left out between the two, milliseconds: what a search saw last says much of what follows.
    public let embargoMs: Int
    /// Whether every search begins with the data, instead of moving on.
    public let isAnchored: Bool

    public struct Window: Hashable, Sendable {
        /// Unix milliseconds, half open.
        public let train: Range<Int>
        public let test: Range<Int>
    }

    public init(trainMs: Int, testMs: Int, embargoMs: Int = 0, isAnchored: Bool = false) {
        precondition(trainMs > 0 && testMs > 0 && embargoMs >= 0, "windows without length")
        self.trainMs = trainMs
        self.testMs = testMs
        self.embargoMs = embargoMs
        self.isAnchored = isAnchored
    }

    /// The windows of data from one instant to another, not included: tests follow each other without gap
    /// or overlap, each after all that its search saw. A rest shorter than a test is left over.
    public func windows(of data: Range<Int>) -> [Window] {
        var (windows, start) = ([Window](), data.lowerBound + trainMs + embargoMs)
        while start + testMs <= data.upperBound {
            let end = start - embargoMs
            windows.append(
                Window(
                    train: (isAnchored ? data.lowerBound : end - trainMs)..<end,
                    test: start..<(start + testMs)))
            start += testMs
        }
        return windows
    }
}
