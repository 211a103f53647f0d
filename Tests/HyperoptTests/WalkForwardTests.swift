import Testing

@testable import Hyperopt

/// How a walk-forward cuts its data.
struct WalkForwardTests {
    private static let day = 86_400_000

    @Test("windows move on by a test, and a rest shorter than a test is left over")
    func rolling() {
        let day = Self.day
        let windows = WalkForward(trainMs: 60 * day, testMs: 20 * day).windows(of: 0..<(119 * day))
        #expect(windows.map(\.train) == [0..<(60 * day), (20 * day)..<(80 * day)])
        #expect(windows.map(\.test) == [(60 * day)..<(80 * day), (80 * day)..<(100 * day)])
        #expect(
            WalkForward(trainMs: 60 * day, testMs: 20 * day).windows(of: 0..<(79 * day)).isEmpty)
    }

    @Test(
        "a search never sees its test, whatever the lengths",
        arguments: [0, 1, 5], [false, true])
    func neverSees(embargo: Int, isAnchored: Bool) {
        let day = Self.day
        for (train, test, from, length) in [(60, 20, 0, 200), (7, 1, 3, 40), (10, 30, 5, 120)] {
            let cuts = WalkForward(
                trainMs: train * day, testMs: test * day, embargoMs: embargo * day,
                isAnchored: isAnchored)
            let data = (from * day)..<((from + length) * day)
            let windows = cuts.windows(of: data)
            #expect(!windows.isEmpty)
            for window in windows {
                #expect(window.train.upperBound + embargo * day == window.test.lowerBound)
                #expect(data.contains(window.train.lowerBound))
                #expect(window.test.upperBound <= data.upperBound)
                #expect(window.test.count == test * day)
                #expect(
                    isAnchored
                        ? window.train.lowerBound == data.lowerBound
                        : window.train.count == train * day)
            }
            for (one, next) in zip(windows, windows.dropFirst()) {
                #expect(one.test.upperBound == next.test.lowerBound)
            }
        }
    }
}
