internal import CLI

extension Work {
    /// The family's tools.
    private static let tools = [
        "fetch-candles", "import-strategy", "ingest-trades", "query-store", "reconcile-bots",
        "render-report", "run-backtest", "run-hyperopt", "run-pipeline",
    ]

    static let startUp = Work(
        name: "start-up", summary: "a tool from start to end when asked for its version"
    ) { workshop, tell in
        let times = 41
        let others = [
            Peer("C", workshop) {
                let program = try workshop.compiled("hello", PeerProgram.hello)
                return try workshop.measure([program], times: times).cpuSeconds * 1e3
            }
        ]
        let peer = Peer("Swift, static", workshop) {
            let program = try workshop.made("hello-swift") { path in
                let source = workshop.scratch + "/hello.swift"
                try writeFile("print(\"hello\")\n", to: source)
                try workshop.run([["swiftc", "-O", "-static-stdlib", source, "-o", path]])
            }
            return try workshop.measure([program], times: times).cpuSeconds * 1e3
        }
        for tool in tools {
            let words = [workshop.tool(tool), "--version"]
            let sample = try workshop.measure(words, times: times)
            try tell(
                Finding(
                    name: "start-up/\(tool)", unit: "ms", value: sample.cpuSeconds * 1e3,
                    sample: sample, goal: .atMost(5), residentGoal: 12 << 20, peer: peer,
                    others: others))
        }
    }
}
