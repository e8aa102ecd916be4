import VideoGenerationCore

/// The requests that a variant of a submit or a case of a value table is for. A list that is missing allows all.
struct RequestCondition: Sendable {
    private enum Source: String, CaseIterable { case remix, edit, extend, template }

    /// The modes; nil for all.
    private(set) var modes: [GenerationMode]?
    /// The names of the models; nil for all.
    private(set) var models: [String]?
    private var sources: [String]?
    /// Whether the model must be one of the manifest's; nil if it does not matter.
    private var listed: Bool?

    /// Reads a condition; nil holds for every request.
    init(_ object: ManifestObject?) {
        guard let object else { return }
        if object["modes"] != nil {
            modes = object.nodes("modes").compactMap { object.choice(of: $0, GenerationMode.allCases) }
        }
        if object["models"] != nil { models = object.texts("models") }
        if object["sources"] != nil {
            sources = object.nodes("sources").compactMap { object.choice(of: $0, Source.allCases)?.rawValue }
        }
        listed = object.bool("listed")
    }

    /// Returns whether the condition holds for a request.
    func holds(for request: VideoRequest, isListed: Bool) -> Bool {
        (modes?.contains(request.mode) ?? true)
            && (models.map { models in request.model.map(models.contains) ?? false } ?? true)
            && (sources.map { sources in request.sourceName.map(sources.contains) ?? false } ?? true)
            && (listed ?? isListed) == isListed
    }
}
