import Foundation
import TestSupport
import Testing

@testable import Pipelines

struct MaskerTests {
    @Test("a secret is masked wherever it is cut", arguments: ["hunter22", "aaaa", "abcabcabd"])
    func everyCut(secret: String) {
        let bytes = Array("x\(secret)y \(secret)\(secret.dropLast()) \(secret)".utf8)
        let whole = Masker(hiding: [secret]).masked(String(decoding: bytes, as: UTF8.self))
        #expect(!whole.contains(secret) && whole.contains("•••"))
        for first in 0...bytes.count {
            for second in first...bytes.count {
                var masker = Masker(hiding: [secret])
                var passed = masker.take(Array(bytes[..<first]))
                passed += masker.take(Array(bytes[first..<second]))
                passed += masker.take(Array(bytes[second...])) + masker.finish()
                #expect(String(decoding: passed, as: UTF8.self) == whole)
            }
        }
    }

    @Test("random texts in random pieces: as if replaced at once, the longest first")
    func chance() {
        var chance = Chance(seed: 5)
        for _ in 0..<300 {
            let secrets = (0..<3).map { _ in word(Int.random(in: 4...6, using: &chance), &chance) }
            let text = word(60, &chance)
            var masker = Masker(hiding: secrets)
            var (passed, rest): ([UInt8], ArraySlice<UInt8>) = ([], ArraySlice(text.utf8))
            while !rest.isEmpty {
                let count = Int.random(in: 1...7, using: &chance)
                passed += masker.take(Array(rest.prefix(count)))
                rest = rest.dropFirst(count)
            }
            passed += masker.finish()
            #expect(String(decoding: passed, as: UTF8.self) == replaced(text, secrets))
        }
    }

    @Test("what is no secret passes at once, and whole")
    func nothingToHide() {
        var masker = Masker(hiding: ["hunter22"])
        #expect(masker.take(Array("nothing here\n".utf8)) == Array("nothing here\n".utf8))
        #expect(masker.take(Array("hunt".utf8)).isEmpty)
        #expect(masker.take(Array("s\n".utf8)) == Array("hunts\n".utf8))
        #expect(Masker(hiding: []).isEmpty)
    }

    @Test("lines of a long secret, and its forms in JSON and addresses, are masked too")
    func forms() {
        let masker = Masker(hiding: ["first line\nsecond \"line\"", "a+b/c=="])
        #expect(masker.masked("xx second \"line\" xx") == "xx ••• xx")
        #expect(masker.masked("{\"a\": \"second \\\"line\\\"\"}") == "{\"a\": \"•••\"}")
        #expect(masker.masked("?key=a%2Bb%2Fc%3D%3D&x") == "?key=•••&x")
    }

    /// Of two letters, so that secrets overlap each other and themselves.
    private func word(_ count: Int, _ chance: inout Chance) -> String {
        String((0..<count).map { _ in chance.oneIn(2) ? "a" : "b" })
    }

    private func replaced(_ text: String, _ secrets: [String]) -> String {
        let longestFirst = Set(secrets).sorted { $0.count > $1.count }
        var (result, rest) = ("", text[...])
        while let first = rest.first {
            if let found = longestFirst.first(where: rest.hasPrefix) {
                result += "•••"
                rest = rest.dropFirst(found.count)
            } else {
                result.append(first)
                rest = rest.dropFirst()
            }
        }
        return result
    }
}
