// Patterns of four and five candles, and those that a later candle confirms.
// Source: TA-Lib, "Pattern Recognition".

extension Catalogue {
    static let patternsOfMore: [Indicator] = [
        pattern(
            "cdl3blackcrows", "three black crows: black bodies that step down after white",
            warmUp: 13
        ) { candles in
            guard candles.isWhite(3), [2, 1, 0].allSatisfy(candles.isBlack),
                [2, 1, 0].allSatisfy(candles.hasNoLower), candles.high(3) > candles.closing(2)
            else { return 0 }
            let stepsDown = [1, 0].allSatisfy {
                candles.opening($0) < candles.opening($0 + 1)
                    && candles.opening($0) > candles.closing($0 + 1)
                    && candles.closing($0) < candles.closing($0 + 1)
            }
            return stepsDown ? -100 : 0
        },
        pattern(
            "cdl3linestrike", "three-line strike: one candle takes three back", warmUp: 8
        ) { candles in
            guard candles.isSameColor(3, 2), candles.isSameColor(2, 1),
                !candles.isSameColor(1, 0)
            else { return 0 }
            let opensNear = [2, 1].allSatisfy {
                candles.opening($0) >= candles.bottom($0 + 1) - candles.limit(.near, $0 + 1)
                    && candles.opening($0) <= candles.top($0 + 1) + candles.limit(.near, $0 + 1)
            }
            return opensNear && strikes(candles) ? 100 * candles.color(1) : 0
        },
        pattern(
            "cdlbreakaway", "breakaway: a gap, a run and an opposite candle into the gap",
            warmUp: 14
        ) { candles in
            guard candles.isLong(4), candles.isSameColor(4, 3), candles.isSameColor(3, 1),
                !candles.isSameColor(1, 0), candles.bodyGapsOn(3, from: 4)
            else { return 0 }
            let isUp = candles.isWhite(4)
            let runs = [2, 1].allSatisfy { back in
                let before = back + 1
                return isUp
                    ? candles.high(back) > candles.high(before)
                        && candles.low(back) > candles.low(before)
                    : candles.high(back) < candles.high(before)
                        && candles.low(back) < candles.low(before)
            }
            let closes =
                isUp
                ? candles.closing(0) < candles.opening(3) && candles.closing(0) > candles.closing(4)
                : candles.closing(0) > candles.opening(3) && candles.closing(0) < candles.closing(4)
            return runs && closes ? 100 * candles.color(0) : 0
        },
        pattern(
            "cdlconcealbabyswall", "concealing baby swallow: four black, the last around the third",
            warmUp: 13
        ) {
            guard [3, 2, 1, 0].allSatisfy($0.isBlack), [3, 2].allSatisfy($0.hasNoLower),
                [3, 2].allSatisfy($0.hasNoUpper), $0.bodyGapsDown(1, under: 2), $0.hasUpper(1),
                $0.high(1) > $0.closing(2), $0.high(0) > $0.high(1), $0.low(0) < $0.low(1)
            else { return 0 }
            return 100
        },
        pattern(
            "cdlladderbottom", "ladder bottom: four black steps down, then white above",
            warmUp: 14
        ) {
            guard [4, 3, 2, 1].allSatisfy($0.isBlack), $0.opening(4) > $0.opening(3),
                $0.opening(3) > $0.opening(2), $0.closing(4) > $0.closing(3),
                $0.closing(3) > $0.closing(2),
                $0.hasUpper(1), $0.isWhite(0), $0.opening(0) > $0.opening(1),
                $0.closing(0) > $0.high(1)
            else { return 0 }
            return 100
        },
        pattern(
            "cdlmathold", "mat hold: three short candles hold above, then white goes on",
            warmUp: 14, penetration: 0.5
        ) { candles, penetration in
            guard candles.isLong(4), [3, 2, 1].allSatisfy(candles.isShort), candles.isWhite(4),
                candles.isBlack(3), candles.isWhite(0), candles.bodyGapsUp(3, over: 4)
            else { return 0 }
            let least = candles.closing(4) - candles.body(4) * penetration
            let holds = [2, 1].allSatisfy {
                candles.bottom($0) < candles.closing(4) && candles.bottom($0) > least
            }
            guard holds, candles.top(2) < candles.opening(3), candles.top(1) < candles.top(2),
                candles.opening(0) > candles.closing(1),
                candles.closing(0) > max(candles.high(3), candles.high(2), candles.high(1))
            else { return 0 }
            return 100
        },
        pattern(
            "cdlrisefall3methods", "rising or falling three methods: a pause within a long candle",
            warmUp: 14
        ) { candles in
            guard candles.isLong(4), [3, 2, 1].allSatisfy(candles.isShort), candles.isLong(0),
                !candles.isSameColor(4, 3), candles.isSameColor(3, 2), candles.isSameColor(2, 1),
                !candles.isSameColor(1, 0)
            else { return 0 }
            let isWithin = [3, 2, 1].allSatisfy {
                candles.bottom($0) < candles.high(4) && candles.top($0) > candles.low(4)
            }
            return isWithin && goesOn(candles) ? 100 * candles.color(4) : 0
        },
        Indicator(
            "cdlhikkake", "hikkake: an inside day and a false breakout; 200 once confirmed",
            inputs: [.open, .high, .low, .close], flags: ["value"], warmUp: { _ in 5 },
            compute: { inputs, _ in
                [trapped(inputs, first: 5) { isInside($0, 1) ? trap($0) : 0 }]
            }),
        Indicator(
            "cdlhikkakemod", "modified hikkake: two inside days; 200 once confirmed",
            inputs: [.open, .high, .low, .close], flags: ["value"], warmUp: { _ in 10 },
            compute: { inputs, _ in
                [
                    trapped(inputs, first: 10) {
                        guard isInside($0, 2), isInside($0, 1) else { return 0 }
                        let trap = trap($0)
                        let near = $0.limit(.near, 2)
                        let closes =
                            trap > 0
                            ? $0.closing(2) <= $0.low(2) + near : $0.closing(2) >= $0.high(2) - near
                        return closes ? trap : 0
                    }
                ]
            }),
    ]
}

