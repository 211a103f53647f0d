import TestSupport
import Testing

@testable import Pipelines

struct GraphDrawingTests {
    @Test("boxes never overlap, and what waits stands to the right of what it waits for")
    func layout() {
        for seed in 1...60 as ClosedRange<UInt64> {
            var chance = Chance(seed: seed)
            let count = Int.random(in: 1...25, using: &chance)
            let parents = (0..<count).map { index in (0..<index).filter { _ in chance.oneIn(4) } }
            let widths = (0..<count).map { _ in Double.random(in: 30...200, using: &chance) }
            let layout = GraphLayout(widths: widths, parents: parents)
            for (index, box) in layout.boxes.enumerated() {
                #expect(box.x >= 0 && box.x + box.width <= layout.width)
                #expect(box.y >= 0 && box.y + box.height <= layout.height)
                for other in layout.boxes[..<index] {
                    let apart =
                        box.x >= other.x + other.width || other.x >= box.x + box.width
                        || box.y >= other.y + other.height || other.y >= box.y + box.height
                    #expect(apart, "seed \(seed)")
                }
                for parent in parents[index] {
                    let before = layout.boxes[parent]
                    #expect(before.x + before.width < box.x)
                }
            }
            checkEdges(layout, parents)
        }
    }

    /// Each edge goes right, and crosses no box.
    private func checkEdges(_ layout: GraphLayout, _ parents: [[Int]]) {
        #expect(layout.edges.count == parents.map(\.count).reduce(0, +))
        for edge in layout.edges {
            for (from, to) in zip(edge, edge.dropFirst()) {
                #expect(from.x <= to.x)
                // A line that bends may be anywhere between the two heights.
                let (top, bottom) = (min(from.y, to.y), max(from.y, to.y))
                let hit = layout.boxes.contains {
                    from.x < $0.x + $0.width && to.x > $0.x && bottom > $0.y
                        && top < $0.y + $0.height
                }
                #expect(!hit)
            }
        }
    }

    @Test("text and graphviz say who waits for whom")
    func example() throws {
        let pipeline = try Pipeline(
            """
            version: 1
            name: p
            steps:
              - {id: a, run: [x]}
              - {id: b, run: [x], needs: [a]}
              - {id: c, run: [x], needs: [a, b]}
            """, source: "p.yaml")
        let drawing = GraphDrawing(pipeline)
        #expect(drawing.text == "a\nb  after a\nc  after a, b\n")
        #expect(drawing.dot.contains("    \"a\" -> \"c\";\n"))
    }
}
