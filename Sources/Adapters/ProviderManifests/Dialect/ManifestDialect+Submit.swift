import VideoGenerationCore

extension ManifestDialect {
    private func isListed(_ request: VideoRequest) -> Bool {
        request.model.map { name in catalog.contains { $0.description.name == name } } ?? false
    }

    /// Returns the request with a model: the default one, or the first that can start from an earlier video.
    private func withModel(_ request: VideoRequest) -> VideoRequest {
        guard request.model == nil else { return request }
        var request = request
        request.model =
            request.source == nil
            ? defaultModel
            : catalog.first { $0.description.mode(request.mode) != nil }?.description.name ?? defaultModel
        return request
    }

    private func variant(for request: VideoRequest) throws -> ManifestSubmit.Variant {
        guard let variant = submit.variant(for: request, isListed: isListed(request)) else {
            let model = request.model.map { " (model \(Redaction.singleLine($0, limit: 40)))" } ?? ""
            throw VideoError(
                .invalidRequest,
                "\(name) has no request for this kind of input\(model).",
                advice: "Nothing was sent."
            )
        }
        return variant
    }

    func kind(of request: VideoRequest) -> String? {
        let request = withModel(request)
        return submit.variant(for: request, isListed: isListed(request))?.kind
    }

    func submitRequest(_ request: VideoRequest, at endpoint: Endpoint) throws -> HTTPRequest {
        let request = withModel(request)
        let frames = [request.firstFrame, request.lastFrame].compactMap { $0 }
        try request.refuse(frames.contains { $0.kind != .picture }, "a frame that is not a picture", by: name)
        try request.refuse(!frames.isEmpty && !request.references.isEmpty, "frames together with references", by: name)
        let variant = try variant(for: request)
        try variant.check(request, by: name)
        try checkPrompt(of: request)
        var values = RequestValues(request, tables, isListed: isListed(request), dialect: name)
        let url = try variant.path.url(&values, at: endpoint)
        var body = try variant.body?.body(&values) ?? [:]
        if implies(request.model, variant) { values.use("model") }
        try values.refuseUnused()
        body.mergeDeeply(request.options)
        var message = HTTPRequest.posting(body, to: url)
        headers.add(to: &message)
        variant.headers.add(to: &message)
        return message
    }

    /// Returns whether a variant means a model without naming it: it is for this model alone, or there is no other.
    private func implies(_ model: String?, _ variant: ManifestSubmit.Variant) -> Bool {
        if let models = variant.condition.models { return models.count == 1 && models.first == model }
        return catalog.count == 1 && catalog.first?.description.name == model && !acceptsOtherModels
    }

    private func checkPrompt(of request: VideoRequest) throws {
        let length = request.prompt.utf16.count
        guard let model = catalog.first(where: { $0.description.name == request.model }),
            let limit = model.promptUnits, length > limit
        else { return }
        throw VideoError(
            .invalidRequest,
            "The prompt has \(length) UTF-16 code units; \(model.description.name) takes at most \(limit).",
            advice: "Nothing was sent. Shorten the prompt. An emoji counts as two or more."
        )
    }
}
