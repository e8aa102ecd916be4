import VideoGeneration

/// The page about one model, with every known fact.
struct ModelPage {
    let row: ListedModel
    let console: Console
    let now: Date

    private var model: ModelDescription { row.model }
    private var provider: ProviderInfo { row.provider.info }

    var lines: [String] {
        var lines = ["\(model.name.inLine) at \(provider.id)" + (row.isDefault(at: now) ? " (the default)" : "")]
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
            for limits in mode.media { add(limits.kind.plural, words(limits)) }
            if !mode.needsPrompt { add("prompt", "optional") }
        }
        lines.append("General:")
        add("prompt", model.promptLimit.map { "at most \($0.counted("character"))" })
        add("camera", list(model.cameraCommands.map { "[\($0)]" }))
        add("frames", model.framesPerSecond.map { "\($0) a second" })
        for price in model.prices { add("price", price.words + ", read on \(price.readOn)") }
        if model.prices.isEmpty { add("price", "unknown") }
        add("kept for", model.outputLifetime.map { Format.age(Double($0)) })
        add(model.retirement(at: now) == nil ? "ends on" : "ended on", model.retiresOn)
        let cancel = provider.canCancel ? provider.cancelDeletesFinished ? "with --discard" : "yes" : "no"
        add("list, cancel", "\(provider.canList ? "yes" : "no"), \(cancel)")
        add("read on", model.readOn ?? "an unknown date")
        return lines
    }

    private func note(_ format: VideoFormat, _ mode: ModeDescription) -> String {
        let size = format.resolution == nil ? "" : format.size.map { ", \($0)" } ?? ""
        return size + (format.name == mode.defaultResolution ? ", the default" : "")
    }

    private func words(_ pictures: PictureLimits) -> String {
        let count =
            pictures.minimum == pictures.maximum ? "\(pictures.minimum)" : "\(pictures.minimum) to \(pictures.maximum)"
        let size = pictures.maximumBytes.map { ", at most \(Format.bytes(Int64($0)))" } ?? ""
        let types = pictures.types.map { ", \($0.map(\.fileExtension).joined(separator: ", "))" } ?? ""
        return count + size + types
    }

    private func words(_ limits: MediaLimits) -> String {
        let size = limits.maximumBytes.map { ", at most \(Format.bytes(Int64($0)))" } ?? ""
        let length = limits.maximumSeconds.map { ", at most \($0) s" } ?? ""
        let types = limits.types.map { ", \($0.map(\.fileExtension).joined(separator: ", "))" } ?? ""
        return "up to \(limits.maximum)" + size + length + types
    }

    private func list(_ words: [String]) -> String { words.joined(separator: ", ") }
}
