// Patterns of three candles. Source: TA-Lib, "Pattern Recognition".

extension Catalogue {
    static let patternsOfThree: [Indicator] = [
        pattern("cdl2crows", "two crows: black from above a long white body into it", warmUp: 12) {
            guard $0.isWhite(2), $0.isLong(2), $0.isBlack(1), $0.bodyGapsUp(1, over: 2),
                $0.isBlack(0), $0.opening(0) < $0.opening(1), $0.opening(0) > $0.closing(1),
                $0.closing(0) > $0.opening(2), $0.closing(0) < $0.closing(2)
            else { return 0 }
            return -100
        },
        pattern("cdl3inside", "three inside up or down: a confirmed harami", warmUp: 12) {
            guard $0.isLong(2), $0.isNotLong(1), $0.top(1) < $0.top(2),
                $0.bottom(1) > $0.bottom(2), !$0.isSameColor(0, 2),
                $0.isWhite(0) ? $0.closing(0) > $0.opening(2) : $0.closing(0) < $0.opening(2)
            else { return 0 }
            return -100 * $0.color(2)
        },
        pattern("cdl3outside", "three outside up or down: a confirmed engulfing", warmUp: 3) {
            guard !$0.isSameColor(1, 2), $0.top(1) > $0.top(2), $0.bottom(1) < $0.bottom(2),
                $0.isWhite(1) ? $0.closing(0) > $0.closing(1) : $0.closing(0) < $0.closing(1)
            else { return 0 }
            return 100 * $0.color(1)
        },
        pattern(
            "cdl3starsinsouth", "three stars in the south: black candles that fall less and less",
            warmUp: 12
        ) {
            guard [2, 1, 0].allSatisfy($0.isBlack), $0.isLong(2), $0.hasLongLower(2),
                $0.body(1) < $0.body(2), $0.opening(1) > $0.closing(2), $0.opening(1) <= $0.high(2),
                $0.low(1) < $0.closing(2), $0.low(1) >= $0.low(2), $0.hasLower(1), $0.isShort(0),
                $0.hasNoLower(0), $0.hasNoUpper(0), $0.low(0) > $0.low(1), $0.high(0) < $0.high(1)
            else { return 0 }
            return 100
        },
        pattern(
            "cdl3whitesoldiers", "three white soldiers: white candles that rise alike", warmUp: 12
        ) {
            guard [2, 1, 0].allSatisfy($0.isWhite), [2, 1, 0].allSatisfy($0.hasNoUpper),
                rises($0), stepsUp($0, 1), stepsUp($0, 0),
                $0.body(1) > $0.body(2) - $0.limit(.far, 2),
                $0.body(0) > $0.body(1) - $0.limit(.far, 1), $0.isNotShort(0)
            else { return 0 }
            return 100
        },
        pattern(
            "cdlabandonedbaby", "abandoned baby: a doji with gaps on both sides", warmUp: 12,
            penetration: 0.3
        ) {
            guard $0.isLong(2), $0.isDoji(1), $0.isNotShort(0), !$0.isSameColor(0, 2) else {
                return 0
            }
            let isLeft =
                $0.isWhite(2)
                ? $0.gapsUp(1, over: 2) && $0.gapsDown(0, under: 1)
                : $0.gapsDown(1, under: 2) && $0.gapsUp(0, over: 1)
            return isLeft && penetrates($0, $1) ? 100 * $0.color(0) : 0
        },
        pattern(
            "cdladvanceblock", "advance block: three white candles that weaken", warmUp: 12
        ) {
            guard [2, 1, 0].allSatisfy($0.isWhite), rises($0), stepsUp($0, 1), stepsUp($0, 0),
                $0.isLong(2), $0.upper(2) < $0.limit(.shortShadow, 2), weakens($0)
            else { return 0 }
            return -100
        },
        pattern(
            "cdleveningdojistar", "evening doji star: a doji above, then black into the body",
            warmUp: 12, penetration: 0.3
        ) {
            $0.isWhite(2) && $0.isDoji(1) && isStar($0, $1) ? -100 : 0
        },
        pattern(
            "cdleveningstar", "evening star: a short body above, then black into the body",
            warmUp: 12, penetration: 0.3
        ) {
            $0.isWhite(2) && $0.isNotLong(1) && isStar($0, $1) ? -100 : 0
        },
        pattern(
            "cdlgapsidesidewhite", "side-by-side white lines: equal white bodies beyond a gap",
            warmUp: 7
        ) {
            let isUp = $0.bodyGapsUp(1, over: 2) && $0.bodyGapsUp(0, over: 2)
            guard isUp || $0.bodyGapsDown(1, under: 2) && $0.bodyGapsDown(0, under: 2),
                $0.isWhite(1), $0.isWhite(0), $0.isEqual($0.body(0), $0.body(1), by: .near, 1),
                $0.isEqual($0.opening(0), $0.opening(1), by: .equal, 1)
            else { return 0 }
            return isUp ? 100 : -100
        },
        pattern(
            "cdlidentical3crows", "identical three crows: each opens where the last closed",
            warmUp: 12
        ) {
            guard [2, 1, 0].allSatisfy($0.isBlack), [2, 1, 0].allSatisfy($0.hasNoLower),
                $0.closing(2) > $0.closing(1), $0.closing(1) > $0.closing(0),
                $0.isEqual($0.opening(1), $0.closing(2), by: .equal, 2),
                $0.isEqual($0.opening(0), $0.closing(1), by: .equal, 1)
            else { return 0 }
            return -100
        },
        pattern(
            "cdlmorningdojistar", "morning doji star: a doji below, then white into the body",
            warmUp: 12, penetration: 0.3
        ) {
            $0.isBlack(2) && $0.isDoji(1) && isStar($0, $1) ? 100 : 0
        },
        pattern(
            "cdlmorningstar", "morning star: a short body below, then white into the body",
            warmUp: 12, penetration: 0.3
        ) {
            $0.isBlack(2) && $0.isNotLong(1) && isStar($0, $1) ? 100 : 0
        },
        pattern(
            "cdlstalledpattern", "stalled pattern: a short white body upon two long ones",
            warmUp: 12
        ) {
            guard [2, 1, 0].allSatisfy($0.isWhite), rises($0), $0.isLong(2), $0.isLong(1),
                $0.hasNoUpper(1), stepsUp($0, 1), $0.isShort(0),
                $0.opening(0) >= $0.closing(1) - $0.body(0) - $0.limit(.near, 1)
            else { return 0 }
            return -100
        },
        pattern(
            "cdlsticksandwich", "stick sandwich: white between black ones that close alike",
            warmUp: 7
        ) {
            guard $0.isBlack(2), $0.isWhite(1), $0.isBlack(0), $0.low(1) > $0.closing(2),
                $0.isEqual($0.closing(0), $0.closing(2), by: .equal, 2)
            else { return 0 }
            return 100
        },
        pattern(
            "cdltasukigap", "tasuki gap: an opposite body of like size into the gap", warmUp: 7
        ) {
            guard $0.isWhite(1) ? $0.bodyGapsUp(1, over: 2) : $0.bodyGapsDown(1, under: 2),
                !$0.isSameColor(0, 1), $0.opening(0) < $0.top(1), $0.opening(0) > $0.bottom(1),
                $0.isWhite(1)
                    ? $0.closing(0) < $0.opening(1) && $0.closing(0) > $0.top(2)
                    : $0.closing(0) > $0.opening(1) && $0.closing(0) < $0.bottom(2),
                ($0.body(1) - $0.body(0)).magnitude < $0.limit(.near, 1)
            else { return 0 }
            return 100 * $0.color(1)
        },
        pattern("cdltristar", "tristar: three dojis, the middle one beyond the others", warmUp: 12)
        {
            let doji = $0.limit(.dojiBody, 2)
            guard $0.body(2) <= doji, $0.body(1) <= doji, $0.body(0) <= doji else { return 0 }
            if $0.bodyGapsUp(1, over: 2), $0.top(0) < $0.top(1) { return -100 }
            return $0.bodyGapsDown(1, under: 2) && $0.bottom(0) > $0.bottom(1) ? 100 : 0
        },
        pattern(
            "cdlunique3river", "unique three river: a black harami with a new low, then white",
            warmUp: 12
        ) {
            guard $0.isLong(2), $0.isBlack(2), $0.isBlack(1), $0.closing(1) > $0.closing(2),
                $0.opening(1) <= $0.opening(2), $0.low(1) < $0.low(2), $0.isShort(0), $0.isWhite(0),
                $0.opening(0) > $0.low(1)
            else { return 0 }
            return 100
        },
        pattern(
            "cdlupsidegap2crows", "upside gap two crows: black bodies above a long white one",
            warmUp: 12
        ) {
            guard $0.isWhite(2), $0.isLong(2), $0.isBlack(1), $0.isNotLong(1),
                $0.bodyGapsUp(1, over: 2), $0.isBlack(0), $0.opening(0) > $0.opening(1),
                $0.closing(0) < $0.closing(1), $0.closing(0) > $0.closing(2)
            else { return 0 }
            return -100
        },
        pattern(
            "cdlxsidegap3methods", "gap three methods: an opposite body closes the gap", warmUp: 2
        ) {
            guard $0.isSameColor(1, 2), !$0.isSameColor(0, 1), $0.opening(0) < $0.top(1),
                $0.opening(0) > $0.bottom(1), $0.closing(0) < $0.top(2),
                $0.closing(0) > $0.bottom(2),
                $0.bodyGapsOn(1, from: 2)
            else { return 0 }
            return 100 * $0.color(2)
        },
    ]
}

