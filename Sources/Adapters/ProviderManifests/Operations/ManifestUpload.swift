import VideoGenerationCore

/// The requests that upload one file before a submit.
struct ManifestUpload: Sendable {
    /// One request of an upload.
    private struct Step: Sendable {
        enum Target: Sendable {
            case path(PathTemplate)
            /// The place of the URL in the response to the step before.
            case carried([JSONPointer])
        }

        let target: Target
        let method: ManifestOperation.Method
        let headers: HeaderTemplate
        let body: BodyTemplate?
        /// The name of the file's field of a form, and the place of further fields in the response to the step before.
        let form: (file: String, fields: [JSONPointer])?
        /// Whether the body is the file itself.
        let sendsFile: Bool
        /// The values that later steps take from the response, by their names.
        let take: [String: [JSONPointer]]
    }

    private let kinds: [MediaInput.Kind]
    /// The length of the longest data URL that is part of the submit, in bytes.
    private let inlineLimit: Int?
    private let steps: [Step]
    private let result: TextTemplate?
    private let resultPrefix: String?

    /// Reads `upload`.
    init?(_ object: ManifestObject, keyField: String) {
        kinds =
            object["kinds"] == nil
            ? MediaInput.Kind.allCases
            : object.nodes("kinds").compactMap { object.choice(of: $0, MediaInput.Kind.allCases) }
        inlineLimit = object.integer("inlineUpTo")
        var taken: [String] = []
        var steps: [Step] = []
        for item in object.objects("steps", .step, atMost: 6) {
            guard let step = Self.step(item, taken, isFirst: steps.isEmpty, keyField) else { continue }
            steps.append(step)
            taken += step.take.keys.sorted()
        }
        self.steps = steps
        if steps.isEmpty { object.problem("steps", "An upload needs at least one request.") }
        result = object["result"].flatMap { TextTemplate($0, .upload(taken), object.log) }
        resultPrefix = object.text("resultPrefix", atMost: 100)
    }

    private static func step(_ object: ManifestObject, _ taken: [String], isFirst: Bool, _ keyField: String) -> Step? {
        let scope = PlaceholderScope.upload(taken)
        var target: Step.Target?
        if object["url"] != nil {
            if isFirst { object.problem("url", "The first step has no earlier response. Write \"path\".") }
            if object["path"] != nil { object.problem("path", "Write either \"path\" or \"url\".") }
            target = .carried(object.pointers("url"))
        } else if object["path"] != nil {
            target = PathTemplate(object, scope).map { .path($0) }
        } else {
            object.log.add(
                object.node,
                "A step needs \"path\", or \"url\" with the place of a URL in the response before."
            )
        }
        let form = object.object("form", .form)
        let sendsFile = object.bool("sendsFile") ?? false
        if [object["body"] != nil, form != nil, sendsFile].count(where: \.self) > 1 {
            object.log.add(object.node, "A step has one of \"body\", \"form\" and \"sendsFile\".")
        }
        guard let target else { return nil }
        return Step(
            target: target,
            method: object.choice("method", [.post, .put]) ?? .post,
            headers: HeaderTemplate(object, keyField: keyField),
            body: object["body"].flatMap { BodyTemplate($0, scope, object.log) },
            form: form.flatMap { form in
                form.text("file", atMost: 100).map { ($0, form.pointers("fields")) }
            },
            sendsFile: sendsFile,
            take: takes(object)
        )
    }

    private static func takes(_ object: ManifestObject) -> [String: [JSONPointer]] {
        guard let node = object["take"] else { return [:] }
        guard let members = node.members else {
            object.log.add(node, "This must be an object { … } of JSON Pointers.")
            return [:]
        }
        var take: [String: [JSONPointer]] = [:]
        for member in members {
            guard let pointer = member.value.string.flatMap({ JSONPointer($0) }) else {
                object.log.add(member.value, "This must be a JSON Pointer such as \"/data/id\".")
                continue
            }
            take[member.key] = [pointer]
        }
        return take
    }

