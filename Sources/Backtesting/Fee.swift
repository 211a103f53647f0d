internal import Market

/// The fee of every order, and exactly what an order leaves and takes of its value. A class, for every
/// trade holds it.
final class Fee: Sendable {
    let ratio: Double
    let keptOfValue: Amount
    let paidOfValue: Amount

    init(_ ratio: Double) {
        self.ratio = ratio
        keptOfValue = (Amount(1) - Amount(ratio)).reduced
        paidOfValue = (Amount(1) + Amount(ratio)).reduced
    }

    /// What opening an amount at a price takes from an account, or gives it for a short.
    func openValue(_ amount: Amount, _ price: Amount, isShort: Bool) -> Double {
        (amount * price * (isShort ? keptOfValue : paidOfValue)).double
    }

    /// What closing gives to an account, or takes from it for a short.
    func closeValue(_ amount: Amount, _ price: Amount, isShort: Bool) -> Double {
        (amount * price * (isShort ? paidOfValue : keptOfValue)).double
    }
}

/// What one entry order buys, exactly.
struct Opening {
    let price: Double
    let amount: Amount
    let cost: Amount
    /// The price itself, but for decimals behind the 18th.
    let averageRate: Double
    private let part: Amount

    init(price: Double, amount: Double, fee: Fee, isShort: Bool) {
        let exactPrice = Amount(price)
        self.price = price
        self.amount = Amount(amount)
        cost = exactPrice * self.amount
        averageRate =
            exactPrice.decimals <= 18 ? price : cost.divided(by: self.amount).double
        part = isShort ? fee.keptOfValue : fee.paidOfValue
    }

    /// What it is worth at `rate`, with its fee.
    func value(at rate: Double) -> Double {
        ((rate == price ? cost : amount * Amount(rate)) * part).double
    }
}
