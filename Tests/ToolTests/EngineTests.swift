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

    /// Does the tasks of a job at once.
    private static let doAll = """
        #!/bin/sh
        for word; do
            case $word in
            --chdir=*) cd "${word#*=}" ;;
            --wrap=*) line=${word#*=} ;;
            esac
        done
        for task in 0 1 2; do SLURM_ARRAY_TASK_ID=$task sh -c "$line" >&2; done
        echo 7
        """

    @Test(
        "what comes from standard input reaches the workers, too",
        arguments: ["strategy.yaml", "config.json", "parameters.json", "candles.jsonl"])
    func standardInput(file: String) throws {
        let scratch = try scratch()
        try scratch.write(Self.doAll, to: "sbatch")
        try scratch.write(
            """
            {"stake_currency": "USDT", "stake_amount": 100, "max_open_trades": 1,
             "dry_run_wallet": 1000, "exchange": {"pair_whitelist": ["ETH/USDT"]}}
            """, to: "config.json")
        let words = [
            "--strategy strategy.yaml", "--config config.json", "--parameters parameters.json",
            "--candles candles.jsonl",
        ].joined(separator: " ")
        let ask = "run-hyperopt --sampler sobol --epochs 3 --spaces buy"
        let answer = try scratch.run(
            """
            install -m 755 sbatch bin
            cp '\(Self.strategy)' strategy.yaml
            fetch-candles --source synthetic --seed 42 --pair ETH/USDT \
                --from 2026-08-01 --to 2026-08-08 >candles.jsonl
            \(ask) \(words.replacing(" --parameters parameters.json", with: "")) \
                --parameters-to parameters.json >/dev/null
            \(ask) \(words) >near || exit
            PATH=$PWD/bin:$PATH; \(ask) \(words.replacing(file, with: "-")) \
                --engine slurm --shared shared --shard-time 0s <\(file) >far || exit
            cmp near far
            """)
        #expect(answer == (0, []), "\(answer.lines) \(scratch.complaint)")
        #expect(scratch.complaint.contains("3 tasks"), "\(scratch.complaint)")
    }
}
