import Foundation
import TestSupport
import Testing

@testable import Pipelines

struct CronTests {
    /// A line of `Golden/cron.jsonl`: times that croniter gives. One line differs from croniter on
    /// purpose: 01:30 in London on 2024-10-27 comes twice and counts once.
    struct Line: Decodable, CustomTestStringConvertible, Sendable {
        let expr: String
        let tz: String
        let after: Date
        let next: [Date]

        var testDescription: String { "\(expr) in \(tz) after \(after)" }

        static let all: [Line] = {
            let decoder = JSONDecoder()
            decoder.dateDecodingStrategy = .iso8601
            let text = try? String(
                contentsOf: golden("PipelinesTests", "cron.jsonl"), encoding: .utf8)
            return (text ?? "").split(separator: "\n").compactMap {
                try? decoder.decode(Line.self, from: Data($0.utf8))
            }
        }()
    }

    @Test("the next times are croniter's", arguments: Line.all)
    func nextTimes(line: Line) throws {
        let zone = try #require(TimeZoneRules(name: line.tz))
        let cron = try CronExpression(line.expr)
        let after = Int(line.after.timeIntervalSince1970)
        let expected = line.next.map { Int($0.timeIntervalSince1970) }
        #expect(cron.next(expected.count, after: after, in: zone) == expected)
    }

    @Test("no line of the recording is lost")
    func recording() { #expect(Line.all.count == 52) }

    @Test("what runs in every hour runs in an hour that comes twice, both times")
    func twice() throws {
        let zone = try #require(TimeZoneRules(name: "Europe/London"))
        // 2024-10-27T00:00:00Z: 01:00 there, and again at 01:00Z.
        let start = 1_729_987_200
        let half = try CronExpression("*/30 * * * *").next(5, after: start, in: zone)
        #expect(half == [1_800, 3_600, 5_400, 7_200, 9_000].map { start + $0 })
    }

    @Test(
        "a wrong expression is told what is wrong",
        arguments: [
            ("* * *", "expected five fields, \"* * *\" has 3"),
            ("60 * * * *", "\"60\" is no minute"), ("* 24 * * *", "\"24\" is no hour"),
            ("* * 0 * *", "\"0\" is no day"), ("* * * 13 *", "\"13\" is no month"),
            ("* * * * 8", "\"8\" is no weekday"), ("* * * * fry", "\"fry\" is no weekday"),
            ("5-1 * * * *", "\"5-1\" is no minute"), ("*/0 * * * *", "\"*/0\" is no minute"),
            ("1- * * * *", "\"1-\" is no minute"), ("@often", "there is no \"@often\""),
            ("0 0 31 2 *", "\"0 0 31 2 *\" is a day that never comes"),
        ])
    func complaints(text: String, complaint: String) {
        #expect { try CronExpression(text) } throws: { "\($0)" == complaint }
    }

    @Test(
        "clocks are where Foundation has them, in every year",
        arguments: [
            "Europe/London", "America/New_York", "Asia/Tokyo", "Australia/Lord_Howe",
            "America/St_Johns", "Asia/Kathmandu", "Pacific/Auckland", "Europe/Berlin",
            "America/Sao_Paulo", "UTC",
        ])
    func zones(name: String) throws {
        let rules = try #require(TimeZoneRules(name: name))
        let zone = try #require(TimeZone(identifier: name))
        var chance = Chance(seed: 3)
        for _ in 0..<1_000 {
            let instant = Int.random(in: 0..<3_000_000_000, using: &chance)
            let date = Date(timeIntervalSince1970: Double(instant))
            #expect(rules.offset(at: instant) == zone.secondsFromGMT(for: date), "\(date)")
        }
    }

    @Test("there is no zone of a wrong name, nor a file of another place")
    func noZone() {
        #expect(TimeZoneRules(name: "Europe/Londom") == nil)
        #expect(TimeZoneRules(name: "../../etc/passwd") == nil)
        #expect(TimeZoneRules(name: "/etc/passwd") == nil)
        #expect(TimeZoneRules(file: Array("TZif2".utf8)) == nil)
    }

    @Test("systemd gets each kind of day by itself where cron takes either")
    func calendar() throws {
        func calendar(_ text: String, _ zone: String = "UTC") throws -> [String] {
            ScheduleUnits(
                name: "n", command: ["run"], folder: "/", cron: try CronExpression(text),
                timezone: zone
            ).calendar
        }
        #expect(try calendar("30 2 * * 1-5") == ["Mon,Tue,Wed,Thu,Fri *-*-* 02:30:00 UTC"])
        #expect(try calendar("@hourly", "Asia/Tokyo") == ["*-*-* *:00:00 Asia/Tokyo"])
        #expect(
            try calendar("0 0 13 * 5") == ["*-*-13 00:00:00 UTC", "Fri *-*-* 00:00:00 UTC"])
        #expect(try calendar("5 6 1,15 jan *") == ["*-01-01,15 06:05:00 UTC"])
    }

    @Test("the service names the user that is asked for, and a crontab refuses lines in words")
    func userAndLines() throws {
        let cron = try CronExpression("@daily")
        func units(_ word: String, user: String?) -> ScheduleUnits {
            ScheduleUnits(
                name: "n", command: ["run", word], folder: "/", cron: cron, timezone: "UTC",
                user: user)
        }
        #expect(units("a", user: "desk").service.contains("\nType=oneshot\nUser=desk\nWorking"))
        #expect(units("a", user: nil).service.contains("\nType=oneshot\nWorking"))
        #expect(units("a", user: nil).crontab?.contains("&& run a\n") == true)
        #expect(units("a\nb", user: nil).crontab == nil)
    }

    @Test("systemd reads the units, whatever the folder is called")
    func verify() throws {
        let analyze = "/usr/bin/systemd-analyze"
        guard FileManager.default.isExecutableFile(atPath: analyze) else {
            print("skipped: there is no systemd-analyze here")
            return
        }
        try withTemporaryFolder { folder in
            let units = ScheduleUnits(
                name: "n", command: ["/bin/sh", "a b.yaml", "50%", "$HOME", "quo\"te"],
                folder: "/", cron: try CronExpression("0 0 13 1,7 5"), timezone: "Europe/London",
                user: "root")
            for (ending, text) in [("service", units.service), ("timer", units.timer)] {
                try text.write(
                    to: folder.appending(path: "n.\(ending)"), atomically: true, encoding: .utf8)
            }
            let script = "\(analyze) verify --man=no ./n.service ./n.timer >said 2>&1"
            let status = try Package.run(["/bin/sh", "-c", script], in: folder)
            let said = try String(contentsOf: folder.appending(path: "said"), encoding: .utf8)
            #expect(status == 0 && said == "", "\(said)")
        }
    }
}
