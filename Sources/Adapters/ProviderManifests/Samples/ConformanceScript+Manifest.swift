import VideoGenerationCore

extension ConformanceScript {
    /// Reads `samples`.
    /// - Parameters:
    ///   - charge: The unit of the charge; nil if the manifest has none.
    ///   - keyLine: The header field with the key, such as `Authorization: Bearer <key>`.
    init?(_ object: ManifestObject, charge: ManifestCharge?, keyLine: String) {
        func one(_ name: String) -> SampleResponse? { object.object(name, .sample).flatMap { SampleResponse($0) } }
        guard let accepted = one("accepted"), let running = one("running"), let succeeded = one("succeeded"),
            let failed = one("failed")
        else { return nil }
        self.init(
            key: object.text("key", atMost: 200) ?? keyLine,
            request: Self.request(object),
            accepted: accepted,
            refusals: object.objects("refusals", .refusal).compactMap { Refusal($0) },
            words: Self.words(object),
            running: running,
            others: Self.others(object),
            succeeded: succeeded,
            failed: failed,
            failures: object.objects("failures", .refusal).compactMap { Refusal($0) },
            file: one("file"),
            failedFile: object.object("failedFile", .refusal).flatMap { Refusal($0) },
            withoutOutput: one("withoutOutput"),
            list: one("list"),
            lookup: one("lookup"),
            uploads: object.objects("uploads", .sample).compactMap { SampleResponse($0) },
            charge: Self.charge(object, charge),
            stopped: one("stopped")
        )
    }

    private static func charge(_ object: ManifestObject, _ charge: ManifestCharge?) -> Charge? {
        guard let node = object["charge"] else { return nil }
        guard let charge else {
            object.problem("charge", "This is the amount in the sample \"succeeded\". It needs \"charge\" in \"read\".")
            return nil
        }
        guard let amount = node.json.decimal else {
            object.problem("charge", "This is the amount in the sample \"succeeded\", a number such as 40.")
            return nil
        }
        return charge.charge(amount)
    }

    private static func words(_ object: ManifestObject) -> [String: RemoteState] {
        guard let node = object["words"] else { return [:] }
        guard let members = node.members else {
            object.problem("words", "This must be an object { … } with the meaning of each word.")
            return [:]
        }
        var words: [String: RemoteState] = [:]
        for member in members {
            words[member.key] = object.choice(of: member.value, RemoteState.named)
        }
        return words
    }

    private static func others(_ object: ManifestObject) -> [RemoteState: SampleResponse] {
        guard let states = object.object("others", .states) else { return [:] }
        var others: [RemoteState: SampleResponse] = [:]
        for state in RemoteState.named {
            others[state] = states.object(state.rawValue, .sample).flatMap { SampleResponse($0) }
        }
        return others
    }

    private static func request(_ object: ManifestObject) -> @Sendable (String) -> VideoRequest {
        guard let request = object.object("request", .sampleRequest) else { return { VideoRequest(prompt: $0) } }
        var sample = VideoRequest(
            prompt: "",
            model: request.text("model"),
            seconds: request.integer("seconds", in: 1...3_600),
            size: request.size("size"),
            resolution: request.text("resolution"),
            aspectRatio: request.text("aspectRatio")
        )
        if let text = request.text("firstFrame") {
            guard let url = HTTPURL(text) else {
                request.problem("firstFrame", "This must be an https URL.")
                return { VideoRequest(prompt: $0) }
            }
            sample.firstFrame = .url(url)
        }
        let base = sample
        return { prompt in
            var request = base
            request.prompt = prompt
            return request
        }
    }
}

extension ConformanceScript.Refusal {
    /// Reads an element of `refusals` or `failures`.
    fileprivate init?(_ object: ManifestObject) {
        guard let meaning = object.choice("is", ErrorRules.Meaning.allCases), let response = SampleResponse(object)
        else {
            return nil
        }
        self.init(VideoError.Code(rawValue: meaning.rawValue), response)
    }
}

extension SampleResponse {
    /// Reads a sample: the HTTP status, header fields and the body as JSON, or as a text.
    fileprivate init?(_ object: ManifestObject) {
        guard let body = object["body"] else { return nil }
        var fields: HTTPFields = ["Content-Type": "application/json"]
        for member in object["headers"]?.members ?? [] {
            guard let field = member.value.string.flatMap({ HTTPField(name: member.key, value: $0) }) else {
                object.log.add(member.value, "This is not the name and the text of a header field.")
                continue
            }
            fields[field.name] = field.value
        }
        self.init(
            body.string ?? String(decoding: body.json.bytes, as: UTF8.self),
            status: object.integer("http", in: 100...599) ?? 200,
            fields: fields
        )
    }
}

extension RemoteState {
    /// The states that a manifest names.
    static let named: [RemoteState] = [.queued, .running, .succeeded, .failed, .cancelled, .expired]
}
