internal import JSONL
internal import Shell

/// What was measured, and how it compares.
struct Finding {
    /// What a finding's value is to be.
    enum Goal {
        case atMost(Double)
        case atLeast(Double)
        /// This many times better than the peer.
        case timesBetter(Double)

        /// The same on a machine on which a peer needs, or does, so many times as much.
        func scaled(by change: Double) -> Goal {
            switch self {
            case .atMost(let most): .atMost(most * change)
            case .atLeast(let least): .atLeast(least * change)
            case .timesBetter: self
            }
        }
    }

    var name: String
    var unit: String
    var value: Double
    var sample: Sample
    var goal: Goal?
    /// The most memory that it may hold, bytes.
    var residentGoal: Int?
    var peer: Peer
    /// More who do the same work.
    var others: [Peer] = []
    /// What was done, in a few words.
    var detail: String?

    /// Whether more of the unit is better.
    private var isRate: Bool { unit.hasSuffix("/s") }

    /// How many times better than the peer we are; nil without one.
    var ratio: Double? { ratio(to: peer) }

    private func ratio(to peer: Peer) -> Double? {
        guard let other = peer.value, value > 0, other > 0 else { return nil }
        return isRate ? value / other : other / value
    }

    /// The goal on this machine: a number of seconds means something only beside what a peer needs that
    /// ran in the same minutes.
    private var goalHere: Goal? {
        let change = ([peer] + others).lazy.compactMap(\.change).first
        return change.flatMap { goal?.scaled(by: $0) }
    }

    /// Whether every goal is reached; nil where there is none, or none that can be judged.
    var isMet: Bool? {
        let inMemory = residentGoal.map { sample.residentBytes <= $0 }
        let inValue: Bool?? = (goalHere ?? goal).map {
            switch $0 {
            case .atMost(let most): value <= most
            case .atLeast(let least): value >= least
            case .timesBetter(let times): ratio.map { $0 >= times }
            }
        }
        switch (inValue, inMemory) {
        case (nil, let memory): return memory
        case (.some(nil), _): return nil
        case (.some(.some(let value)), let memory): return value && memory ?? true
        }
    }

    /// The finding as a line of JSON.
    var line: String {
        var writer = JSONWriter()
        writer.beginObject()
        writer.field("kind", "benchmark")
        writer.field("name", name)
        writer.field("unit", unit)
        writer.field("value", rounded(value))
        writer.field("cpu_seconds", rounded(sample.cpuSeconds))
        writer.field("resident_bytes", sample.residentBytes)
        writer.field("runs", sample.runs)
        writeGoals(to: &writer)
        writer.field("met", isMet)
        writer.key("peer")
        if peer.value == nil { writer.null() } else { write(peer, to: &writer) }
        writer.field("ratio", ratio.map(rounded))
        if let why = peer.why { writer.field("why", why) }
        if !others.isEmpty {
            writer.key("others")
            writer.beginList()
            for other in others { write(other, to: &writer) }
            writer.endList()
        }
        if let detail { writer.field("detail", detail) }
        writer.endObject()
        return writer.text + "\n"
    }

    private func writeGoals(to writer: inout JSONWriter) {
        writer.key("goal")
        guard goal != nil || residentGoal != nil else { return writer.null() }
        writer.beginObject()
        if let goal { write(goal, to: &writer) }
        if let residentGoal { writer.field("resident_bytes", residentGoal) }
        writer.endObject()
        guard let goalHere else { return }
        writer.key("goal_here")
        writer.beginObject()
        write(goalHere, to: &writer)
        writer.endObject()
    }

    private func write(_ goal: Goal, to writer: inout JSONWriter) {
        switch goal {
        case .atMost(let most): writer.field("at_most", rounded(most))
        case .atLeast(let least): writer.field("at_least", rounded(least))
        case .timesBetter(let times): writer.field("ratio", times)
        }
    }

    private func write(_ peer: Peer, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.field("name", peer.name)
        writer.field("value", peer.value.map(rounded))
        if peer.value == nil { writer.field("why", peer.why) }
        if let reference = peer.reference { writer.field("reference", reference) }
        writer.endObject()
    }
}

/// Four digits, which is more than a second run repeats.
private func rounded(_ value: Double) -> Double {
    guard value != 0, value.isFinite else { return value }
    var (scale, magnitude) = (1.0, value.magnitude)
    while magnitude < 1_000 {
        magnitude *= 10
        scale *= 10
    }
    return (value * scale).rounded() / scale
}

/// Several runs of the same.
struct Sample {
    private let usages: [Usage]

    init(_ usages: [Usage]) {
        precondition(!usages.isEmpty, "nothing was measured")
        self.usages = usages
    }

    static func + (first: Sample, second: Sample) -> Sample {
        Sample(first.usages + second.usages)
    }

    var runs: Int { usages.count }
    /// Of the median run that holds the most, bytes.
    var residentBytes: Int { usages.map(\.residentBytes).sorted()[runs / 2] }
    /// The median.
    var cpuSeconds: Double { quantile(0.5) }

    /// The least time that the given part of the runs did not exceed.
    func quantile(_ part: Double) -> Double {
        usages.map(\.cpuSeconds).sorted()[min(runs - 1, Int(part * Double(runs)))]
    }
}
