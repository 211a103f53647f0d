internal import Archive
internal import CLI
internal import Storage

extension Work {
    /// Bytes that a page may have, as it is and packed.
    private static let pageBudget = (raw: 200_000, packed: 60_000)

    static let site = Work(
        name: "site",
        summary: "twenty strategies, 100,000 trades, 10,000 epochs, from a store to pages"
    ) { workshop, tell in
        let store = try workshop.made("desk-\(Store.layout).sqlite") {
            try workshop.fillDesk($0)
        }
        let shelf = try workshop.emptyFolder("sites")
        let folder = shelf + "/new"
        var earlier = 0
        let sample = try workshop.measure(
            [workshop.tool("render-report"), "--store", store, "--out", folder], times: 5
        ) { () throws(Diagnostic) in
            // Set aside, not removed: ext4 passes over every inode that was freed in the last minutes,
            // file by file, and that is nothing that rendering could help.
            guard fileExists(folder) else { return }
            earlier += 1
            try workshop.move(folder, to: "\(shelf)/\(earlier)")
        }
        let pages = try htmlFiles(folder)
        let heavy = try pages.filter { page in
            let bytes = try readFile(page)
            return bytes.count > pageBudget.raw || Gzip.packed(bytes).count > pageBudget.packed
        }
        for page in heavy { workshop.say("\(page) is over its budget") }
        let peer = Peer("quantstats, one page", reference: 3.21, workshop) {
            let python = try workshop.python(with: ["quantstats"])
            return try workshop.measure(
                [python + "/python", try workshop.peersFolder + "/qs_bench.py"], times: 3,
                adding: ["PEERS_OUT": workshop.scratch]
            ).cpuSeconds
        }
        try tell(
            Finding(
                name: "site", unit: "s", value: sample.cpuSeconds, sample: sample, goal: .atMost(2),
                peer: peer, detail: "\(pages.count) pages"))
        try tell(
            Finding(
                name: "site/over-budget", unit: "pages", value: Double(heavy.count), sample: sample,
                goal: .atMost(0), peer: Peer(absent: "a budget of our own"),
                detail: heavy.first.map { String($0.dropFirst(folder.count + 1)) }))
        try workshop.remove(shelf)
    }
}
