internal import Backtesting
internal import CLI
internal import JSONL
internal import Metrics
internal import Records
internal import Workbench

/// `--stress`: the strategy once more where every order costs more, beside the run itself.
///
/// Slippage is a cost like a fee: freqtrade knows no other, so that what is said here is what
/// `freqtrade backtesting --fee` would trade.
struct Stress {
    /// As it was written, without spaces.
    let name: String
    /// What the fee is multiplied with, or what stands in its place.
    private let fee: Fee
    /// As a ratio of an order's value.
    private let slippage: Double

    private enum Fee {
        case times(Double)
        case ratio(Double)
    }

    static let options: [Option] = [
        Option(
            "stress", value: "COST", repeats: true,
            help: "measure the strategy at a higher cost too: fee=2x,slippage=5bps; may be repeated"
        )
    ]

    /// Those that the command line asks for, in its order; an option that prints no run is `alone`.
    static func all(
        _ arguments: Arguments, alone: String?
    ) throws(Diagnostic) -> [Stress] {
        if arguments.flag("stress"), let alone {
            throw Diagnostic(.usage, "--stress does not go with --\(alone)")
        }
        var stresses: [Stress] = []
        for text in arguments.values("stress") {
            let stress = try Stress(text)
            if stresses.contains(where: { $0.name == stress.name }) {
                throw Diagnostic(.usage, "--stress names \(stress.name) twice")
            }
            stresses.append(stress)
        }
        return stresses
    }

    private init(_ text: String) throws(Diagnostic) {
        let parts = text.filter { $0 != " " }.split(
            separator: ",", omittingEmptySubsequences: false)
        var (fee, slippage) = (Fee?.none, Double?.none)
        for part in parts {
            let sides = part.split(separator: "=", maxSplits: 1).map(String.init)
            switch sides.first {
            case "fee" where sides.count == 2 && fee == nil: fee = Self.fee(sides[1])
            case "slippage" where sides.count == 2 && slippage == nil:
                slippage = Self.number(sides[1], before: "bps").map { $0 / 1e4 }
            default: throw Self.complaint(text)
            }
            guard fee != nil || sides[0] != "fee", slippage != nil || sides[0] != "slippage" else {
                throw Self.complaint(text)
            }
        }
        name = parts.joined(separator: ",")
        self.fee = fee ?? .times(1)
        self.slippage = slippage ?? 0
    }

    private static func fee(_ text: String) -> Fee? {
        if let factor = number(text, before: "x") { return .times(factor) }
        return number(text, before: "").map { .ratio($0) }
    }

    /// A number of zero or more with that unit.
    private static func number(_ text: String, before unit: String) -> Double? {
        guard text.hasSuffix(unit), let number = Double(text.dropLast(unit.count)),
            number.isFinite, number >= 0
        else { return nil }
        return number
    }

    private static func complaint(_ text: String) -> Diagnostic {
        Diagnostic(
            .usage, "--stress: \"\(text)\" is no cost",
            hint: "fee=2x (twice the fee), fee=0.002 (a ratio), slippage=5bps, or a comma between"
        )
    }

    /// What every order costs then, as a ratio of its value.
    private func cost(over fee: Double) throws(Diagnostic) -> Double {
        let cost =
            switch self.fee {
            case .times(let factor): fee * factor + slippage
            case .ratio(let ratio): ratio + slippage
            }
        guard cost <= 0.1 else {
            throw Diagnostic(
                .usage, "--stress \(name): every order would cost \(cost) of its value",
                hint: "at most 0.1, a tenth")
        }
        return cost
    }

    /// The measures of the bench's strategy at this cost, labelled with it.
    func measures(of bench: Workbench, run: Run) throws -> [Measure] {
        let testbed = bench.testbed.with(fee: try cost(over: bench.testbed.fee))
        let result = try testbed.backtest(bench.values, run: run.run)
        return stressMeasures(
            name, run: run.run, trades: result.trades, startingBalance: result.startingBalance,
            currency: testbed.configuration.stakeCurrency, fromMs: result.startMs,
            toMs: result.endMs)
    }
}

extension [Stress] {
    /// What they add to a run's identity: nothing where nothing is stressed.
    var identity: [JSONValue.Member] {
        isEmpty ? [] : [.init("stress", .list(map { .text($0.name) }))]
    }
}
