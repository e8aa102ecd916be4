import VideoGeneration

/// The table of models.
struct ModelTable: Sendable {
    var models: [ListedModel]
    /// Whether the providers differ, so that each row names its own.
    var hasProviders = false
    /// The mode that was asked for. Lengths and formats are those of this mode.
    var mode: GenerationMode?
    var now: Date

    var table: TextTable {
        TextTable(
            columns: [
                .init(title: "PROVIDER", isFlexible: true, isWrapped: true, breaksWords: true),
                .init(title: "MODEL", isFlexible: true, isWrapped: true, breaksWords: true),
                .init(title: "FROM", isFlexible: true, isWrapped: true, priority: 4),
                .init(title: "SECONDS", isFlexible: true, isWrapped: true, priority: 2),
                .init(title: "FORMATS", isFlexible: true, isWrapped: true, priority: 3),
                .init(title: "PRICE", isFlexible: true, isWrapped: true, breaksWords: true),
                .init(title: "ENDS", isFlexible: true, isWrapped: true, keepsWords: true, priority: 1),
            ].dropFirst(hasProviders ? 0 : 1).map(\.self),
            rows: models.map { Array(cells($0).dropFirst(hasProviders ? 0 : 1)) }
        )
    }

    private func cells(_ row: ListedModel) -> [TextTable.Cell] {
        let modes = row.model.modes.filter { mode == nil || $0.mode == mode }
        let formats = modes.flatMap { $0.formats ?? [] }
        var seen: Set<String> = []
        return [
            .init(row.provider.name),
            .init(row.model.name.inLine + (row.isDefault(at: now) ? " *" : "")),
            .init(row.model.modes.map(\.mode.rawValue).joined(separator: ", ")),
            .init(Self.spans(Set(formats.flatMap(\.seconds)).sorted())),
            .init(formats.map(\.name).filter { seen.insert($0).inserted }.joined(separator: ", ")),
            .init(Self.price(row)),
            end(of: row.model),
        ]
    }

    /// Returns the estimate of the video that was asked for, or the first row of the price list.
    private static func price(_ row: ListedModel) -> String {
        guard let offer = row.offer else { return row.model.prices.first?.words ?? "unknown" }
        guard let total = offer.estimate.least else { return "unknown" }
        return "\(total)" + (offer.estimate.basis.isEmpty ? "" : " for \(offer.estimate.basis)")
    }

    /// Returns the day on which the model ends: in red if it has passed, in yellow if it is within 90 days.
    private func end(of model: ModelDescription) -> TextTable.Cell {
        if let day = model.retirement(at: now) { return .init("ended \(day)", .red) }
        guard let day = model.retiresOn.flatMap(ModelDescription.day) else { return "" }
        return .init(day, day <= now.addingTimeInterval(90 * 86_400).day ? .yellow : nil)
    }

    /// Returns numbers in ascending order as text. Three or more that follow each other are a span, such as `4–12`.
    static func spans(_ numbers: [Int]) -> String {
        var spans: [ClosedRange<Int>] = []
        for number in numbers {
            if let last = spans.last, last.upperBound == number - 1 {
                spans[spans.count - 1] = last.lowerBound...number
            } else {
                spans.append(number...number)
            }
        }
        return spans.flatMap { $0.count > 2 ? ["\($0.lowerBound)–\($0.upperBound)"] : $0.map(String.init) }
            .joined(separator: ", ")
    }
}

extension Price {
    /// The amount, its unit, and the video that it is for.
    var words: String {
        var words = "\(money) a \(basis.rawValue)"
        if let resolution { words += " at \(resolution)" }
        if let seconds { words += " of \(seconds) s" }
        if let beyond { words += " beyond \(beyond)" }
        return words
    }
}
