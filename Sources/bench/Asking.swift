internal import CLI
internal import Hyperopt
internal import JSONL
internal import Records
internal import Strategies

/// A sampler that whoever reads and answers may compare with others: a line of points, each the numbers
/// of its parameters' choices, for every line of losses; a loss that is `null` is none.
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

    func work() throws {
        var search = search
        while case let batch = search.next(of: epochs), !batch.isEmpty {
            let rows = batch.map { "[" + $0.values.map(Self.number).joined(separator: ",") + "]" }
            try writeOutput("[" + rows.joined(separator: ",") + "]\n")
            guard let losses = (try? JSONValue(parsing: readLine() ?? ""))?.array,
                losses.count == batch.count
            else {
                throw Diagnostic(.badData, "expected \(batch.count) losses")
            }
            for (values, loss) in zip(batch, losses) {
                search.learn(
                    Trial(
                        run: "", epoch: search.count + 1, parameters: values.json,
                        loss: loss.double, measures: [:], isBest: false, isInitial: false))
            }
        }
    }

    private static func number(_ value: ParameterValue) -> String {
        switch value {
        case .integer(let number): "\(number)"
        case .text(let text): text
        case .decimal, .boolean: preconditionFailure("axes have numbers and texts only")
        }
    }
}
