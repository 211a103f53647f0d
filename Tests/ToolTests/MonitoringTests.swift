import Foundation
import TestSupport
import Testing

struct MonitoringTests {
    @Test(
        "promtool takes the metrics of the sample desk without a complaint",
        .enabled(
            if: FileManager.default.isExecutableFile(atPath: "/usr/bin/promtool"),
            "promtool is not installed"))
    func promtool() throws {
        let scratch = try Scratch()
        let golden = Package.folder.appending(path: "Tests/ToolTests/Golden/query-store/metrics")
        let data = Package.folder.appending(path: "data")
        let answer = try scratch.run(
            """
            ln -s '\(data.path)' data && sh '\(golden.path)/command' >/dev/null || exit
            promtool check metrics <anytrade.prom 2>&1
            """)
        #expect(answer == (0, []), "\(answer.lines)")
    }
}
