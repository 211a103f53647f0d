import TestSupport
import Testing

@testable import Pipelines

/// Whose turn it is, tried with chance: random steps, random ends, a world that is only counted.
struct RosterTests {
    @Test("needs, places and tokens are respected, and every step comes to the end it deserves")
    func chance() {
        for seed in 1...400 as ClosedRange<UInt64> { Trial(seed: seed).run() }
    }

    @Test("a step that asks for two tokens gets them once both are free")
    func tokens() {
        var big = Step(id: "big", family: "big", commands: [])
        big.uses = ["db": 2]
        var small = Step(id: "small", family: "small", commands: [])
        small.uses = ["db": 1]
        let steps = [small, big]
        var roster = Roster(steps, graph: Graph(steps), jobs: 4, resources: ["db": 2])
        #expect(roster.next() == .run(0, afterFailureOf: nil))
        #expect(roster.next() == nil)
        roster.end(0, .well)
        #expect(roster.next() == .run(1, afterFailureOf: nil))
        roster.end(1, .failed)
        #expect(roster.isOver)
    }

    @Test("a step for failures runs after one, and after what was skipped for one")
    func failures() {
        var steps = ["a", "b", "c"].map { Step(id: $0, family: $0, commands: []) }
        steps[1].needs = ["a"]
        (steps[2].needs, steps[2].when) = (["b"], .failure)
        var roster = Roster(steps, graph: Graph(steps), jobs: 1, resources: [:])
        #expect(roster.next() == .run(0, afterFailureOf: nil))
        roster.end(0, .failed)
        #expect(roster.next() == .skip(1, because: 0))
        #expect(roster.next() == .run(2, afterFailureOf: 1))
    }
}

/// One random pipeline, run by a loop that ends whatever it likes next.
private struct Trial {
    private let steps: [Step]
    private let graph: Graph
    private let jobs: Int
    private let pools = ["x": 3, "y": 1]
    /// How each step ends if it runs, and how often it is tried again before.
    private let fails: [Bool]
    private let rests: [Int]
    private var chance: Chance

    init(seed: UInt64) {
        var chance = Chance(seed: seed)
        var steps: [Step] = []
        for index in 0..<Int.random(in: 1...14, using: &chance) {
            var step = Step(id: "s\(index)", family: "s\(index)", commands: [])
            step.needs = (0..<index).filter { _ in chance.oneIn(3) }.map { "s\($0)" }
            step.when =
                [.success, .success, .success, .always, .failure][
                    Int.random(in: 0..<5, using: &chance)]
            if chance.oneIn(3) { step.uses["x"] = Int.random(in: 1...3, using: &chance) }
            if chance.oneIn(4) { step.uses["y"] = 1 }
            step.mayFail = chance.oneIn(5)
            steps.append(step)
        }
        // The file's order is not the order of running.
        steps.shuffle(using: &chance)
        self.steps = steps
        graph = Graph(steps)
        jobs = Int.random(in: 1...4, using: &chance)
        fails = steps.map { _ in chance.oneIn(4) }
        rests = steps.map { _ in chance.oneIn(5) ? Int.random(in: 1...2, using: &chance) : 0 }
        self.chance = chance
    }

    func run() {
        var chance = chance
        var roster = Roster(steps, graph: graph, jobs: jobs, resources: pools)
        var (running, resting): ([Int], [Int]) = ([], [])
        var ends: [String: Roster.End] = [:]
        var tries = rests
        var turns = 0
        while !roster.isOver, turns < 1_000 {
            turns += 1
            while let turn = roster.next() {
                switch turn {
                case .skip(let index, _): ends[steps[index].id] = expected(steps[index])
                case .run(let index, _), .again(let index):
                    running.append(index)
                    check(running, ends)
                }
            }
            if !resting.isEmpty, running.isEmpty || chance.oneIn(2) {
                roster.wake(resting.remove(at: Int.random(in: 0..<resting.count, using: &chance)))
            } else if !running.isEmpty {
                let index = running.remove(
                    at: Int.random(in: 0..<running.count, using: &chance))
                if tries[index] > 0 {
                    tries[index] -= 1
                    resting.append(index)
                    roster.rest(index)
                } else {
                    let end: Roster.End = fails[index] && !steps[index].mayFail ? .failed : .well
                    ends[steps[index].id] = end
                    roster.end(index, end)
                }
            }
        }
        #expect(roster.isOver, "somebody waits for ever")
        for step in steps { #expect(ends[step.id] == expected(step), "\(step.id)") }
    }

    private func check(_ running: [Int], _ ends: [String: Roster.End]) {
        #expect(running.count <= jobs)
        for (name, pool) in pools {
            #expect(running.map { steps[$0].uses[name] ?? 0 }.reduce(0, +) <= pool)
        }
        for index in running {
            for need in steps[index].needs { #expect(ends[need] != nil, "\(need) has not ended") }
        }
    }

    /// The model: how a step ends, from nothing but its needs and what it would do.
    private func expected(_ step: Step) -> Roster.End {
        let needs = step.needs.compactMap { need in steps.first { $0.id == need } }.map(expected)
        let isTainted = needs.contains(.failed) || needs.contains(.skipped(forFailure: true))
        let runs =
            switch step.when {
            case .always: true
            case .failure: isTainted
            case .success: needs.allSatisfy { $0 == .well }
            }
        guard runs else { return .skipped(forFailure: isTainted) }
        let index = steps.firstIndex { $0.id == step.id } ?? 0
        return fails[index] && !step.mayFail ? .failed : .well
    }
}
