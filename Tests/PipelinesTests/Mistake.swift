/// A pipeline file with one mistake, and what is said of it.
struct Mistake: Sendable {
    let text: String
    let complaint: String

    private init(_ text: String, _ complaint: String) {
        self.text = text
        self.complaint = complaint
    }

    /// The step stands in line 5, its keys from column 13.
    private init(step keys: String, _ complaint: String) {
        text = "version: 1\nname: p\nvars: {store: a}\nsteps:\n  - {id: s, \(keys)}"
        self.complaint = complaint
    }

    static let all: [Mistake] = [
        Mistake(
            "steps: []",
            "1:1: error: \"version\" is missing"),
        Mistake(
            "version: 2\nname: p\nsteps: []",
            "1:10: error: this is version \"2\", version 1 is known"),
        Mistake(
            "version: 1\nname: My night\nsteps: []",
            "2:7: error: a name is small letters, digits and dashes, this is \"My "
                + "night\""),
        Mistake(
            "version: 1\nname: p\nsteps: []",
            "3:8: error: a pipeline has at least one step"),
        Mistake(
            "version: 1\nname: p\nstpes: []",
            "3:1: error: unknown key \"stpes\". hint: did you mean \"steps\"?"),
        Mistake(
            step: "rnu: [a]",
            "5:13: error: unknown key \"rnu\". hint: did you mean \"run\"?"),
        Mistake(
            step: "stdin: a",
            "5:5: error: \"run\" is missing"),
        Mistake(
            step: "run: tool --fast",
            "5:18: error: a command is a list of words, this is \"tool --fast\". "
                + "hint: write [tool, --option, value]; there is no shell"),
        Mistake(
            step: "run: []",
            "5:18: error: a command names a program"),
        Mistake(
            step: "run: [a], pipe: [[b], [c]]",
            "5:29: error: a step has either run or pipe, this one has both"),
        Mistake(
            step: "pipe: [[b]]",
            "5:19: error: a pipe joins two commands or more. hint: one is a run"),
        Mistake(
            step: "run: [tool, \"x $(stroe)\"]",
            "5:28: error: there is no variable \"stroe\". hint: did you mean "
                + "$(store)?"),
        Mistake(
            step: "run: [a, $(store]",
            "5:22: error: \"$(\" without its \")\""),
        Mistake(
            step: "run: [a], timeout: 5",
            "5:32: error: expected a duration as 30s, 5m, 2h or 7d, this is \"5\""),
        Mistake(
            step: "run: [a], when: allways",
            "5:29: error: expected one of success, always, failure, this is \"allways\". "
                + "hint: did you mean \"always\"?"),
        Mistake(
            step: "run: [a], show: yes",
            "5:29: error: expected true or false, this is \"yes\". hint: write true"),
        Mistake(
            step: "run: [a], warn: [300]",
            "5:30: error: an exit status is 0 to 255, this is 300"),
        Mistake(
            step: "run: [a], needs: [sx]",
            "5:30: error: s needs \"sx\", which is no step. hint: did you mean "
                + "\"s\"?"),
        Mistake(step: "run: [a], needs: [s]", "5:30: error: s cannot wait for itself"),
        Mistake(
            step: "run: [a], retry: {limit: -1}",
            "5:38: error: expected 0 to 1000 retries, this is -1"),
        Mistake(
            step: "run: [a], foreach: {store: [a]}",
            "5:33: error: \"store\" is a variable already"),
        Mistake(
            step: "run: [a], foreach: [a, a]",
            "5:36: error: \"a\" is there twice"),
        Mistake(
            step: "run: [a]}\n  - {id: s, run: [b]",
            "6:10: error: there are two steps \"s\""),
        Mistake(
            step: "run: [a], stdout: x}\n  - {id: u, run: [b], out: [./x]",
            "6:28: error: x is made by s already, u cannot make it too"),
        Mistake(
            step: "run: [a], in: [x], stdout: y}\n  - {id: u, run: [b], in: [y], out: [x]",
            "5:5: error: the steps wait for each other: s → u → s"),
    ]
}
