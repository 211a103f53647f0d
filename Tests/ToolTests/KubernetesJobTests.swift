import Foundation
import TestSupport
import Testing

/// docs/kubernetes-job.yaml, without a cluster: its form, and what its pods do.
struct KubernetesJobTests {
    private static let manifest = Package.folder.appending(path: "docs/kubernetes-job.yaml")

    /// kubernetes-validate, a package of PyPI, on the PATH of who runs the tests.
    private static let validator: String? = {
        let folders = ProcessInfo.processInfo.environment["PATH"]?.split(separator: ":") ?? []
        return folders.map { "\($0)/kubernetes-validate" }.first {
            FileManager.default.isExecutableFile(atPath: $0)
        }
    }()

    @Test(
        "Kubernetes takes the manifest to the letter",
        .enabled(if: validator != nil, "kubernetes-validate is not installed (pip)"))
    func valid() throws {
        let validator = try #require(Self.validator)
        let scratch = try Scratch()
        for (change, status) in [("", 0), ("s/completionMode/completionMood/", 1)] {
            let answer = try scratch.run(
                "sed '\(change)' '\(Self.manifest.path)' >job.yaml; '\(validator)' --strict job.yaml"
            )
            #expect(answer.status == status, "\(answer.lines) \(scratch.complaint)")
        }
    }

    @Test("a pod's script tries its points, once, whole or not at all")
    func script() throws {
        let scratch = try Scratch()
        let strategy = golden("BacktestingTests", "S02RsiMeanRev.strategy.yaml").path
        let pod = "HOSTNAME=pod sh -euc \"$(cat script)\""
        try scratch.write(try podScript(), to: "script")
        let answer = try scratch.run(
            """
            cp '\(strategy)' strategy.yaml
            fetch-candles --source synthetic --seed 42 --pair BTC/USDT \
                --from 2026-08-01 --to 2026-08-08 >candles.jsonl
            run-hyperopt -s strategy.yaml --sampler sobol --epochs 9 --candles candles.jsonl |
                grep '"kind":"trial"' | sed 's/"is_best":true/"is_best":false/' >trials.jsonl
            head -n 4 trials.jsonl >points-0.jsonl
            tail -n 5 trials.jsonl >points-1.jsonl
            for pod in 0 1 1; do JOB_COMPLETION_INDEX=$pod \(pod) || exit; done
            cat trials-0.jsonl trials-1.jsonl | \
                sed -E 's/"(run|is_initial)":[^,}]*//g' >again
            sed -E 's/"(run|is_initial)":[^,}]*//g' trials.jsonl | cmp - again || exit
            echo '{' >points-2.jsonl
            JOB_COMPLETION_INDEX=2 \(pod); echo "status $?"
            ls trials-*.jsonl
            """)
        #expect(
            answer.lines == ["status 65", "trials-0.jsonl", "trials-1.jsonl"],
            "\(answer) \(scratch.complaint)")
    }

    /// What stands behind `- |`, as YAML reads it.
    private func podScript() throws -> String {
        let lines = try String(contentsOf: Self.manifest, encoding: .utf8)
            .components(separatedBy: "\n")
        let start = try #require(lines.firstIndex { $0.hasSuffix("- |") })
        let body = lines[(start + 1)...].prefix { $0.hasPrefix("              ") }
        #expect(body.count > 3)
        return body.map { String($0.dropFirst(14)) }.joined(separator: "\n")
    }
}
