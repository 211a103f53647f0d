// What C libraries compute each in their own way, by the same sums and products on every machine.

/// e to the power of x: 2 to a whole power times a series of at most half a doubling.
public func exponential(_ x: Double) -> Double {
    let doublings = (x * 1.4426950408889634).rounded()
    guard doublings > -1_000 else { return 0 }
    let rest = (x - doublings * 0.693147180369123816490) - doublings * 1.90821492927058770002e-10
    var result = 1.0
    for step in (1...14).reversed() { result = 1 + result * rest / Double(step) }
    return result * Double(sign: .plus, exponent: Int(doublings), significand: 1)
}

/// The natural logarithm, within an ulp or two; x above 0. O(1).
///
/// x is 2 to a whole power times m between √½ and √2, whose logarithm is the series of
/// 2 artanh((m − 1) ÷ (m + 1)).
public func logarithm(_ x: Double) -> Double {
    var (power, part) = (Double(x.exponent), x.significand)
    if part > 1.4142135623730951 { (power, part) = (power + 1, part / 2) }
    let place = (part - 1) / (part + 1)
    let square = place * place
    var series = 0.0
    for step in (1...12).reversed() { series = (series + 1 / Double(2 * step + 1)) * square }
    return power * 0.693147180369123816490
        + (2 * place + (2 * place * series + power * 1.90821492927058770002e-10))
}
