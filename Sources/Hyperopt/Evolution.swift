internal import Metrics

/// A normal distribution that moves to where points are better: the heart of CMA-ES.
///
/// Source: N. Hansen, "The CMA evolution strategy: a tutorial" (2016), equations 41 to 58, with negative
/// weights, as the Python package cmaes 0.13 has them.
struct Evolution {
    let population: Int
    let weights: [Double]
    let parentCount: Int
    let effectiveParents: Double
    let pathRate: Double
    let rankOneRate: Double
    let rankMuRate: Double
    let stepPathRate: Double
    let stepDamping: Double
    /// The expected length of a standard normal vector.
    let expectedLength: Double

    private(set) var mean: [Double]
    private(set) var deviation: Double
    private(set) var covariance: SquareMatrix
    private(set) var stepPath: [Double]
    private(set) var path: [Double]
    private(set) var generation = 0
    /// Of the covariance: eigenvectors as columns, and the roots of eigenvalues.
    private var axes: SquareMatrix
    private var lengths: [Double]

    init(mean: [Double], deviation: Double, population: Int? = nil) {
        let size = Double(mean.count)
        let count = population ?? 4 + Int(3 * logarithm(size))
        let raw = (1...count).map { logarithm(Double(count + 1) / 2) - logarithm(Double($0)) }
        self.population = count
        parentCount = count / 2
        effectiveParents = Self.effective(raw[..<parentCount])
        let parents = effectiveParents
        let rankOne = 2 / ((size + 1.3) * (size + 1.3) + parents)
        let rankMu = min(
            1 - rankOne - 1e-8,
            2 * (parents - 2 + 1 / parents) / ((size + 2) * (size + 2) + parents))
        (rankOneRate, rankMuRate) = (rankOne, rankMu)
        let effectiveRest = Self.effective(raw[parentCount...])
        let least = min(
            1 + rankOne / rankMu, 1 + 2 * effectiveRest / (parents + 2),
            (1 - rankOne - rankMu) / (size * rankMu))
        let up = raw.filter { $0 > 0 }.reduce(0, +)
        let down = raw.filter { $0 < 0 }.reduce(0, -)
        weights = raw.map { $0 >= 0 ? $0 / up : $0 * least / down }
        stepPathRate = (parents + 2) / (size + parents + 5)
        stepDamping =
            1 + 2 * max(0, ((parents - 1) / (size + 1)).squareRoot() - 1) + stepPathRate
        pathRate = (4 + parents / size) / (size + 4 + 2 * parents / size)
        expectedLength = size.squareRoot() * (1 - 1 / (4 * size) + 1 / (21 * size * size))
        self.mean = mean
        self.deviation = deviation
        covariance = SquareMatrix(identity: mean.count)
        (stepPath, path) = (mean.map { _ in 0 }, mean.map { _ in 0 })
        axes = covariance
        lengths = mean.map { _ in 1 }
    }

    private static func effective(_ weights: ArraySlice<Double>) -> Double {
        let sum = weights.reduce(0, +)
        return sum * sum / weights.reduce(0) { $0 + $1 * $1 }
    }

    /// The direction of a vector of standard normal numbers: distributed by the covariance.
    func direction(_ normals: [Double]) -> [Double] {
        axes.times(zip(normals, lengths).map { $0 * $1 })
    }

    /// A direction, shortened where a draw is hardly ever as long.
    ///
    /// Source: N. Hansen, "Injecting external solutions into CMA-ES" (2011), equations 2 and 3.
    func cut(_ direction: [Double]) -> [Double] {
        let size = Double(mean.count)
        let length = whitened(direction).reduce(0) { $0 + $1 * $1 }.squareRoot()
        let longest = size.squareRoot() + 2 * size / (size + 2)
        return length > longest ? direction.map { $0 * longest / length } : direction
    }

    /// How far points scatter along a coordinate.
    func scatter(_ place: Int) -> Double {
        deviation * max(0, covariance[place, place]).squareRoot()
    }

    /// Moves to a whole generation's directions from the mean, the best first; `scales` stretch what the
    /// mean moves by.
    mutating func learn(_ directions: [[Double]], scales: [Double]) {
        generation += 1
        var step = mean.map { _ in 0.0 }
        for (direction, weight) in zip(directions, weights.prefix(parentCount)) {
            for place in step.indices { step[place] += weight * direction[place] }
        }
        for place in mean.indices { mean[place] += deviation * scales[place] * step[place] }
        let keep = 1 - stepPathRate
        let push = (stepPathRate * (2 - stepPathRate) * effectiveParents).squareRoot()
        let white = whitened(step)
        for place in step.indices { stepPath[place] = keep * stepPath[place] + push * white[place] }
        let length = stepPath.reduce(0) { $0 + $1 * $1 }.squareRoot()
        let decay = (0..<(2 * (generation + 1))).reduce(1.0) { power, _ in power * keep }
        let isCalm =
            length / (1 - decay).squareRoot()
            < (1.4 + 2 / Double(mean.count + 1)) * expectedLength
        adapt(directions, step, isCalm: isCalm)
        deviation *= exponential(stepPathRate / stepDamping * (length / expectedLength - 1))
        (axes, lengths) = covariance.eigenvectors()
    }

    private mutating func adapt(_ directions: [[Double]], _ step: [Double], isCalm: Bool) {
        let push = isCalm ? (pathRate * (2 - pathRate) * effectiveParents).squareRoot() : 0
        for place in step.indices {
            path[place] = (1 - pathRate) * path[place] + push * step[place]
        }
        let missing = isCalm ? 0 : pathRate * (2 - pathRate)
        let rest =
            1 + rankOneRate * missing - rankOneRate - rankMuRate * weights.reduce(0, +)
        covariance.scale(by: rest)
        covariance.add(path, weight: rankOneRate)
        for (direction, weight) in zip(directions, weights) {
            var weight = weight
            if weight < 0 {
                let length = whitened(direction).reduce(0) { $0 + $1 * $1 }
                weight *= Double(mean.count) / (length + 1e-8)
            }
            covariance.add(direction, weight: rankMuRate * weight)
        }
    }

    /// What would be standard normal were the vector distributed by the covariance.
    private func whitened(_ vector: [Double]) -> [Double] {
        axes.times(zip(axes.transposedTimes(vector), lengths).map { $0 / $1 })
    }
}
