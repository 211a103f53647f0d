internal import CLI
internal import Hyperopt
internal import JSONL
internal import Records
internal import Strategies

/// A sampler that is asked for points and told their losses, without a back-test.
struct Asking {
    private var search: Search
    private let epochs: Int

    /// `SAMPLER SEED EPOCHS AXIS...`, an axis being `ordered:COUNT` or `choices:COUNT`.
    init(_ words: [String]) throws(Diagnostic) {
        guard let sampler = SamplerDefinition.named(words[0]), let seed = UInt64(words[1]),
            let epochs = Int(words[2])
        else { throw Diagnostic(.usage, "--inside ask takes a sampler, a seed and epochs") }
        self.epochs = epochs
        var parameters: [Parameter] = []
        for (number, word) in words[3...].enumerated() {
            let parts = word.split(separator: ":")
            guard parts.count == 2, let count = Int(parts[1]), count > 0 else {
                throw Diagnostic(.usage, "\"\(word)\" is no axis, as ordered:10 or choices:3")
            }
            let isOrdered = parts[0] == "ordered"
            parameters.append(
                Parameter(
                    name: "\(number)",
                    domain: isOrdered
                        ? .integer(0...(count - 1)) : .categorical((0..<count).map(String.init)),
                    standard: isOrdered ? .integer(0) : .text("0"), space: "all"))
        }
        search = Search(
            SearchSpace(
                parameters, spaces: ["all"], fixed: ParameterValues(defaultsOf: parameters),
                timeframeMinutes: 1),
            sampler: sampler, seed: seed)
    }

    /// Whoever reads and answers may compare it with others: a line of points, each the numbers of its
    /// parameters' choices, for every line of losses; a loss that is `null` is none.
    func answerReader() throws {
        var search = search
        while case let batch = search.next(of: epochs), !batch.isEmpty {
            let rows = batch.map { "[" + $0.values.map(Self.number).joined(separator: ",") + "]" }
            try writeOutput("[" + rows.joined(separator: ",") + "]\n")
            guard let losses = (try? JSONValue(parsing: readLine() ?? ""))?.array,
                losses.count == batch.count
            else {
                throw Diagnostic(.badData, "expected \(batch.count) losses")
            }
            for loss in losses { search.learn(loss.double) }
        }
    }

    /// The loss is the squared distance from a place off the middle, so that next to nothing is spent
    /// on anything but the sampler.
    func answerBowl() throws {
        var search = search
        while case let batch = search.next(of: epochs), !batch.isEmpty {
            for values in batch {
                search.learn(
                    values.values.reduce(0) { sum, value in
                        guard case .integer(let number) = value else { return sum }
                        let distance = Double(number) / 100 - 0.7
                        return sum + distance * distance
                    })
            }
        }
        try writeOutput("\(search.count) points\n")
    }

    private static func number(_ value: ParameterValue) -> String {
        switch value {
        case .integer(let number): "\(number)"
        case .text(let text): text
        case .decimal, .boolean: preconditionFailure("axes have numbers and texts only")
        }
    }
}

extension Search {
    /// Takes note of the next epoch's loss.
    fileprivate mutating func learn(_ loss: Double?) {
        learn(
            Trial(
                run: "", epoch: count + 1, parameters: [:], loss: loss, measures: [:],
                isBest: false, isInitial: false))
    }
}
