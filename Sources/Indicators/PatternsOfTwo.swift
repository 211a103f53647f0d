// Patterns of two candles. Source: TA-Lib, "Pattern Recognition".

extension Catalogue {
    static let patternsOfTwo: [Indicator] = [
        pattern(
            "cdlcounterattack", "counterattack: opposite long bodies that close alike", warmUp: 11
        ) {
            guard !$0.isSameColor(0, 1), $0.isLong(1), $0.isLong(0),
                $0.isEqual($0.closing(0), $0.closing(1), by: .equal, 1)
            else { return 0 }
            return 100 * $0.color(0)
        },
        pattern(
            "cdldarkcloudcover", "dark cloud cover: opens above the high, closes deep in the body",
            warmUp: 11, penetration: 0.5
        ) {
            guard $0.isWhite(1), $0.isLong(1), $0.isBlack(0), $0.opening(0) > $0.high(1),
                $0.closing(0) > $0.opening(1), $0.closing(0) < $0.closing(1) - $0.body(1) * $1
            else { return 0 }
            return -100
        },
        pattern(
            "cdldojistar", "doji star: a doji beyond a long body", warmUp: 11
        ) {
            guard $0.isLong(1), $0.isDoji(0), $0.bodyGapsOn(0, from: 1) else { return 0 }
            return -100 * $0.color(1)
        },
        pattern(
            "cdlengulfing", "engulfing: a body around the opposite one before; 80 if ends meet",
            warmUp: 2
        ) {
            guard !$0.isSameColor(0, 1), $0.top(0) >= $0.top(1), $0.bottom(0) <= $0.bottom(1),
                $0.top(0) > $0.top(1) || $0.bottom(0) < $0.bottom(1)
            else { return 0 }
            let meet = $0.opening(0) == $0.closing(1) || $0.closing(0) == $0.opening(1)
            return (meet ? 80 : 100) * $0.color(0)
        },
        pattern("cdlhammer", "hammer: a long lower shadow near the low before", warmUp: 11) {
            guard isHammer($0), $0.bottom(0) <= $0.low(1) + $0.limit(.near, 1) else { return 0 }
            return 100
        },
        pattern(
            "cdlhangingman", "hanging man: a long lower shadow near the high before", warmUp: 11
        ) {
            guard isHammer($0), $0.bottom(0) >= $0.high(1) - $0.limit(.near, 1) else { return 0 }
            return -100
        },
        pattern(
            "cdlharami", "harami: a short body within the long one before; 80 if ends meet",
            warmUp: 11
        ) {
            $0.isNotLong(0) ? harami($0) : 0
        },
        pattern(
            "cdlharamicross", "harami cross: a doji within the long body before; 80 if ends meet",
            warmUp: 11
        ) {
            $0.isDoji(0) ? harami($0) : 0
        },
        pattern(
            "cdlhomingpigeon", "homing pigeon: a short black body within a long black one",
            warmUp: 11
        ) {
            guard $0.isBlack(1), $0.isBlack(0), $0.isLong(1), $0.isNotLong(0),
                $0.opening(0) < $0.opening(1), $0.closing(0) > $0.closing(1)
            else { return 0 }
            return 100
        },
        pattern(
            "cdlinneck", "in-neck: a white body from below the low to just above the close",
            warmUp: 11
        ) {
            guard opensBelowLongBlack($0),
                $0.closing(0) <= $0.closing(1) + $0.limit(.equal, 1), $0.closing(0) >= $0.closing(1)
            else { return 0 }
            return -100
        },
        pattern(
            "cdlinvertedhammer", "inverted hammer: a long upper shadow below the body before",
            warmUp: 11
        ) {
            isInverted($0) && $0.bodyGapsDown(0, under: 1) ? 100 : 0
        },
        pattern(
            "cdlkicking", "kicking: opposite marubozus with a gap between them", warmUp: 11
        ) {
            isKicking($0) ? 100 * $0.color(0) : 0
        },
        pattern(
            "cdlkickingbylength", "kicking, in the direction of the longer marubozu", warmUp: 11
        ) {
            isKicking($0) ? 100 * $0.color($0.body(0) > $0.body(1) ? 0 : 1) : 0
        },
        pattern("cdlmatchinglow", "matching low: two black bodies that close alike", warmUp: 6) {
            guard $0.isBlack(1), $0.isBlack(0),
                $0.isEqual($0.closing(0), $0.closing(1), by: .equal, 1)
            else { return 0 }
            return 100
        },
        pattern(
            "cdlonneck", "on-neck: a white body from below the low up to it", warmUp: 11
        ) {
            guard opensBelowLongBlack($0), $0.isEqual($0.closing(0), $0.low(1), by: .equal, 1)
            else {
                return 0
            }
            return -100
        },
        pattern(
            "cdlpiercing", "piercing: opens below the low, closes past the middle of the body",
            warmUp: 11
        ) {
            guard opensBelowLongBlack($0), $0.isLong(0), $0.closing(0) < $0.opening(1),
                $0.closing(0) > $0.closing(1) + $0.body(1) * 0.5
            else { return 0 }
            return 100
        },
        pattern(
            "cdlseparatinglines", "separating lines: an opposite belt-hold from the same open",
            warmUp: 11
        ) {
            guard !$0.isSameColor(0, 1), $0.isEqual($0.opening(0), $0.opening(1), by: .equal, 1),
                $0.isLong(0), $0.isWhite(0) ? $0.hasNoLower(0) : $0.hasNoUpper(0)
            else { return 0 }
            return 100 * $0.color(0)
        },
        pattern(
            "cdlshootingstar", "shooting star: a long upper shadow above the body before",
            warmUp: 11
        ) {
            isInverted($0) && $0.bodyGapsUp(0, over: 1) ? -100 : 0
        },
        pattern(
            "cdlthrusting", "thrusting: opens below the low, closes in the lower half of the body",
            warmUp: 11
        ) {
            guard opensBelowLongBlack($0), $0.closing(0) > $0.closing(1) + $0.limit(.equal, 1),
                $0.closing(0) <= $0.closing(1) + $0.body(1) * 0.5
            else { return 0 }
            return -100
        },
    ]
}

private func isHammer(_ candles: Candlesticks) -> Bool {
    candles.isShort(0) && candles.hasLongLower(0) && candles.hasNoUpper(0)
}

private func isInverted(_ candles: Candlesticks) -> Bool {
    candles.isShort(0) && candles.hasLongUpper(0) && candles.hasNoLower(0)
}

private func harami(_ candles: Candlesticks) -> Double {
    guard candles.isLong(1), candles.top(0) <= candles.top(1),
        candles.bottom(0) >= candles.bottom(1)
    else { return 0 }
    let meet = candles.top(0) == candles.top(1) || candles.bottom(0) == candles.bottom(1)
    return (meet ? -80 : -100) * candles.color(1)
}

/// A white candle that opens below the low of a long black one.
private func opensBelowLongBlack(_ candles: Candlesticks) -> Bool {
    candles.isBlack(1) && candles.isLong(1) && candles.isWhite(0)
        && candles.opening(0) < candles.low(1)
}

private func isKicking(_ candles: Candlesticks) -> Bool {
    let areMarubozus = [1, 0].allSatisfy {
        candles.isLong($0) && candles.hasNoUpper($0) && candles.hasNoLower($0)
    }
    guard areMarubozus, !candles.isSameColor(0, 1) else { return false }
    return candles.isWhite(0) ? candles.gapsUp(0, over: 1) : candles.gapsDown(0, under: 1)
}
