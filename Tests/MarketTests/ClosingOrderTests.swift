import Testing

@testable import Market

/// The order of trades that close together, as numpy 2.5 answered `argsort` of these instants.
struct ClosingOrderTests {
    @Test(
        "trades of one instant are ordered as numpy's quicksort leaves them",
        arguments: [
            // Up to 16 stay as they came.
            (
                "0 0 0 1 1 1 2 2 2 3 3 3 3 3 3 3",
                "0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15"
            ),
            (
                "0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0",
                "0 14 13 12 11 10 9 15 8 6 5 4 3 2 1 7 16"
            ),
            (
                "0 0 1 1 1 1 2 2 2 2 2 2 2 3 3 4 4",
                "0 1 2 3 4 5 12 11 10 8 7 6 9 13 14 15 16"
            ),
            (
                """
                0 0 0 1 1 1 1 2 2 2 2 3 4 4 5 5 5 5 5 6 6 7 7 7 8 8 8 9 9 9 9 10 10 10 11 11 11 11 \
                11 11
                """,
                """
                0 1 2 3 4 5 6 10 9 7 8 11 12 13 18 14 15 16 17 20 19 21 22 23 24 25 26 29 30 27 28 31 \
                32 33 38 34 35 36 37 39
                """
            ),
            (
                """
                16 58 37 14 48 32 38 3 30 32 28 26 23 39 33 36 35 21 24 9 9 29 35 23 6 40 14 0 36 9 57 \
                19 42 34 38 5 30 57 26 44 32 21 22 50 22 41 43 52 52 22 26 49 13 39 38 3 2 56 11 35
                """,
                """
                27 56 55 7 35 24 29 20 19 58 52 3 26 0 31 17 41 49 44 42 23 12 18 50 11 38 10 21 36 8 \
                40 9 5 14 33 59 16 22 15 28 2 54 34 6 13 53 25 45 32 46 39 4 51 43 48 47 57 30 37 1
                """
            ),
        ])
    func order(instants: String, expected: String) {
        func numbers(_ text: String) -> [Int] { text.split(separator: " ").compactMap { Int($0) } }
        #expect(Array(ClosingOrder(numbers(instants))) == numbers(expected))
    }

    @Test("trades that close one after the other stay in their order")
    func ascending() {
        #expect(Array(ClosingOrder(Array(0..<100))) == Array(0..<100))
        #expect(Array(ClosingOrder([])).isEmpty)
    }
}
