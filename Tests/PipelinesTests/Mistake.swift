/// A pipeline file with one mistake, and what is said of it.
struct Mistake: Sendable {
    let text: String
    let complaint: String
    /// Whether the schema, which knows nothing of other lines, can see it too.
    let isSeenBySchema: Bool

    private init(_ text: String, _ complaint: String, seen: Bool = true) {
        self.text = text
        self.complaint = complaint
        isSeenBySchema = seen
    }

    /// The step stands in line 5, its keys from column 13.
    private init(step keys: String, _ complaint: String, seen: Bool = true) {
        isSeenBySchema = seen
        text = "version: 1\nname: p\nvars: {store: a}\nsteps:\n  - {id: s, \(keys)}"
        self.complaint = complaint
    }

    static let all: [Mistake] =
        [
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
                    + "$(store)?", seen: false),
            Mistake(
                step: "run: [a, $(store]",
                "5:22: error: \"$(\" without its \")\"", seen: false),
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
                    + "\"s\"?", seen: false),
            Mistake(
                step: "run: [a], needs: [s]", "5:30: error: s cannot wait for itself", seen: false),
            Mistake(
                step: "run: [a], retry: {limit: -1}",
                "5:38: error: expected 0 to 1000 retries, this is -1"),
            Mistake(
                step: "run: [a], foreach: {store: [a]}",
                "5:33: error: \"store\" is a variable already", seen: false),
            Mistake(
                step: "run: [a], foreach: [a, a]",
                "5:36: error: \"a\" is there twice", seen: false),
            Mistake(
                step: "run: [a]}\n  - {id: s, run: [b]",
                "6:10: error: there are two steps \"s\"", seen: false),
            Mistake(
                step: "run: [a], stdout: x}\n  - {id: u, run: [b], out: [./x]",
                "6:28: error: x is made by s already, u cannot make it too", seen: false),
            Mistake(
                step: "run: [a], in: [x], stdout: y}\n  - {id: u, run: [b], in: [y], out: [x]",
                "5:5: error: the steps wait for each other: s → u → s", seen: false),
        ] + shared + limited + timed

    private static let shared: [Mistake] = [
        Mistake(
            "version: 1\nname: p\nresources: {db: 0}\nsteps: [{id: s, run: [a]}]",
            "3:17: error: expected 1 to 1000 tokens, this is 0"),
        Mistake(
            "version: 1\nname: p\nresources: {db: 2}\nsteps: [{id: s, run: [a], uses: {bd: 1}}]",
            "4:34: error: there is no resource \"bd\". hint: did you mean \"db\"?", seen: false),
        Mistake(
            step: "run: [a], uses: {db: 1}",
            "5:30: error: there is no resource \"db\". hint: list it under resources",
            seen: false),
        Mistake(
            "version: 1\nname: p\nresources: {db: 2}\nsteps: [{id: s, run: [a], uses: {db: 3}}]",
            "4:38: error: db has 2 tokens, this asks for 3", seen: false),
        Mistake(
            step: "run: [a], lock: a b",
            "5:29: error: a lock is a name or a path, this is \"a b\"", seen: false),
        Mistake(
            "version: 1\nname: p\non_busy: later\nsteps: [{id: s, run: [a]}]",
            "3:10: error: expected one of wait, fail, skip, this is \"later\""),
        Mistake(
            "version: 1\nname: p\njobs: 0\nsteps: [{id: s, run: [a]}]",
            "3:7: error: expected 1 to 1024 jobs, this is 0"),
        Mistake(
            "version: 1\nname: p\nhooks: {sucess: [[a]]}\nsteps: [{id: s, run: [a]}]",
            "3:9: error: unknown key \"sucess\". hint: did you mean \"success\"?"),
        Mistake(
            "version: 1\nname: p\nhooks: {success: [touch]}\nsteps: [{id: s, run: [a]}]",
            "3:19: error: a command is a list of words, this is \"touch\". "
                + "hint: write [tool, --option, value]; there is no shell"),
    ]

    private static let limited: [Mistake] = [
        Mistake(
            step: "run: [a], limits: {cpu: 0s}", "5:37: error: a second is the least",
            seen: false),
        Mistake(
            step: "run: [a], limits: {memory: 512}",
            "5:40: error: expected a size as 512MiB or 2GiB, this is \"512\""),
        Mistake(
            step: "run: [a], limits: {open_files: 2}",
            "5:44: error: expected 3 to 1048576 open files, this is 2"),
        Mistake(
            step: "run: [a], limits: {file_siz: 1GiB}",
            "5:32: error: unknown key \"file_siz\". hint: did you mean \"file_size\"?"),
        Mistake(
            step: "run: [a], secrets: [API-KEY]",
            "5:33: error: a variable is letters, digits and _, this is \"API-KEY\""),
        Mistake(
            step: "run: [a], secrets: [{A: x, B: y}]",
            "5:33: error: a secret has one name and one file, this has 2"),
        Mistake(
            step: "run: [a], pass: [1ST]",
            "5:30: error: a variable is letters, digits and _, this is \"1ST\""),
        Mistake(
            step: "run: [a], env: {A B: x}",
            "5:29: error: a variable is letters, digits and _, this is \"A B\""),
        Mistake(
            step: "run: [a], out: [\"x/*\"]",
            "5:29: error: what a step makes is named, the text \"x/*\" is a pattern. "
                + "hint: name the folder", seen: false),
        Mistake(
            step: "run: [a], stdin: x/*",
            "5:30: error: expected a file, this is \"x/*\"", seen: false),
    ]

    private static let timed: [Mistake] = [
        Mistake(
            step: "run: [a], retry: {max_delay: soon}",
            "5:42: error: expected a duration as 30s, 5m, 2h or 7d, this is \"soon\""),
        Mistake(
            step: "run: [a], retry: {factor: 0.5}",
            "5:39: error: expected a factor of 1 to 100, this is 0.5"),
        Mistake(
            step: "run: [a], foreach: []", "5:32: error: foreach over nothing makes no step"),
        Mistake(
            "version: 1\nname: p\nschedule: 61 * * * *\nsteps: [{id: s, run: [a]}]",
            "3:11: error: \"61\" is no minute. hint: 0 to 59, *, 1-5, */2 or a list",
            seen: false),
        Mistake(
            "version: 1\nname: p\ntimezone: Europe/Londom\nsteps: [{id: s, run: [a]}]",
            "3:11: error: there is no time zone \"Europe/Londom\". "
                + "hint: write one as Europe/London", seen: false),
    ]
}
