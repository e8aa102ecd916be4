import VideoGeneration

/// Shows the capabilities of models: a table of all models, and a page about one.
enum ModelTable {
    static func make(_ provider: ProviderInfo) -> TextTable {
        TextTable(
            columns: [
                .init(title: "MODEL"), .init(title: "FROM", isFlexible: true, isWrapped: true, priority: 4),
                .init(title: "SECONDS", isFlexible: true, isWrapped: true, priority: 1),
                .init(title: "FORMATS", isFlexible: true, isWrapped: true, priority: 2),
                .init(title: "PRICE", isFlexible: true, isWrapped: true),
                .init(title: "ENDS", priority: 3),
            ],
            rows: provider.models.map { model in
                let formats = model.modes.flatMap { $0.formats ?? [] }
                return [
                    .init(model.name + (model.name == provider.defaultModel ? " *" : "")),
                    .init(model.modes.map(\.mode.rawValue).joined(separator: ", ")),
                    .init(list(Set(formats.flatMap(\.seconds)).sorted().map(String.init))),
                    .init(list(unique(formats.map(\.name)))),
                    .init(model.prices.first.map(words) ?? "unknown"),
                    .init(model.retiresOn ?? "", .yellow),
                ]
            }
        )
    }

    /// Returns the lines of the page about a model.
    static func page(_ model: ModelDescription, of provider: ProviderInfo, _ console: Console) -> [String] {
        var lines = ["\(model.name) at \(provider.id)" + (model.name == provider.defaultModel ? " (the default)" : "")]
        func add(_ name: String, _ value: String?) {
            guard let value, !value.isEmpty else { return }
            lines += console.wrapped(value, behind: TextWidth.pad("  \(name)", 18))
        }
        for mode in model.modes {
            lines.append("From \(mode.mode.rawValue):")
            for format in mode.formats ?? [] {
                add(
                    format.name.isEmpty ? "any size" : format.name,
                    list(format.seconds.map(String.init)) + " s" + note(format, mode)
                )
            }
            if mode.formats?.isEmpty == true { add("format", "no choice") }
            add("aspect ratios", list(mode.aspectRatios ?? []))
            if let pictures = mode.pictures {
                add("pictures", words(pictures))
            }
            if !mode.needsPrompt { add("prompt", "optional") }
        }
        lines.append("General:")
        add("prompt", model.promptLimit.map { "at most \($0.counted("character"))" })
        add("camera", list(model.cameraCommands.map { "[\($0)]" }))
        add("frames", model.framesPerSecond.map { "\($0) a second" })
        for price in model.prices { add("price", words(price) + ", read on \(price.readOn)") }
        if model.prices.isEmpty { add("price", "unknown") }
        add("kept for", model.outputLifetime.map { Format.age(Double($0)) })
        add("ends on", model.retiresOn)
        let cancel = provider.canCancel ? provider.cancelDeletesFinished ? "with --discard" : "yes" : "no"
        add("list, cancel", "\(provider.canList ? "yes" : "no"), \(cancel)")
        add("read on", model.readOn ?? "an unknown date")
        return lines
    }

    private static func note(_ format: VideoFormat, _ mode: ModeDescription) -> String {
        let size = format.resolution == nil ? "" : format.size.map { ", \($0)" } ?? ""
        return size + (format.name == mode.defaultResolution ? ", the default" : "")
    }

    private static func words(_ pictures: PictureLimits) -> String {
        let count =
            pictures.minimum == pictures.maximum ? "\(pictures.minimum)" : "\(pictures.minimum) to \(pictures.maximum)"
        let size = pictures.maximumBytes.map { ", at most \(Format.bytes(Int64($0)))" } ?? ""
        let types = pictures.types.map { ", \($0.map(\.fileExtension).joined(separator: ", "))" } ?? ""
        return count + size + types
    }

    private static func words(_ price: Price) -> String {
        var words = "\(price.money) a \(price.basis.rawValue)"
        if let resolution = price.resolution { words += " at \(resolution)" }
        if let seconds = price.seconds { words += " of \(seconds) s" }
        if let beyond = price.beyond { words += " beyond \(beyond)" }
        return words
    }

    private static func list(_ words: [String]) -> String { words.joined(separator: ", ") }

    private static func unique(_ words: [String]) -> [String] {
        var seen: Set<String> = []
        return words.filter { seen.insert($0).inserted }
    }
}
