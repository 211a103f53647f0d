internal import YAML

/// What a value of a pipeline file may be, as far as a schema can say it.
indirect enum Shape: Sendable {
    /// Any scalar; what it means is a matter of its key.
    case text
    /// A scalar that matches a regular expression.
    case pattern(String)
    case integer(ClosedRange<Int>)
    case number(ClosedRange<Double>)
    case boolean
    case choice([String])
    /// A list of so many elements at least.
    case list(Shape, atLeast: Int = 0)
    /// Names of a pattern, any where it is nil, each with a value; so many at most.
    case map(Shape, names: String? = nil, atMost: Int? = nil)
    /// Known keys; of `oneOf` there is exactly one.
    case object([ShapedKey], oneOf: [String] = [])
    case either([Shape])

    /// A list of scalars.
    static let words = Shape.list(.text)
    /// A program and its arguments.
    static let command = Shape.list(.text, atLeast: 1)
    /// An exit status.
    static let status = Shape.integer(0...255)
    /// `30s`, `5m`, `2h`, `7d`.
    static let duration = Shape.pattern("^[0-9]+(ms|s|m|h|d|w)$")
    /// `512MiB`.
    static let size = Shape.pattern("^[0-9]+(KiB|MiB|GiB|TiB)$")
    /// The name of an environment variable.
    static let variable = Shape.pattern(variableName)
    /// Environment variables with their values.
    static let variables = Shape.map(.text, names: variableName)
    private static let variableName = "^[A-Za-z_][A-Za-z0-9_]*$"
}

/// A key as the schema sees it.
struct ShapedKey: Sendable {
    let name: String
    let shape: Shape
    /// One sentence.
    let about: String
    let isRequired: Bool
}

/// A key of a pipeline file: its name, what its value may be, and how it is read into a whole.
///
/// The tables of keys feed the reading of a file, its errors and the schema, so that they never
/// disagree.
struct Key<Whole>: Sendable {
    typealias Reader = @Sendable (inout Whole, YAMLNode, Variables) throws(YAMLError) -> Void

    let name: String
    let shape: Shape
    let about: String
    let isRequired: Bool
    let read: Reader

    init(
        _ name: String, _ shape: Shape, _ about: String, isRequired: Bool = false,
        read: @escaping Reader
    ) {
        self.name = name
        self.shape = shape
        self.about = about
        self.isRequired = isRequired
        self.read = read
    }

    var shaped: ShapedKey {
        ShapedKey(name: name, shape: shape, about: about, isRequired: isRequired)
    }
}

/// The keys of a mapping, in the order of the manual.
struct KeyTable<Whole>: Sendable {
    let keys: [Key<Whole>]
    /// Those of `keys`, in their order.
    let names: [String]

    init(_ keys: [Key<Whole>]) {
        self.keys = keys
        names = keys.map(\.name)
    }

    /// As the schema sees them.
    var shaped: [ShapedKey] { keys.map(\.shaped) }

    subscript(name: String) -> Key<Whole>? { names.firstIndex(of: name).map { keys[$0] } }
}

extension YAMLNode {
    /// Reads a mapping by a table of keys; keys that the table does not know are errors.
    func read<Whole>(
        into whole: inout Whole, by table: KeyTable<Whole>, _ variables: Variables
    ) throws(YAMLError) {
        for entry in try entries(knowing: table.names) {
            try table[entry.key]?.read(&whole, entry.value, variables)
        }
    }
}
