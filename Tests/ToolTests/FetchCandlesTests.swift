import Foundation
import TestSupport
import Testing

struct FetchCandlesTests {
    private static let ask = [
        "--source", "synthetic", "--seed", "7", "--from", "2026-08-20", "--to", "2026-09-10",
    ]

    @Test("killed at any moment and asked again, the store is the same", arguments: [1, 2, 3])
    func killed(seed: UInt64) throws {
        try inScratch { folder in
            var chance = Chance(seed: seed)
            for _ in 0..<2 {
                let process = try start(folder, store: "killed.sqlite")
                usleep(UInt32.random(in: 5_000...400_000, using: &chance))
                kill(process.processIdentifier, SIGKILL)
                process.waitUntilExit()
            }
            try finish([start(folder, store: "killed.sqlite")])
            try finish([start(folder, store: "whole.sqlite")])
            #expect(
                try dump(folder, "killed.sqlite", name: "killed")
                    == dump(folder, "whole.sqlite", name: "whole"))
        }
    }

    @Test("three at once on one store give what one after another gives")
    func together() throws {
        try inScratch { folder in
            let pairs = ["BTC/USDT", "ETH/USDT", "SOL/USDT"]
            try finish(
                pairs.map { try start(folder, store: "together.sqlite", more: ["--pair", $0]) })
            for pair in pairs {
                try finish([start(folder, store: "alone.sqlite", more: ["--pair", pair])])
            }
            #expect(
                try dump(folder, "together.sqlite", name: "together")
                    == dump(folder, "alone.sqlite", name: "alone"))
        }
    }

    private func inScratch(_ body: (URL) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "fetch-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder)
    }

    private func start(_ folder: URL, store: String, more: [String] = []) throws -> Process {
        let process = Process()
        process.executableURL = Package.binaries.appending(path: "fetch-candles")
        process.arguments = Self.ask + ["--quiet", "--store", store] + more
        process.currentDirectoryURL = folder
        process.environment = Package.toolEnvironment
        try process.run()
        return process
    }

    private func finish(_ processes: [Process]) throws {
        for process in processes {
            process.waitUntilExit()
            #expect(process.terminationStatus == 0)
        }
    }

    private func dump(_ folder: URL, _ store: String, name: String) throws -> String {
        let tool = Package.binaries.appending(path: "query-store").path
        let status = try Package.run(
            ["/bin/sh", "-c", "\(tool) dump --store \(store) >\(name)"], in: folder)
        #expect(status == 0)
        let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
        #expect(text.contains("candle_block"))
        return text
    }
}
