extension ProviderInfo {
    /// Compares a request with the values that its model accepts, before anything is sent.
    ///
    /// `try fit(request).validated(for: name)` throws if the model does not accept the request as it is.
    /// ``RequestFit/request`` is the nearest request that the model accepts.
    /// - Throws: ``VideoError`` with code `invalidRequest` if no change of a value helps: an empty prompt, a model that
    ///   the provider does not have, or too many inputs.
    public func fit(_ request: VideoRequest) throws(VideoError) -> RequestFit {
        let isForeign = request.source != nil && !sources.contains(request.mode)
        try request.refuse(isForeign, request.mode == .template ? "a template" : "an earlier video", by: dialect)
        try request.checkKinds()
        var request = request
        if request.source == nil { request.model = request.model ?? defaultModel }
        if let model = model(request.model), request.model != nil {
            let able = models.filter { $0.name != model.name && $0.takes(request) }
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

    /// Returns a request that the model accepts as it is, with names in the provider's spelling.
    /// - Throws: ``VideoError`` with code `invalidRequest`. It names the accepted values and the nearest one.
    package func checked(_ request: VideoRequest) throws(VideoError) -> VideoRequest {
        try fit(request).validated(for: request.model ?? defaultModel ?? id)
    }

    /// Returns the expected cost of a request, as far as it is known.
    public func estimate(_ request: VideoRequest) -> CostEstimate {
        let known = model(request.model)?.estimate(request)
        var estimate = known ?? CostEstimate(total: nil, basis: "", seconds: request.seconds)
        estimate.fee = fileFee
        return estimate
    }
}
