internal import Strategies

/// What hooks leave on the strategy itself, where their next call finds it.
///
/// Hooks are followed one call at a time. What a call sets and a later one reads is nothing that a strategy file
/// could keep, unless it is a trade's own.
struct LastingState {
    /// What outlasts a call: attributes of the strategy, and what was there before the hook.
    enum Place: Hashable {
        case attribute(String)
        case dictionary(Int)
        case list(Int)
    }

    /// How many dictionaries and lists there are that no hook made.
    var dictionaries = 0
    var lists = 0
    /// Dictionaries that a first call makes and every later one finds.
    var made: Set<Int> = []
    var writes: [(place: Place, node: Syntax, module: Module)] = []
    var reads: Set<Place> = []

    func isOlder(_ place: Place) -> Bool {
        switch place {
        case .attribute: true
        case .dictionary(let index): index < dictionaries || made.contains(index)
        case .list(let index): index < lists
        }
    }
}

extension Interpreter {
    /// Takes what there is as what was there before any hook.
    func beginHooks() {
        lasting = LastingState(
            dictionaries: state.dictionaries.count, lists: state.lists.count)
    }

    /// A hook sets something that may outlast its call.
    func wrote(_ place: LastingState.Place, _ node: Syntax) {
        guard isHook, lasting.isOlder(place) else { return }
        lasting.writes.append((place, node, module))
        if case .attribute(let name) = place { state.ownNow.insert(name) }
    }

    /// A hook reads something that an earlier call may have set.
    func read(_ place: LastingState.Place) {
        guard isHook, lasting.isOlder(place) else { return }
        if case .attribute(let name) = place, state.ownNow.contains(name) { return }
        lasting.reads.insert(place)
    }

    /// Tells where hooks read what their own calls have set.
    func reportLasting() {
        for (place, node, home) in lasting.writes where lasting.reads.contains(place) {
            let outer = module
            module = home
            defer { module = outer }
            gap(
                node, "what is set here is read again by a later call",
                hint: "trade.set_custom_data() keeps a value for each trade")
        }
    }
}
