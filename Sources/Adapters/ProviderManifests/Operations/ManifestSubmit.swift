import VideoGenerationCore

/// The submit: one variant, or several of which the first one whose condition holds is sent.
struct ManifestSubmit: Sendable {
    /// A path and a body for some requests.
    struct Variant: Sendable {
        let condition: RequestCondition
        /// The name that the paths of later requests repeat; nil if they do not depend on the variant.
        let kind: String?
        let path: PathTemplate
        let headers: HeaderTemplate
        let body: BodyTemplate?
        /// The parts of a request that it must have.
        let required: [RequiredField]
        /// The beginnings that the ID of an earlier video may have; nil if there is no rule.
        let sourcePrefixes: [String]?
    }

    /// A part of a request that a variant can require.
    enum RequiredField: String, CaseIterable, Sendable { case prompt, model, seconds, firstFrame, lastFrame }

    private let variants: [Variant]
    /// The longest time for the response.
    let timeout: Duration?

    /// Reads the submit.
    init(_ object: ManifestObject, _ scope: PlaceholderScope, keyField: String) {
        timeout = object.integer("timeoutSeconds", in: 1...3_600).map { .seconds($0) }
        guard object["variants"] != nil else {
            if object["path"] == nil {
                object.log.add(object.node, "A submit needs \"path\", or \"variants\" with paths.")
            }
            variants = [Self.variant(object, scope, keyField, when: nil)].compactMap(\.self)
            return
        }
        for name in ["path", "body", "query", "verbatim", "requires"] where object[name] != nil {
            object.problem(name, "Write this in the variants, or remove \"variants\".")
        }
        let shared = HeaderTemplate(object, keyField: keyField)
        variants = object.objects("variants", .variant, atMost: 100).compactMap { item in
            Self.variant(item, scope, keyField, when: item.object("when", .condition), shared)
        }
    }

    private static func variant(
        _ object: ManifestObject,
        _ scope: PlaceholderScope,
        _ keyField: String,
        when condition: ManifestObject?,
        _ shared: HeaderTemplate? = nil
    ) -> Variant? {
        if let node = object["body"], node.members == nil { object.log.add(node, "A body is an object { … }.") }
        let body = object["body"].flatMap { BodyTemplate($0, scope, object.log) }
        guard let path = PathTemplate(object, scope) else { return nil }
        var headers = HeaderTemplate(object, keyField: keyField)
        if let shared { headers = shared.adding(headers) }
        return Variant(
            condition: RequestCondition(condition),
            kind: object.text("kind", atMost: 100),
            path: path,
            headers: headers,
            body: body,
            required: object.nodes("requires").compactMap { object.choice(of: $0, RequiredField.allCases) },
            sourcePrefixes: object["sourcePrefixes"] == nil ? nil : object.texts("sourcePrefixes")
        )
    }

    /// Returns the variant for a request; nil if there is none.
    func variant(for request: VideoRequest, isListed: Bool) -> Variant? {
        variants.first { $0.condition.holds(for: request, isListed: isListed) }
    }

    /// The sources that a request can start from besides a prompt and pictures.
    var sources: Set<GenerationMode> {
        Set(variants.flatMap { $0.condition.modes ?? [] }).intersection([.video, .template])
    }
}

extension ManifestSubmit.Variant {
    /// Checks that a request has the required parts.
    /// - Throws: `VideoError` with code `invalidRequest`.
    func check(_ request: VideoRequest, by dialect: String) throws {
        for field in required where !request.has(field) {
            throw VideoError(
                .invalidRequest,
                "\(dialect) needs \(field.words) for this kind of request.",
                advice: "Nothing was sent."
            )
        }
        guard let sourcePrefixes, let id = request.sourceID, !sourcePrefixes.contains(where: id.hasPrefix) else {
            return
        }
        throw VideoError(
            .invalidRequest,
            "\(dialect) takes an earlier video by a text that starts with \(sourcePrefixes.joined(separator: " or ")).",
            advice: "Nothing was sent. Give the link to the video, not the ID of a task."
        )
    }
}

extension ManifestSubmit.RequiredField {
    fileprivate var words: String {
        switch self {
        case .prompt: "a prompt"
        case .model: "a model"
        case .seconds: "a length in seconds"
        case .firstFrame: "a first frame"
        case .lastFrame: "a last frame"
        }
    }
}

extension VideoRequest {
    fileprivate func has(_ field: ManifestSubmit.RequiredField) -> Bool {
        switch field {
        case .prompt: !prompt.allSatisfy(\.isWhitespace)
        case .model: model != nil
        case .seconds: seconds != nil
        case .firstFrame: firstFrame != nil
        case .lastFrame: lastFrame != nil
        }
    }
}

extension HeaderTemplate {
    /// Returns these fields with those of another template after them.
    func adding(_ more: HeaderTemplate) -> HeaderTemplate {
        var headers = self
        headers.fields += more.fields
        return headers
    }
}
