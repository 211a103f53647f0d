internal import Glibc

// Ehlers' cycles by the Hilbert transform. Source: J. Ehlers, "Rocket Science for Traders", in the
// order of operations of TA-Lib, "Cycle Indicators".

extension Catalogue {
    static let cycles: [Indicator] = [
        cycle("ht_dcperiod", "period of the dominant cycle, in candles (Ehlers)", warmUp: 32) {
            $0.map { [$0.smoothPeriod] }
        },
        cycle("ht_dcphase", "phase of the dominant cycle, in degrees (Ehlers)", warmUp: 63) {
            phases($0).map { [$0] }
        },
        cycle(
            "ht_phasor", "the cycle's parts in phase and a quarter later (Ehlers)",
            outputs: ["inphase", "quadrature"], warmUp: 32
        ) { $0.map { [$0.inPhase, $0.quadrature] } },
        cycle(
            "ht_sine", "sine of the cycle's phase, and 45 degrees ahead of it (Ehlers)",
            outputs: ["sine", "lead"], warmUp: 63
        ) { phases($0).map { sines($0) } },
        cycle("ht_trendline", "average over the dominant cycle (Ehlers)", warmUp: 63) {
            trendline($0).map { [$0] }
        },
        Indicator(
            "ht_trendmode", "1 in a trend, 0 in a cycle (Ehlers)", inputs: [.series],
            flags: ["value"], warmUp: { _ in 63 },
            compute: { inputs, _ in
                [hiding(trendMode(HilbertCycle.moments(inputs[0], skipping: 34)), first: 63)]
            }),
        Indicator(
            "mama", "MESA adaptive moving average, and the one that follows it (Ehlers)",
            inputs: [.series],
            parameters: [
                .number("fast_limit", 0.5, 0.01...0.99), .number("slow_limit", 0.05, 0.01...0.99),
            ],
            outputs: ["mama", "fama"], warmUp: { _ in 32 },
            compute: { cycleAverages($0[0], fastest: $1[0], slowest: $1[1]) }),
    ]

    private static func cycle(
        _ name: String, _ summary: String, outputs: [String] = ["value"], warmUp: Int,
        _ compute: @escaping @Sendable ([HilbertCycle.Moment]) -> [[Double]]
    ) -> Indicator {
        Indicator(
            name, summary, inputs: [.series], outputs: outputs, warmUp: { _ in warmUp },
            compute: { inputs, _ in
                let skipped = warmUp == 32 ? 9 : 34
                let rows = compute(HilbertCycle.moments(inputs[0], skipping: skipped))
                return outputs.indices.map { output in
                    hiding(rows.map { $0[output] }, first: warmUp)
                }
            })
    }
}

private let degrees = 45 / atan(1.0)
private let radians = 1 / degrees

/// Phase of the dominant cycle, from the smoothed prices of one cycle.
private func phases(_ moments: [HilbertCycle.Moment]) -> [Double] {
    var phase = 0.0
    return moments.indices.map { row in
        let moment = moments[row]
        guard moment.hasCycle else { return .nan }
        let length = Int(moment.smoothPeriod + 0.5)
        var (real, imaginary) = (0.0, 0.0)
        for back in 0..<length {
            let angle = Double(back) * (atan(1.0) * 8) / Double(length)
            let price = row >= back ? moments[row - back].storedPrice : 0
            real += sin(angle) * price
            imaginary += cos(angle) * price
        }
        if imaginary.magnitude > 0 {
            phase = atan(real / imaginary) * degrees
        } else {
            phase += real < 0 ? -90 : real > 0 ? 90 : 0
        }
        // The smoothed price lags one candle.
        phase += 90
        phase += 360 / moment.smoothPeriod
        if imaginary < 0 { phase += 180 }
        if phase > 315 { phase -= 360 }
        return phase
    }
}

private func sines(_ phase: Double) -> [Double] {
    [sin(phase * radians), sin((phase + 45) * radians)]
}

/// Averages of one cycle of prices, the last four weighted 4 : 3 : 2 : 1.
private func trendline(_ moments: [HilbertCycle.Moment]) -> [Double] {
    var earlier = (0.0, 0.0, 0.0)
    return moments.indices.map { row in
        guard moments[row].hasCycle else { return .nan }
        let length = Int(moments[row].smoothPeriod + 0.5)
        var average = 0.0
        for back in 0..<length { average += moments[row - back].price }
        if length > 0 { average /= Double(length) }
        let line = (4 * average + 3 * earlier.0 + 2 * earlier.1 + earlier.2) / 10
        earlier = (average, earlier.0, earlier.1)
        return line
    }
}

private func trendMode(_ moments: [HilbertCycle.Moment]) -> [Double] {
    let (phases, lines) = (phases(moments), trendline(moments))
    var (before, phaseBefore) = ([0.0, 0.0], 0.0)
    var age = 0
    return moments.indices.map { row in
        let moment = moments[row]
        guard moment.hasCycle else { return .nan }
        let now = sines(phases[row])
        let crosses =
            (now[0] > now[1] && before[0] <= before[1])
            || (now[0] < now[1] && before[0] >= before[1])
        age = crosses ? 1 : age + 1
        let period = moment.smoothPeriod
        let turn = phases[row] - phaseBefore
        let runs = turn > 0.67 * 360 / period && turn < 1.5 * 360 / period
        (before, phaseBefore) = (now, phases[row])
        let isFar =
            lines[row] != 0
            && ((moment.smoothPrice - lines[row]) / lines[row]).magnitude >= 0.015
        let isCycle = crosses || Double(age) < 0.5 * period || runs
        return isFar || !isCycle ? 1 : 0
    }
}

/// The average moves as fast as the phase is slow.
func cycleAverages(_ values: [Double], fastest: Double, slowest: Double) -> [[Double]] {
    var (average, following, before) = (0.0, 0.0, 0.0)
    var result = [missing(values.count), missing(values.count)]
    for (row, moment) in HilbertCycle.moments(values, skipping: 9).enumerated()
    where moment.hasCycle {
        let phase =
            moment.inPhase == 0 ? 0 : atan(moment.quadrature / moment.inPhase) * degrees
        let turn = before - phase
        before = phase
        let share = turn > 1 ? max(fastest / turn, slowest) : fastest
        average = (share * values[row]).addingProduct(1 - share, average)
        let half = 0.5 * share
        following = (half * average).addingProduct(1 - half, following)
        guard row >= 32 else { continue }
        (result[0][row], result[1][row]) = (average, following)
    }
    return result
}
