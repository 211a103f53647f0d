import Foundation
import Pipelines
import TestSupport
import Testing

/// The schema against an independent reader of schemas.
struct SchemaTests {
    @Test("what is right passes the schema, what a schema can see to be wrong does not")
    func schema() throws {
        try withTemporaryFolder { folder in
            func write(_ text: String, _ name: String) throws {
                try text.write(
                    to: folder.appending(path: name), atomically: true, encoding: .utf8)
            }
            guard
                try Package.run(
                    ["/bin/sh", "-c", "python3 -c 'import jsonschema, yaml' 2>said"], in: folder,
                    environment: Self.environment) == 0
            else {
                print("skipped: there is no python3 with jsonschema and yaml here")
                return
            }
            try write(Pipeline.schema, "schema.json")
            var names: [String] = []
            for (index, text) in try DocumentTests.examples().enumerated() {
                try write(text, "good-\(index).yaml")
                names.append("good-\(index).yaml")
            }
            let nightly = Package.folder.appending(path: "pipelines/nightly.yaml")
            try write(try String(contentsOf: nightly, encoding: .utf8), "good-nightly.yaml")
            names.append("good-nightly.yaml")
            for (index, mistake) in Mistake.all.enumerated() {
                let name = "\(mistake.isSeenBySchema ? "bad" : "good")-mistake-\(index).yaml"
                try write(mistake.text, name)
                names.append(name)
            }
            try write(Self.check, "check.py")
            let script = "python3 check.py \(names.joined(separator: " ")) >said 2>&1"
            let status = try Package.run(
                ["/bin/sh", "-c", script], in: folder, environment: Self.environment)
            let said = try String(contentsOf: folder.appending(path: "said"), encoding: .utf8)
            #expect(status == 0 && said == "", "\(said)")
        }
    }

    /// Where python may lie besides the usual places.
    private static let environment = [
        "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin",
        "HOME": ProcessInfo.processInfo.environment["HOME"] ?? "/",
    ]

    /// Says which file passes or fails against its name. Scalars are read as YAML 1.2 reads them.
    private static let check = """
        import json, re, sys, yaml, jsonschema
        class Loader(yaml.SafeLoader): pass
        Loader.yaml_implicit_resolvers = {}
        def resolver(tag, pattern, first):
            Loader.add_implicit_resolver("tag:yaml.org,2002:" + tag, re.compile(pattern), first)
        resolver("bool", r"^(true|false)$", list("tf"))
        resolver("int", r"^-?(0|[1-9][0-9]*)$", list("-0123456789"))
        resolver("float", r"^-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][-+]?[0-9]+)?$", list("-0123456789"))
        resolver("null", r"^(~|null|)$", ["~", "n", ""])
        schema = json.load(open("schema.json"))
        jsonschema.Draft202012Validator.check_schema(schema)
        validator = jsonschema.Draft202012Validator(schema)
        for name in sys.argv[1:]:
            errors = list(validator.iter_errors(yaml.load(open(name), Loader)))
            if name.startswith("good") == bool(errors):
                print(name, [e.message for e in errors])
        """
}
