internal import JSONL
internal import Records

/// A line of the run log that is nobody else's business: what a step was when it went well.
struct StepFingerprint: JSONRecord {
    static let kind = "fingerprint"

    let step: String
    let fingerprint: Fingerprint

    private enum Field: String, CaseIterable { case run, step, command, tools, inputs, outputs }

    private static let table = FieldTable<Field>()

    init(_ step: String, _ fingerprint: Fingerprint) {
        (self.step, self.fingerprint) = (step, fingerprint)
    }

    init(from reader: inout JSONReader) throws(JSONError) {
        var step = ""
        var known = Fingerprint(run: "", command: "", tools: [:], inputs: [:], outputs: [:])
        var object = try reader.beginObject()
        while let key = try reader.nextKey(Self.table, in: &object) {
            switch key {
            case .run: known.run = try reader.string()
            case .step: step = try reader.string()
            case .command: known.command = try reader.string()
            case .tools: known.tools = try reader.texts()
            case .inputs: known.inputs = try reader.texts()
            case .outputs: known.outputs = try reader.texts()
            }
        }
        self.init(step, known)
    }

    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.field("kind", Self.kind)
        writer.field("run", fingerprint.run)
        writer.field("step", step)
        writer.field("command", fingerprint.command)
        writer.key("tools")
        writer.texts(fingerprint.tools)
        writer.key("inputs")
        writer.texts(fingerprint.inputs)
        writer.key("outputs")
        writer.texts(fingerprint.outputs)
        writer.endObject()
    }
}

/// A line of the run log for steps one after the other that nothing was done about: what they made
/// stands. They differ in their names and needs alone, and a quiet night has nothing but them.
struct ReusedSteps: JSONRecord {
    static let kind = "reused"

    let steps: [PipelineStep]

    private enum Field: String, CaseIterable { case run, pipeline, reason, steps }

    private static let table = FieldTable<Field>()

    /// nil for none.
    init?(_ steps: [PipelineStep]) {
        if steps.isEmpty { return nil }
        self.steps = steps
    }

    init(from reader: inout JSONReader) throws(JSONError) {
        var (run, pipeline, reason) = ("", "", "")
        var named: [(step: String, needs: [String])] = []
        var object = try reader.beginObject()
        while let key = try reader.nextKey(Self.table, in: &object) {
            switch key {
            case .run: run = try reader.string()
            case .pipeline: pipeline = try reader.string()
            case .reason: reason = try reader.string()
            case .steps: named = try reader.needs()
            }
        }
        steps = named.map { step, needs in
            PipelineStep(
                run: run, pipeline: pipeline, step: step, needs: needs, status: .reused,
                reason: reason, attempt: 0, exitStatus: nil, fingerprint: nil, startedMs: nil,
                completedMs: nil)
        }
    }

    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.field("kind", Self.kind)
        writer.field("run", steps[0].run)
        writer.field("pipeline", steps[0].pipeline)
        writer.field("reason", steps[0].reason)
        writer.key("steps")
        writer.beginObject()
        for step in steps {
            writer.key(named: step.step)
            writer.beginList()
            for need in step.needs { writer.value(need) }
            writer.endList()
        }
        writer.endObject()
        writer.endObject()
    }
}

extension JSONReader {
    /// An object of texts.
    fileprivate mutating func texts() throws(JSONError) -> [String: String] {
        var texts: [String: String] = [:]
        var object = try beginObject()
        while let key = try nextKey(in: &object) { texts[key] = try string() }
        return texts
    }

    /// An object of lists of texts, in its order.
    fileprivate mutating func needs() throws(JSONError) -> [(step: String, needs: [String])] {
        var found: [(step: String, needs: [String])] = []
        var object = try beginObject()
        while let step = try nextKey(in: &object) {
            var needs: [String] = []
            var list = try beginList()
            while try nextElement(in: &list) { needs.append(try string()) }
            found.append((step, needs))
        }
        return found
    }
}

extension JSONWriter {
    /// An object of texts, by their names.
    fileprivate mutating func texts(_ texts: [String: String]) {
        beginObject()
        for (name, text) in texts.sorted(by: { $0.key < $1.key }) {
            key(named: name)
            value(text)
        }
        endObject()
    }
}
