/// Probability that a standard normal number is below `z`: by the same sums and products on every
/// machine, so that a search that compares densities takes the same way everywhere. Within 1e-12 of
/// the exact value relative to the smaller tail. O(1).
public func normalProbability(below z: Double) -> Double {
    let x = abs(z) * 0.7071067811865476
    let tail = 0.5 * complementaryError(x)
    return z < 0 ? tail : 1 - tail
}

/// erfc(x) for x ≥ 0: rational approximations in four ranges.
///
/// Source: s_erf.c of FreeBSD's mathematical library. Copyright (C) 1993 by Sun Microsystems, Inc. All
/// rights reserved. Developed at SunPro, a Sun Microsystems, Inc. business. Permission to use, copy,
/// modify, and distribute this software is freely granted, provided that this notice is preserved.
private func complementaryError(_ x: Double) -> Double {
    if x < 0.84375 {
        let square = x * x
        return 1 - (x + x * polynomial(nearTop, square) / polynomial(nearBottom, square))
    }
    if x < 1.25 {
        return 1 - 8.45062911510467529297e-01 - polynomial(middleTop, x - 1)
            / polynomial(middleBottom, x - 1)
    }
    guard x < 27 else { return 0 }
    let inverse = 1 / (x * x)
    let quotient =
        x < 1 / 0.35
        ? polynomial(farTop, inverse) / polynomial(farBottom, inverse)
        : polynomial(fartherTop, inverse) / polynomial(fartherBottom, inverse)
    // x² in two parts, the first of them exact: its rounding would grow with the exponential.
    let head = Double(Float(x))
    let rest = (head - x) * (head + x) + quotient
    return exponential(-head * head - 0.5625) * exponential(rest) / x
}

/// Coefficients come in rising powers.
func polynomial<let count: Int>(
    _ coefficients: InlineArray<count, Double>, _ x: Double
) -> Double {
    var result = 0.0
    for index in stride(from: count - 1, through: 0, by: -1) {
        result = result * x + coefficients[index]
    }
    return result
}

private let nearTop: InlineArray<5, Double> = [
    1.28379167095512558561e-01, -3.25042107247001499370e-01, -2.84817495755985104766e-02,
    -5.77027029648944159157e-03, -2.37630166566501626084e-05,
]

private let nearBottom: InlineArray<6, Double> = [
    1, 3.97917223959155352819e-01, 6.50222499887672944485e-02, 5.08130628187576562776e-03,
    1.32494738004321644526e-04, -3.96022827877536812320e-06,
]

private let middleTop: InlineArray<7, Double> = [
    -2.36211856075265944077e-03, 4.14856118683748331666e-01, -3.72207876035701323847e-01,
    3.18346619901161753674e-01, -1.10894694282396677476e-01, 3.54783043256182359371e-02,
    -2.16637559486879084300e-03,
]

private let middleBottom: InlineArray<7, Double> = [
    1, 1.06420880400844228286e-01, 5.40397917702171048937e-01, 7.18286544141962662868e-02,
    1.26171219808761642112e-01, 1.36370839120290507362e-02, 1.19844998467991074170e-02,
]

private let farTop: InlineArray<8, Double> = [
    -9.86494403484714822705e-03, -6.93858572707181764372e-01, -1.05586262253232909814e01,
    -6.23753324503260060396e01, -1.62396669462573470355e02, -1.84605092906711035994e02,
    -8.12874355063065934246e01, -9.81432934416914548592e00,
]

private let farBottom: InlineArray<9, Double> = [
    1, 1.96512716674392571292e01, 1.37657754143519042600e02, 4.34565877475229228821e02,
    6.45387271733267880336e02, 4.29008140027567833386e02, 1.08635005541779435134e02,
    6.57024977031928170135e00, -6.04244152148580987438e-02,
]

private let fartherTop: InlineArray<7, Double> = [
    -9.86494292470009928597e-03, -7.99283237680523006574e-01, -1.77579549177547519889e01,
    -1.60636384855821916062e02, -6.37566443368389627722e02, -1.02509513161107724954e03,
    -4.83519191608651397019e02,
]

private let fartherBottom: InlineArray<8, Double> = [
    1, 3.03380607434824582924e01, 3.25792512996573918826e02, 1.53672958608443695994e03,
    3.19985821950859553908e03, 2.55305040643316442583e03, 4.74528541206955367215e02,
    -2.24409524465858183362e01,
]