/// Three candles in a row, then one back beyond where they began.
private func strikes(_ candles: Candlesticks) -> Bool {
    let (first, second, third) = (candles.closing(3), candles.closing(2), candles.closing(1))
    return candles.isWhite(1)
        ? third > second && second > first && candles.opening(0) > third
            && candles.closing(0) < candles.opening(3)
        : third < second && second < first && candles.opening(0) < third
            && candles.closing(0) > candles.opening(3)
}

private func goesOn(_ candles: Candlesticks) -> Bool {
    let color = candles.color(4)
    return candles.closing(2) * color < candles.closing(3) * color
        && candles.closing(1) * color < candles.closing(2) * color
        && candles.opening(0) * color > candles.closing(1) * color
        && candles.closing(0) * color > candles.closing(4) * color
}

private func isInside(_ candles: Candlesticks, _ back: Int) -> Bool {
    candles.high(back) < candles.high(back + 1) && candles.low(back) > candles.low(back + 1)
}

/// 100 for a breakout down, which traps sellers; −100 for one up; 0 for none.
private func trap(_ candles: Candlesticks) -> Double {
    if candles.high(0) < candles.high(1), candles.low(0) < candles.low(1) { return 100 }
    return candles.high(0) > candles.high(1) && candles.low(0) > candles.low(1) ? -100 : 0
}

/// A trap, and twice its value where a close within three candles passes the inside day again.
private func trapped(
    _ inputs: [[Double]], first: Int, _ find: (Candlesticks) -> Double
) -> [Double] {
    var result = missing(inputs[0].count)
    // Three rows earlier: what they set may be confirmed later.
    let candles = Candlesticks(inputs, first: first - 3)
    var (sign, since) = (0.0, -4)
    for row in (first - 3)..<max(first - 3, result.count) {
        candles.row = row
        var value = find(candles)
        if value != 0 {
            (sign, since) = (value, row)
        } else if row <= since + 3 {
            let inside = row - since + 1
            let isConfirmed =
                sign > 0
                ? candles.closing(0) > candles.high(inside)
                : candles.closing(0) < candles.low(inside)
            if isConfirmed { (value, since) = (2 * sign, -4) }
        }
        if row >= first { result[row] = value }
    }
    return result
}