    /// Returns the next step of an upload.
    /// - Parameter allows: Returns whether a file may be sent to an origin that a response named.
    func next(
        for input: MediaInput,
        after responses: [HTTPResponse],
        at endpoint: Endpoint,
        allows: (Origin) -> Bool
    ) throws -> UploadStep {
        guard case .data(let data, let type) = input.source, kinds.contains(input.kind), isTooLong(data, type) else {
            return .inline
        }
        let documents = responses.map { (try? JSONValue(parsing: $0.body)) ?? .null }
        var values = NamedValues(self.values(data, type, documents))
        guard responses.count < steps.count else { return .done(try finished(&values)) }
        let step = steps[responses.count]
        let url = try url(of: step, documents.last, &values, at: endpoint, allows: allows)
        var request: HTTPRequest
        if let form = step.form {
            request = .posting(Self.form(form, data, type, documents.last), to: url)
            request.method = step.method == .put ? .put : .post
        } else if step.sendsFile {
            request = HTTPRequest(
                step.method == .put ? .put : .post,
                url,
                fields: ["Content-Type": type.rawValue],
                body: Array(data)
            )
        } else {
            request = .posting(try step.body?.body(&values) ?? [:], to: url)
            request.method = step.method == .put ? .put : .post
        }
        step.headers.add(to: &request)
        return .send(request)
    }

    private func isTooLong(_ data: Data, _ type: MediaInput.MediaType) -> Bool {
        let length = (data.count + 2) / 3 * 4 + type.rawValue.utf8.count + "data:;base64,".utf8.count
        return inlineLimit.map { length > $0 } ?? true
    }

    private func values(_ data: Data, _ type: MediaInput.MediaType, _ documents: [JSONValue]) -> [String: JSONValue?] {
        var values: [String: JSONValue?] = [
            "file.name": .string("input.\(type.fileExtension)"), "file.type": .string(type.rawValue),
            "file.bytes": JSONValue(data.count),
        ]
        if steps.count > documents.count, steps[documents.count].body != nil {
            values["file.base64"] = .string(data.base64EncodedString())
        }
        for (step, document) in zip(steps, documents) {
            for (name, pointers) in step.take { values["taken.\(name)"] = pointers.first(in: document) }
        }
        return values
    }

    private func url(
        of step: Step,
        _ document: JSONValue?,
        _ values: inout NamedValues,
        at endpoint: Endpoint,
        allows: (Origin) -> Bool
    ) throws -> HTTPURL {
        switch step.target {
        case .path(let path): return try path.url(&values, at: endpoint)
        case .carried(let pointers):
            guard let url = document.flatMap(pointers.first)?.text.flatMap(endpoint.baseURL.resolving) else {
                throw Self.malformed("The provider names no address for the upload.")
            }
            guard allows(url.origin) else {
                throw VideoError(
                    .unsafeURL,
                    "The provider names \(url.origin) for the upload, which the manifest does not list in \"hosts\".",
                    advice: "Nothing was bought, and the file was not sent."
                )
            }
            return url
        }
    }

    private func finished(_ values: inout NamedValues) throws -> String {
        guard let text = try result?.text(&values), resultPrefix.map(text.hasPrefix) ?? true else {
            throw Self.malformed("The provider took the file and gave no usable address for it.")
        }
        return text
    }

    private static func form(
        _ form: (file: String, fields: [JSONPointer]),
        _ data: Data,
        _ type: MediaInput.MediaType,
        _ document: JSONValue?
    ) -> MultipartForm {
        var result = MultipartForm()
        for field in document.flatMap(form.fields.first)?.object ?? [:] {
            if case .string(let value) = field.value { result.add(field.key, value) }
        }
        // A store ignores the fields after the file.
        result.add(form.file, picture: data, type)
        return result
    }

    private static func malformed(_ message: String) -> VideoError {
        VideoError(.malformedResponse, message, advice: "Nothing was bought.")
    }
}
