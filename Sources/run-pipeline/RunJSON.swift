import JSONL
import Records

extension PipelineRun {
    /// The run's record with those of its steps under `steps`: what hooks read.
    func withSteps(_ steps: [PipelineStep]) throws -> JSONValue {
        let run = try JSONValue(parsing: line).members ?? []
        let lines = try steps.map { try JSONValue(parsing: $0.line) }
        return .object(run + [.init("steps", .list(lines))])
    }
}
