internal import Glibc

/// The number below which a standard normal number is with this probability, above 0 and below 1: the
/// same on every machine, within 1e-15 of the exact value relative to it. O(1).
///
/// Source: M. J. Wichura, "Algorithm AS 241: the percentage points of the normal distribution",
/// Applied Statistics 37 (1988), routine PPND16.
public func normalQuantile(_ probability: Double) -> Double {
    let offset = probability - 0.5
    if abs(offset) <= 0.425 {
        let square = 0.180625 - offset * offset
        return offset * polynomial(centreTop, square) / polynomial(centreBottom, square)
    }
    let tail = sqrt(-logarithm(offset < 0 ? probability : 1 - probability))
    let distance =
        tail <= 5
        ? polynomial(nearTop, tail - 1.6) / polynomial(nearBottom, tail - 1.6)
        : polynomial(farTop, tail - 5) / polynomial(farBottom, tail - 5)
    return offset < 0 ? -distance : distance
}

private let centreTop: InlineArray<8, Double> = [
    3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3,
    1.3731693765509461125e4, 4.5921953931549871457e4, 6.7265770927008700853e4,
    3.3430575583588128105e4, 2.5090809287301226727e3,
]

private let centreBottom: InlineArray<8, Double> = [
    1, 4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3,
    2.1213794301586595867e4, 3.9307895800092710610e4, 2.8729085735721942674e4,
    5.2264952788528545610e3,
]

private let nearTop: InlineArray<8, Double> = [
    1.42343711074968357734, 4.63033784615654529590, 5.76949722146069140550,
    3.64784832476320460504, 1.27045825245236838258, 2.41780725177450611770e-1,
    2.27238449892691845833e-2, 7.74545014278341407640e-4,
]

private let nearBottom: InlineArray<8, Double> = [
    1, 2.05319162663775882187, 1.67638483018380384940, 6.89767334985100004550e-1,
    1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4,
    1.05075007164441684324e-9,
]

private let farTop: InlineArray<8, Double> = [
    6.65790464350110377720, 5.46378491116411436990, 1.78482653991729133580,
    2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3,
    2.71155556874348757815e-5, 2.01033439929228813265e-7,
]

private let farBottom: InlineArray<8, Double> = [
    1, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
    7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7,
    2.04426310338993978564e-15,
]