private func rises(_ candles: Candlesticks) -> Bool {
    candles.closing(0) > candles.closing(1) && candles.closing(1) > candles.closing(2)
}

/// Opens within or near the body before, and higher than that did.
private func stepsUp(_ candles: Candlesticks, _ back: Int) -> Bool {
    let before = back + 1
    return candles.opening(back) > candles.opening(before)
        && candles.opening(back) <= candles.closing(before) + candles.limit(.near, before)
}

/// Whether bodies get shorter or upper shadows longer.
private func weakens(_ candles: Candlesticks) -> Bool {
    let bodies = (candles.body(2), candles.body(1), candles.body(0))
    if bodies.1 < bodies.0 - candles.limit(.far, 2), bodies.2 < bodies.1 + candles.limit(.near, 1) {
        return true
    }
    if bodies.2 < bodies.1 - candles.limit(.far, 1) { return true }
    guard bodies.2 < bodies.1 else { return false }
    let hasShadow =
        candles.upper(0) > candles.limit(.shortShadow, 0)
        || candles.upper(1) > candles.limit(.shortShadow, 1)
    return bodies.1 < bodies.0 && hasShadow || candles.hasLongUpper(0)
}

/// Whether the last candle closes so far in the first one's body.
private func penetrates(_ candles: Candlesticks, _ share: Double) -> Bool {
    candles.isWhite(2)
        ? candles.closing(0) < candles.closing(2) - candles.body(2) * share
        : candles.closing(0) > candles.closing(2) + candles.body(2) * share
}

/// A long body, a body beyond it and an opposite one that comes back.
private func isStar(_ candles: Candlesticks, _ penetration: Double) -> Bool {
    candles.isLong(2) && candles.bodyGapsOn(1, from: 2) && candles.isNotShort(0)
        && !candles.isSameColor(0, 2) && penetrates(candles, penetration)
}
