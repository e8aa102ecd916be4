extension ProviderInfo {
    /// Returns the default model if its vendor has retired it, with the day of the retirement; nil if it can be used.
    package func retiredDefault(at date: Date) -> (name: String, day: String)? {
        guard let defaultModel, let day = model(defaultModel)?.retirement(at: date) else { return nil }
        return (defaultModel, day)
    }

    /// Returns the model for a request that names none; nil if the provider has no default.
    ///
    /// A retired model is never chosen, and neither is another one in its place: that would buy a different video. A
    /// request that starts from a template or an earlier video does not need a model.
    /// - Throws: ``VideoError`` with code `modelUnavailable` if the default model is retired.
    package func defaultModel(for request: VideoRequest, at date: Date) throws(VideoError) -> String? {
        guard let retired = retiredDefault(at: date) else { return defaultModel }
        guard request.source == nil else { return nil }
        let nearest = successor(of: retired.name, for: request.mode, at: date)
        throw VideoError(
            .modelUnavailable,
            "The vendor retired \(Self.shown(retired.name)), the default model of \(id), on \(retired.day).",
            advice: "Nothing was sent. Name a model in the request."
                + (nearest.map { " The nearest one is \(Self.shown($0))." } ?? ""),
            provider: id
        )
    }

    /// Returns the model that resembles a retired one most and is not retired itself; nil if there is none.
    /// - Parameters:
    ///   - name: The name of the retired model. Of the models that support the mode, the one whose name has the longest
    ///     beginning in common is returned.
    ///   - mode: The mode that the model must support.
    ///   - date: The current time.
    package func successor(of name: String, for mode: GenerationMode, at date: Date) -> String? {
        let living = models.filter { $0.name != name && $0.retirement(at: date) == nil }
        let able = living.filter { $0.modes.isEmpty || $0.mode(mode) != nil }
        func likeness(_ model: ModelDescription) -> Int {
            zip(model.name.lowercased(), name.lowercased()).prefix { $0 == $1 }.count
        }
        let best = able.map(likeness).max()
        return able.first { likeness($0) == best }?.name
    }

    /// Returns a warning if a request names a model that its vendor has retired; nil otherwise. Relays and clones may
    /// still offer the model, so the request is sent.
    package func retirementWarning(for request: VideoRequest, at date: Date) -> String? {
        guard let name = request.model, let day = model(name)?.retirement(at: date) else { return nil }
        return "The vendor retired \(Self.shown(name)) on \(day). \(id) may still offer it, or refuse it."
    }

    private static func shown(_ name: String) -> String { Redaction.singleLine(name, limit: 60) }
}
