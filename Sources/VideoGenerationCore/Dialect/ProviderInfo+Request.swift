extension ProviderInfo {
    /// Holds a request against what is known about its model, before anything is sent or spent.
    ///
    /// `try fit(request).validated(for: name)` refuses what does not fit; ``RequestFit/request`` of the
    /// result is the nearest that does.
    /// - Throws: ``VideoError`` with code `invalidRequest` where no change of a number or a name helps: an
    ///   empty prompt, a model that this provider does not have, a picture too many.
    public func fit(_ request: VideoRequest) throws -> RequestFit {
        let isForeign = request.source != nil && !sources.contains(request.mode)
        try request.refuse(isForeign, request.mode == .template ? "a template" : "an earlier video", by: dialect)
        var request = request
        if request.source == nil { request.model = request.model ?? defaultModel }
        if let model = model(request.model), request.model != nil {
            let able = models.filter { $0.name != model.name && $0.mode(request.mode) != nil }
            return try model.fit(request, orElse: able.map(\.name))
        }
        if let name = request.model, request.source == nil, !acceptsOtherModels {
            throw VideoError(
                .invalidRequest,
                "\(id) has no model \u{201C}\(Redaction.singleLine(name, limit: 60))\u{201D}.",
                advice: "Nothing was sent. Known: \(models.map(\.name).joined(separator: ", "))."
                    + " A newer one can be added to the provider's entry."
            )
        }
        try request.checkPrompt(isNeeded: true)
        if let seconds = request.seconds, seconds < 1 {
            throw VideoError(
                .invalidRequest,
                "A video cannot last \(seconds) seconds.",
                advice: "Nothing was sent. The least is 1."
            )
        }
        return RequestFit(request: request)
    }

    /// A request that fits, its names as the provider writes them.
    /// - Throws: ``VideoError`` with code `invalidRequest`, which names the allowed values and the nearest.
    package func checked(_ request: VideoRequest) throws -> VideoRequest {
        try fit(request).validated(for: request.model ?? defaultModel ?? id)
    }

    /// What a request will cost, as far as that is known.
    public func estimate(_ request: VideoRequest) -> CostEstimate {
        let known = model(request.model)?.estimate(request)
        var estimate = known ?? CostEstimate(total: nil, basis: "", seconds: request.seconds)
        estimate.fee = fileFee
        return estimate
    }
}
