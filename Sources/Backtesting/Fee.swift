internal import Market

/// The fee of every order, and exactly what an order leaves and takes of its value: plain numbers, for
/// every trade holds it.
struct Fee: Sendable {
    let ratio: Double
    /// nil where they have too many digits.
    private let kept: ShortDecimal?
    private let paid: ShortDecimal?

    init(_ ratio: Double) {
        self.ratio = ratio
        kept = ShortDecimal(Self.part(ratio, isPaid: false))
        paid = ShortDecimal(Self.part(ratio, isPaid: true))
    }

    private static func part(_ ratio: Double, isPaid: Bool) -> Amount {
        (isPaid ? Amount(1) + Amount(ratio) : Amount(1) - Amount(ratio)).reduced
    }

    /// What opening an amount at a price takes from an account, or gives it for a short.
    func openValue(_ amount: Double, _ price: Double, isShort: Bool) -> Double {
        value(amount, price, isPaid: !isShort)
    }

    /// What closing gives to an account, or takes from it for a short.
    func closeValue(_ amount: Double, _ price: Double, isShort: Bool) -> Double {
        value(amount, price, isPaid: isShort)
    }

    /// What closing an amount at a price of 1 is worth, in plain arithmetic.
    func nearlyClosed(_ amount: Double, isShort: Bool) -> Double {
        amount * (isShort ? 1 + ratio : 1 - ratio)
    }

    private func value(_ amount: Double, _ price: Double, isPaid: Bool) -> Double {
        guard let part = isPaid ? paid : kept else {
            return (Amount(amount) * Amount(price) * Self.part(ratio, isPaid: isPaid)).double
        }
        return Amount.product(amount, price, part)
    }
}

/// What one entry order buys, exactly.
struct Opening {
    let price: Double
    let amount: Double
    let fee: Fee
    let isShort: Bool

    var cost: Double { Amount.product(amount, price, .one) }

    /// The price itself, but for decimals behind the 18th.
    var averageRate: Double {
        if Amount.isShort(price) { return price }
        let exactPrice = Amount(price)
        guard exactPrice.decimals > 18 else { return price }
        return (exactPrice * Amount(amount)).divided(by: Amount(amount)).double
    }

    /// What it is worth at `rate`, with its fee.
    func value(at rate: Double) -> Double { fee.openValue(amount, rate, isShort: isShort) }
}
