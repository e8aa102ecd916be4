extension ProviderRegistry {
    /// The name of a dialect that has yet to be detected.
    package static let automatic = "auto"

    /// Detects the dialect of a configuration with `dialect: auto`, by free requests.
    ///
    /// Call this before ``provider(for:environment:)``. The dialects with a preset at the same host are tried first, then
    /// those that know the configuration's model, then the others in the order of registration. A base URL without `/v1`
    /// is also tried with it. A configuration that names its dialect is returned unchanged, and nothing is sent.
    /// - Returns: The configuration with the detected dialect, base URL and options.
    /// - Throws: ``VideoError`` with code `authenticationFailed` if the server rejects the key, or
    ///   `configurationInvalid` with a list of the attempts if no dialect was detected. `CancellationError`.
    package func detectingDialect(
        of entry: ProviderConfiguration,
        in context: ExchangeContext,
        environment: [String: String]
    ) async throws -> ProviderConfiguration {
        guard entry.dialect == Self.automatic else { return entry }
        let key = try key(of: entry, environment)
        // Two dialects can have the same address for polls. One response is enough for both.
        var asked: [HTTPRequest: HTTPResponse] = [:]
        var tried: [String] = []
        var refusal: VideoError?
        for (plugin, baseURL) in candidates(for: entry) {
            var found = entry
            found.dialect = plugin.dialect
            found.baseURL = baseURL
            let provider = DialectProvider(
                id: entry.id,
                dialect: try plugin.makeDialect(found),
                endpoint: try Endpoint(baseURL),
                key: key
            )
            for probe in plugin.probes {
                let request = try probe.request(provider.info.endpoint)
                let response: HTTPResponse
                if let known = asked[request] {
                    response = known
                } else {
                    response = try await provider.response(to: request, in: context)
                    asked[request] = response
                }
                let document = ResponseDocument(response)
                if probe.recognizes(document) {
                    return try await withOptions(found, of: plugin, by: provider, in: context)
                }
                tried.append("\(plugin.dialect) at \(request.url.path): HTTP \(response.status)")
                if response.status == 401, let json = document.json {
                    refusal = provider.dialect.reader.error(
                        for: ProviderErrorDetails(extractedFrom: json),
                        head: response.head,
                        .status
                    )
                }
            }
        }
        if let refusal { throw refusal }
        throw VideoError(
            .configurationInvalid,
            "No known dialect was detected at \(entry.id).",
            advice: "Nothing was bought. Tried: \(tried.joined(separator: "; ")). Name the dialect in the entry.",
            provider: entry.id
        )
    }

    /// Returns the configuration with the options that its server needs, if the server shows them.
    private func withOptions(
        _ entry: ProviderConfiguration,
        of plugin: ProviderPlugin,
        by provider: DialectProvider,
        in context: ExchangeContext
    ) async throws -> ProviderConfiguration {
        guard let probe = plugin.optionProbe else { return entry }
        let response: HTTPResponse
        do {
            response = try await provider.response(
                to: try probe.request(provider.info.endpoint),
                in: context
            )
        } catch is VideoError { return entry }
        let options = response.head.isSuccess ? probe.options(ResponseDocument(response)) : [:]
        guard !options.isEmpty else { return entry }
        var entry = entry
        entry.options = options.merging(entry.options ?? [:]) { $1 }
        return entry
    }

    private func candidates(for entry: ProviderConfiguration) -> [(ProviderPlugin, String)] {
        let known = plugins.filter { !$0.probes.isEmpty }
        let host = HTTPURL(entry.baseURL)?.origin.host
        let atHost = known.filter { plugin in
            plugin.presets.contains { host != nil && HTTPURL($0.baseURL)?.origin.host == host }
        }
        let ofModel = known.filter { plugin in
            guard let model = entry.model, let dialect = try? plugin.makeDialect(entry) else { return false }
            return dialect.models.contains { $0.name == model }
        }
        var seen: Set<String> = []
        let ordered = (atHost + ofModel + known).filter { seen.insert($0.dialect).inserted }
        var base = entry.baseURL
        while base.hasSuffix("/") { base.removeLast() }
        let bases = base.hasSuffix("/v1") ? [base] : [base, base + "/v1"]
        return ordered.flatMap { plugin in bases.map { (plugin, $0) } }
    }
}
