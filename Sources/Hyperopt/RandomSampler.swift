internal import Market
public import Strategies

/// Draws every point of a search evenly from its space.
///
/// A point depends on the seed and its epoch's number alone: not on other epochs, not on the order in
/// which they are computed. So a search may be interrupted, resumed and spread over threads.
public struct RandomSampler: Hashable, Sendable {
    public static let name = "random"

    public let seed: UInt64

    public init(seed: UInt64) { self.seed = seed }

    /// The values to try in an epoch, counted from 1.
    public func point(epoch: Int, in space: SearchSpace) -> ParameterValues {
        var random = SplitMix64(seed: seed, words: UInt64(epoch))
        var values = space.fixed
        for parameter in space.parameters {
            let index = Int.random(in: 0..<parameter.choiceCount, using: &random)
            values[parameter.name] = parameter.choice(index)
        }
        return values
    }
}
