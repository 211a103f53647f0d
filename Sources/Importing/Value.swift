internal import Strategies

/// What a Python expression comes to without candles: a constant, a thing of pandas or freqtrade, or
/// a quantity that the strategy file will compute.
indirect enum Value {
    /// Not translated; the finding says why.
    case unknown(Int)
    case none
    case boolean(Bool)
    case integer(Int)
    case number(Double)
    case text(String)
    case quantity(Quantity)
    case tuple([Value])
    /// Mutable things by their place on the heap.
    case list(Int)
    case dictionary(Int)
    case frame(Int)
    /// `dataframe.loc`, `.iloc` and the like, and one row of a frame, `back` candles ago.
    case indexer(frame: Int, String)
    case row(frame: Int, back: Quantity)
    /// The dates of candles, and `.dt` of them.
    case dates(Candles)
    case window(Window)
    case parameter(Int)
    case function(Function)
    case method(Function)
    /// Something of a library, by its dotted name.
    case library(String)
    /// A method of something known that is about to be called.
    case member(Value, String)
    case me
    case trade
    /// The filled orders of a trade that enlarged it, or made it smaller, and one of them.
    case orders(isEntry: Bool)
    case order(TradeOrder)
    case instant(Instant)
    /// A span of time, in minutes.
    case span(Quantity)
    /// What a hook answers on two ways.
    case choice(Quantity, Value, Value)
    /// A series that knows its name, by which `pandas.concat` puts it into a frame.
    case labelled(String, Value)
}

/// A function of the file, or a method of the class.
final class Function {
    let node: Syntax
    let module: Module
    /// The class whose method it is.
    let owner: String?

    init(_ node: Syntax, in module: Module, owner: String? = nil) {
        self.node = node
        self.module = module
        self.owner = owner
    }
}

/// A moment of a trade, such as when the hook is asked or when the trade was opened, and minutes added to it.
struct Instant {
    enum Base {
        case now, opening, lastFill, lastEntry, lastExit
    }

    var base: Base
    /// Minutes that were added: a number, or what a parameter says.
    var minutes = Quantity.number(0)

    /// Whether nothing was added.
    var isPlain: Bool { minutes.term == .number(0) }
}

/// A data frame: its candles and what was put into it.
struct Frame {
    var candles: Candles
    /// Whether it has the columns of candles.
    var isMarket: Bool
    var columns: [String: Value] = [:]
    /// What was said of `enter_long` and its like, in order.
    var events: [SignalEvent] = []
    /// Whether `enter_long` was set under that name, not as `buy`.
    var namesEntries = false
    /// The indicator of which the columns are outputs.
    var whole: Quantity?
    private var order: [String] = []

    /// The columns' names in their order; nil where that is not known.
    var names: [String]? {
        let isKnown = order.count == columns.count && order.allSatisfy { columns[$0] != nil }
        return isKnown && !isMarket ? order : nil
    }

    init(candles: Candles, isMarket: Bool, columns: [(String, Value)] = []) {
        self.candles = candles
        self.isMarket = isMarket
        for (name, value) in columns { add(name, value) }
    }

    /// Gives the columns these names in their order; false where that is not known, or of other columns.
    mutating func rename(to new: [String]) -> Bool {
        guard let names, new.count == names.count, Set(new).count == new.count else { return false }
        let old = columns
        (columns, order) = ([:], [])
        for (name, own) in zip(names, new) { add(own, old[name] ?? .none) }
        return true
    }

    /// Puts the column behind the others.
    mutating func add(_ name: String, _ value: Value) {
        columns[name] = value
        order.append(name)
    }
}

/// One assignment to a signal or tag column.
struct SignalEvent: Equatable {
    enum Content: Hashable {
        case signal(Bool)
        case tag(String)
        /// A text that is put behind the tag that there is.
        case added(String)
    }

    let column: String
    var mask: Quantity
    let content: Content
}

/// One element of a list, there only where `guarded` holds.
struct Element {
    var guarded: Quantity?
    var value: Value
}

/// All that statements change.
struct State {
    var scopes: [[String: Value]] = []
    var attributes: [String: Value] = [:]
    var lists: [[Element]] = []
    var dictionaries: [[(key: Value, value: Value)]] = []
    var frames: [Frame] = []
    /// What the hook that is followed has kept so far, by the place of the key.
    var kept: [Int: Value] = [:]
    /// Attributes of the strategy that the call of the hook has set itself, on every way that leads here.
    var ownNow: Set<String> = []

    /// This state, and the things that were made on the way to `other`: what is made on another way
    /// then stands in places of its own.
    func growing(like other: State) -> State {
        var state = self
        state.lists += other.lists.dropFirst(lists.count)
        state.dictionaries += other.dictionaries.dropFirst(dictionaries.count)
        state.frames += other.frames.dropFirst(frames.count)
        return state
    }
}

/// Whether a condition of Python holds.
enum Truth {
    case always(Bool)
    case sometimes(Quantity)
    case unknown(Int)
}

extension Value {
    var isUnknown: Bool {
        if case .unknown = self { return true }
        return false
    }

    /// A constant number; true and false count as 1 and 0.
    var constantNumber: Double? {
        switch self {
        case .integer(let number): Double(number)
        case .number(let number): number
        case .boolean(let flag): flag ? 1 : 0
        case .quantity(let quantity):
            if case .number(let number) = quantity.term { number } else { nil }
        default: nil
        }
    }

    var constantText: String? {
        guard case .text(let text) = self else { return nil }
        return text
    }

    /// Whether it is one of several texts, or none.
    var isOfTexts: Bool {
        guard case .choice(_, let one, let other) = self else { return false }
        return [one, other].allSatisfy { value in
            switch value {
            case .none, .text: true
            default: value.isOfTexts
            }
        }
    }

    /// As something to compute with.
    var quantity: Quantity? {
        switch self {
        case .quantity(let quantity): quantity
        case .boolean(let flag): .condition(flag)
        case .integer(let number): .number(Double(number))
        case .number(let number): number.isFinite ? .number(number) : Self.infinite(number)
        case .text(let text): Quantity(.text(text), .text, .scalar)
        case .labelled(_, let value): value.quantity
        default: nil
        }
    }

    /// Without a series' name.
    var unlabelled: Value {
        guard case .labelled(_, let value) = self else { return self }
        return value
    }

    private static func infinite(_ number: Double) -> Quantity {
        guard !number.isNaN else { return .missing }
        let sign = number < 0 ? -1.0 : 1
        return Quantity(.binary(.divide, .number(sign), .number(0)), .number, .scalar)
    }

    /// Whether two constants are the same; nil where one is none.
    static func areSame(_ left: Value, _ right: Value) -> Bool? {
        if case .none = left, case .none = right { return true }
        if let one = left.constantNumber, let other = right.constantNumber { return one == other }
        if let one = left.constantText, let other = right.constantText { return one == other }
        guard left.isConstant, right.isConstant else { return nil }
        return false
    }

    var isConstant: Bool {
        switch self {
        case .none, .text: true
        default: constantNumber != nil
        }
    }
}
