import VideoGeneration

/// The differences between the models of the program and those of a provider's own list.
struct ModelChanges: Sendable, Equatable {
    /// The models that the program does not know.
    var new: [String] = []
    /// The models that the provider describes differently, each with the parts that differ.
    var changed: [(name: String, parts: [String])] = []
    /// The models that the provider does not list.
    var gone: [String] = []

    init(from known: [ModelDescription], to listed: [ModelDescription]) {
        let before = Dictionary(known.map { ($0.name, $0) }) { first, _ in first }
        for model in listed {
            guard let old = before[model.name] else {
                new.append(model.name)
                continue
            }
            let parts = old.parts(differentIn: model)
            if !parts.isEmpty { changed.append((model.name, parts)) }
        }
        let names = Set(listed.map(\.name))
        gone = known.map(\.name).filter { !names.contains($0) }
    }

    static func == (left: Self, right: Self) -> Bool {
        left.new == right.new && left.gone == right.gone
            && left.changed.elementsEqual(right.changed) { $0.name == $1.name && $0.parts == $1.parts }
    }

    /// Returns the word for a model of the list: `new` or `changed`, or nil if it is as the program knows it.
    func word(for name: String) -> String? {
        if new.contains(name) { return "new" }
        return changed.contains { $0.name == name } ? "changed" : nil
    }

    /// Returns the differences as sentences.
    func sentences(of provider: String) -> [String] {
        guard !new.isEmpty || !changed.isEmpty || !gone.isEmpty else {
            return ["The list of \(provider) is what this program knows already."]
        }
        return [
            sentence("New at \(provider)", new),
            sentence("Changed at \(provider)", changed.map { "\($0.name) (\($0.parts.joined(separator: ", ")))" }),
            sentence("No longer listed by \(provider)", gone),
        ].compactMap(\.self)
    }

    private func sentence(_ beginning: String, _ names: [String]) -> String? {
        guard !names.isEmpty else { return nil }
        let shown = names.prefix(20).map { Redaction.singleLine($0, limit: 120) }
        let rest = names.count - shown.count
        return "\(beginning): \(shown.joined(separator: ", "))" + (rest > 0 ? ", and \(rest) more." : ".")
    }
}

extension ModelDescription {
    /// Returns the names of the parts that differ in another description. The days of reading do not count.
    fileprivate func parts(differentIn other: ModelDescription) -> [String] {
        func differs<Value: Equatable>(_ value: (ModelDescription) -> Value) -> Bool { value(self) != value(other) }
        var parts: [String] = []
        if differs({ Set($0.modes.map(\.mode)) }) { parts.append("modes") }
        if differs({ Set($0.modes.flatMap { $0.formats ?? [] }.flatMap(\.seconds)) }) { parts.append("lengths") }
        if differs({ Set($0.modes.flatMap { $0.formats ?? [] }.map(\.name)) }) { parts.append("formats") }
        if differs({ Set($0.modes.flatMap { $0.aspectRatios ?? [] }) }) { parts.append("aspect ratios") }
        if differs({ Set($0.prices.map(\.undated)) }) { parts.append("price") }
        if differs(\.retiresOn) { parts.append("end date") }
        return parts
    }
}

extension Price {
    fileprivate var undated: Price {
        var price = self
        price.readOn = ""
        return price
    }
}
