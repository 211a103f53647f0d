internal import Glibc

/// Compensated (Neumaier) sum: exact enough that the order of the numbers does not show. O(n).
func sum(_ numbers: [Double]) -> Double {
    var sum = Sum()
    for number in numbers { sum.add(number) }
    return sum.value
}

/// A sum under way, for numbers that nobody needs as a list.
struct Sum {
    private var total = 0.0
    private var lost = 0.0

    @inline(__always)
    mutating func add(_ number: Double) {
        let next = total + number
        lost += abs(total) >= abs(number) ? (total - next) + number : (number - next) + total
        total = next
    }

    var value: Double { total + lost }
}

/// nil for no numbers.
func mean(_ numbers: [Double]) -> Double? {
    numbers.isEmpty ? nil : sum(numbers) / Double(numbers.count)
}

/// nil for no numbers; the mean of the middle two of an even count.
func median(_ numbers: [Double]) -> Double? {
    quantile(numbers, 0.5)
}

/// Linear between the neighbours, as numpy's default; nil for no numbers. `part` in 0…1.
func quantile(_ numbers: [Double], _ part: Double) -> Double? {
    guard !numbers.isEmpty else { return nil }
    let sorted = numbers.sorted()
    let place = part * Double(numbers.count - 1)
    let low = Int(place)
    let high = min(low + 1, numbers.count - 1)
    return sorted[low] + (sorted[high] - sorted[low]) * (place - Double(low))
}

/// Sum of the `power`th powers of the distances from the mean.
func momentSum(_ numbers: [Double], _ power: Int) -> Double {
    guard let centre = mean(numbers) else { return 0 }
    return sum(
        numbers.map { number in
            (0..<power).reduce(1.0) { product, _ in product * (number - centre) }
        })
}

/// Standard deviation over n − `freedom`; nil when nothing deviates or there are too few numbers.
///
/// Numbers that differ by rounding alone count as equal: their ratio to anything means nothing.
func deviation(_ numbers: [Double], freedom: Int) -> Double? {
    guard numbers.count > freedom, let centre = mean(numbers) else { return nil }
    let result = sqrt(momentSum(numbers, 2) / Double(numbers.count - freedom))
    return result > abs(centre) * 1e-13 ? result : nil
}

/// Rounds to `digits` decimals, halves to even.
func rounded(_ number: Double, _ digits: Int) -> Double {
    let scale = (0..<digits).reduce(1.0) { product, _ in product * 10 }
    return (number * scale).rounded(.toNearestOrEven) / scale
}

/// Two-sided probability that Student's t with `freedom` degrees is at least as far from 0 as `t`.
///
/// Source: Numerical Recipes, 3rd edition, 6.14.9: I(ν/(ν + t²); ν/2, 1/2).
func twoSidedStudent(_ t: Double, freedom: Double) -> Double {
    incompleteBeta(freedom / 2, 0.5, freedom / (freedom + t * t))
}

/// The regularised incomplete beta function, x in 0…1. Source: Numerical Recipes, 3rd edition, 6.4.
private func incompleteBeta(_ a: Double, _ b: Double, _ x: Double) -> Double {
    guard x > 0 else { return 0 }
    guard x < 1 else { return 1 }
    let front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x))
    return x < (a + 1) / (a + b + 2)
        ? front * betaFraction(a, b, x) / a : 1 - front * betaFraction(b, a, 1 - x) / b
}

/// The continued fraction of the incomplete beta function, by Lentz' method.
private func betaFraction(_ a: Double, _ b: Double, _ x: Double) -> Double {
    func apart(_ number: Double) -> Double { abs(number) < 1e-300 ? 1e-300 : number }
    var c = 1.0
    var d = 1 / apart(1 - (a + b) * x / (a + 1))
    var result = d
    for step in 1..<500 {
        let m = Double(step)
        let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        d = 1 / apart(1 + even * d)
        c = apart(1 + even / c)
        result *= d * c
        let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        d = 1 / apart(1 + odd * d)
        c = apart(1 + odd / c)
        result *= d * c
        if abs(d * c - 1) < 1e-16 { break }
    }
    return result
}
