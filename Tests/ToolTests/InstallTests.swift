import Foundation
import TestSupport
import Testing

/// What `make install` puts there, tried by the programs that use it. Each test skips aloud where its
/// program is not installed.
struct InstallTests {
    @Test(
        "a manual page is read without a complaint",
        arguments: [
            ("man", "man --warnings -l page.1 2>&1 >/dev/null"),
            ("mandoc", "mandoc -T lint page.1"),
            ("groff", "groff -ww -man -Tutf8 page.1 2>&1 >/dev/null"),
        ])
    func manual(program: String, command: String) throws {
        guard isInstalled(program) else { return print("skipped: \(program) is not installed") }
        for tool in Package.tools {
            let answer = try Scratch().run("\(tool) --help-man >page.1 && \(command)")
            #expect(answer == (0, []), "\(tool): \(answer.lines)")
        }
    }

    @Test(
        "bash completes options, their values and operands",
        .enabled(if: isInstalled("bash"), "bash is not installed"),
        arguments: [
            ("run-backtest --conf", ["--config"]),
            ("fetch-candles --source s", ["synthetic"]),
            ("fetch-candles --source = f", ["freqtrade"]),
            ("fetch-candles --source =", ["synthetic", "freqtrade", "csv", "jsonl"]),
            ("query-store healt", ["health"]),
            ("query-store --except bot_g", ["bot_generation"]),
            ("run-pipeline hist", ["history"]), ("render-report --out so", ["some folder"]),
            ("run-backtest --config some", ["some folder", "some.json"]),
            ("run-hyperopt --loss Calm", ["Calmar"]), ("run-hyperopt --epochs 1", [""]),
        ])
    func bash(typed: String, offers: [String]) throws {
        let tool = typed.prefix { $0 != " " }
        let answer = try Scratch().run(
            """
            mkdir 'some folder' && : >some.json && \(tool) --completions bash >completions
            bash -c '
                . ./completions
                COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
                function=$(complete -p "$1"); function=${function#*-F }
                "${function%% *}" "$1" "${!#}" x
                printf "%s|\\n" "${COMPREPLY[@]}"
            ' bash \(typed)
            """)
        #expect(answer.status == 0)
        #expect(Set(answer.lines) == Set(offers.map { $0 + "|" }))
    }

    @Test("a shell reads every script of completions", arguments: ["bash", "zsh", "fish"])
    func syntax(shell: String) throws {
        guard isInstalled(shell) else { return print("skipped: \(shell) is not installed") }
        for tool in Package.tools {
            let answer = try Scratch().run(
                "\(tool) --completions \(shell) >script && \(shell) -n script 2>&1")
            #expect(answer == (0, []), "\(tool): \(answer.lines)")
        }
    }

    @Test(
        "zsh completes a line that is typed into it",
        .enabled(if: isInstalled("zsh"), "zsh is not installed"),
        arguments: [
            ("run-backtest --conf", "--config"), ("run-pipeline hist", "history"),
            ("fetch-candles --source syn", "synthetic"), ("query-store bot-m", "bot-metrics"),
        ])
    func zsh(typed: String, completed: String) throws {
        let tool = typed.prefix { $0 != " " }
        let scratch = try Scratch()
        try scratch.write(
            """
            zmodload zsh/zpty
            zpty shell 'PS1= TERM=dumb zsh -f -i'
            zpty -w shell 'fpath=($PWD $fpath); autoload -Uz compinit; compinit -u -d dump; print rea""dy'
            zpty -r shell seen '*ready*'
            zpty -w -n shell $'\(typed)\\t'
            zpty -r shell seen '*\(completed)*'
            """, to: "type")
        let answer = try scratch.run(
            "\(tool) --completions zsh >_\(tool) && timeout 60 zsh -f type")
        #expect(answer.status == 0, "\(answer.lines) \(scratch.complaint)")
    }

    @Test(
        "fish completes options", .enabled(if: isInstalled("fish"), "fish is not installed"),
        arguments: Package.tools)
    func fish(tool: String) throws {
        let answer = try Scratch().run(
            """
            export HOME="$PWD"
            \(tool) --completions fish >script.fish
            fish -c "source script.fish; complete -C '\(tool) --help-'"
            """)
        let words = answer.lines.map { $0.prefix { $0 != "\t" } }
        #expect(words == ["--help-json", "--help-man"], "\(answer.lines)")
    }

    @Test("installed tools find their templates from an empty folder, uninstall takes all away")
    func install() throws {
        let scratch = try Scratch()
        let make =
            "make -s -o build -C '\(Package.folder.path)' BIN='\(Package.binaries.path)' "
            + "SHARE=\"$HERE/share\" PREFIX=\"$HERE/some place\""
        let answer = try scratch.run(
            """
            HERE=$PWD
            \(make) install || exit
            PATH="$PWD/some place/bin:/usr/bin:/bin"
            mkdir empty && cd empty
            fetch-candles --source synthetic --pair BTC/USDT --from 2026-01-01 --to 2026-01-03 |
                render-report -q --out site - || exit
            ls site/index.html && cd .. && ls 'some place/share/man/man1/run-backtest.1'
            \(make) uninstall && find 'some place' -type f
            """)
        #expect(answer.status == 0, "\(scratch.complaint)")
        #expect(
            answer.lines == ["site/index.html", "some place/share/man/man1/run-backtest.1"])
    }
}

private func isInstalled(_ program: String) -> Bool {
    ["/usr/bin/", "/bin/"].contains {
        FileManager.default.isExecutableFile(atPath: $0 + program)
    }
}
