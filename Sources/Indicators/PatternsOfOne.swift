// Patterns of one candle. Source: TA-Lib, "Pattern Recognition".

extension Catalogue {
    static let patternsOfOne: [Indicator] = [
        pattern("cdlbelthold", "belt-hold: a long body that begins at an extreme", warmUp: 10) {
            guard $0.isLong(0), $0.isWhite(0) ? $0.hasNoLower(0) : $0.hasNoUpper(0) else {
                return 0
            }
            return 100 * $0.color(0)
        },
        pattern(
            "cdlclosingmarubozu", "closing marubozu: a long body that ends at an extreme",
            warmUp: 10
        ) {
            guard $0.isLong(0), $0.isWhite(0) ? $0.hasNoUpper(0) : $0.hasNoLower(0) else {
                return 0
            }
            return 100 * $0.color(0)
        },
        pattern("cdldoji", "doji: open and close nearly equal", warmUp: 10) {
            $0.isDoji(0) ? 100 : 0
        },
        pattern("cdldragonflydoji", "dragonfly doji: a doji at the high", warmUp: 10) {
            $0.isDoji(0) && $0.hasNoUpper(0) && $0.hasLower(0) ? 100 : 0
        },
        pattern("cdlgravestonedoji", "gravestone doji: a doji at the low", warmUp: 10) {
            $0.isDoji(0) && $0.hasNoLower(0) && $0.hasUpper(0) ? 100 : 0
        },
        pattern(
            "cdlhighwave", "high-wave candle: a short body between very long shadows",
            warmUp: 10
        ) {
            guard $0.isShort(0), $0.upper(0) > $0.limit(.veryLongShadow, 0),
                $0.lower(0) > $0.limit(.veryLongShadow, 0)
            else { return 0 }
            return 100 * $0.color(0)
        },
        pattern("cdllongleggeddoji", "long-legged doji: with a long shadow", warmUp: 10) {
            $0.isDoji(0) && ($0.hasLongLower(0) || $0.hasLongUpper(0)) ? 100 : 0
        },
        pattern("cdllongline", "long line: a long body with short shadows", warmUp: 10) {
            $0.isLong(0) && hasShortShadows($0) ? 100 * $0.color(0) : 0
        },
        pattern("cdlmarubozu", "marubozu: a long body without shadows", warmUp: 10) {
            $0.isLong(0) && $0.hasNoUpper(0) && $0.hasNoLower(0) ? 100 * $0.color(0) : 0
        },
        pattern(
            "cdlrickshawman", "rickshaw man: a long-legged doji in the middle of its range",
            warmUp: 10
        ) {
            guard $0.isDoji(0), $0.hasLongLower(0), $0.hasLongUpper(0) else { return 0 }
            let middle = $0.low(0) + ($0.high(0) - $0.low(0)) / 2
            let near = $0.limit(.near, 0)
            return $0.bottom(0) <= middle + near && $0.top(0) >= middle - near ? 100 : 0
        },
        pattern("cdlshortline", "short line: a short body with short shadows", warmUp: 10) {
            $0.isShort(0) && hasShortShadows($0) ? 100 * $0.color(0) : 0
        },
        pattern(
            "cdlspinningtop", "spinning top: a short body between longer shadows", warmUp: 10
        ) {
            guard $0.isShort(0), $0.upper(0) > $0.body(0), $0.lower(0) > $0.body(0) else {
                return 0
            }
            return 100 * $0.color(0)
        },
        pattern(
            "cdltakuri", "takuri: a dragonfly doji with a very long lower shadow", warmUp: 10
        ) {
            guard $0.isDoji(0), $0.hasNoUpper(0), $0.lower(0) > $0.limit(.veryLongShadow, 0) else {
                return 0
            }
            return 100
        },
    ]
}

private func hasShortShadows(_ candles: Candlesticks) -> Bool {
    candles.upper(0) < candles.limit(.shortShadow, 0)
        && candles.lower(0) < candles.limit(.shortShadow, 0)
}
