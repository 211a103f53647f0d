import Foundation
import Fuzzing
import TestSupport
import Testing

/// What the fuzzer found once, and a sample of each kind of input, through the same promises.
struct FuzzingTests {
    @Test("every input that broke a promise once keeps it now", arguments: FuzzTarget.all)
    func found(target: FuzzTarget) throws {
        let files = try FileManager.default.contentsOfDirectory(
            at: golden("FuzzingTests", target.name), includingPropertiesForKeys: nil)
        #expect(!files.isEmpty, "\(target) has no sample")
        for file in files.sorted(by: { $0.path < $1.path }) {
            let bytes = [UInt8](try Data(contentsOf: file))
            #expect(throws: Never.self, "\(file.lastPathComponent)") { try target.check(bytes) }
        }
    }

    @Test("promises hold for bytes of chance and for damaged samples", arguments: FuzzTarget.all)
    func chance(target: FuzzTarget) throws {
        var chance = Chance(seed: 20_261_121)
        let files = try FileManager.default.contentsOfDirectory(
            at: golden("FuzzingTests", target.name), includingPropertiesForKeys: nil)
        let samples = try files.sorted { $0.path < $1.path }.prefix(8)
            .map { [UInt8](try Data(contentsOf: $0)) }
        for round in 0..<60 {
            var bytes = samples[round % samples.count]
            for _ in 0..<Int.random(in: 1...8, using: &chance) {
                let place = Int.random(in: 0...bytes.count, using: &chance)
                let byte = UInt8.random(in: 0...255, using: &chance)
                if place < bytes.count, chance.oneIn(2) {
                    bytes[place] = byte
                } else if place < bytes.count, chance.oneIn(3) {
                    bytes.removeSubrange(place...)
                } else {
                    bytes.insert(byte, at: place)
                }
            }
            #expect(throws: Never.self, "\(String(decoding: bytes, as: UTF8.self))") {
                try target.check(bytes)
            }
        }
    }

    @Test("every folder of samples belongs to a target")
    func folders() throws {
        let folder = golden("FuzzingTests", "").path
        let names = try FileManager.default.contentsOfDirectory(atPath: folder)
        #expect(Set(names) == Set(FuzzTarget.all.map(\.name)))
    }
}
