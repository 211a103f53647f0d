import Foundation
import TestSupport
import Testing

/// run-hyperopt --engine, as far as it needs no cluster.
struct EngineTests {
    private static let strategy = golden("BacktestingTests", "S02RsiMeanRev.strategy.yaml").path
    private static let ask = "run-hyperopt -s '\(strategy)' --candles /dev/null"
    private static let far = "\(ask) --engine slurm"

    /// A folder with commands named as Slurm's in `bin`.
    private func scratch() throws -> Scratch {
        let scratch = try Scratch()
        let answer = try scratch.run(
            """
            mkdir bin && cd bin
            printf '#!/bin/sh\\n' >sbatch && chmod +x sbatch
            cp sbatch squeue && cp sbatch scancel
            """)
        #expect(answer.status == 0)
        return scratch
    }

    @Test(
        "what an engine lacks is said before anything is read",
        arguments: [
            (
                "PATH='\(Package.binaries.path)' \(far) --shared here", 69,
                "there is no sbatch on PATH"
            ),
            ("\(far)", 2, "needs --shared"),
            ("\(ask) --shared here", 2, "--shared goes with --engine slurm"),
            ("\(ask) --shard-time 1m", 2, "--shard-time goes with --engine slurm"),
            ("\(ask) --engine slumr", 2, "did you mean \"slurm\"?"),
            ("touch file; PATH=bin:$PATH; \(far) --shared file/here", 73, "file/here: Not a"),
            ("PATH=bin:$PATH; \(far) --shared /proc/here", 73, "/proc/here"),
        ])
    func lacking(script: String, status: Int32, words: String) throws {
        let scratch = try scratch()
        let answer = try scratch.run(script)
        #expect(answer.status == status && answer.lines.isEmpty, "\(scratch.complaint)")
        #expect(scratch.complaint.contains(words), "\(scratch.complaint)")
    }
}
