import VideoGeneration

/// A dialect that uploads like Runway: a request names a store and the fields of a form, and the file goes there.
struct FormUploadDialect: VideoDialect {
    var name: String { "form-upload" }
    var models: [ModelDescription] { [] }
    var reader: ResponseReader {
        ResponseReader(statuses: StatusTable(running: ["RUNNING"], succeeded: ["SUCCEEDED"], failed: ["FAILED"]))
    }

    func uploadStep(for input: MediaInput, after responses: [HTTPResponse], at endpoint: Endpoint) throws
        -> UploadStep
    {
        guard case .data(let data, let type) = input.source else { return .inline }
        guard let first = responses.first else {
            let body: JSONObject = ["filename": .string("\(input.kind).\(type.fileExtension)"), "type": "ephemeral"]
            return .send(.posting(body, to: try endpoint.url("uploads")))
        }
        let json = try reader.document(in: first, .upload).json
        guard responses.count == 1 else { return .done(json?["runwayUri"]?.text ?? "") }
        guard let url = json?["uploadUrl"]?.text.flatMap({ HTTPURL($0) }) else {
            throw VideoError(.malformedResponse, "The response names no store.")
        }
        var form = MultipartForm()
        for (name, value) in json?["fields"]?.object ?? [:] { form.add(name, value.text ?? "") }
        form.add("file", file: Array(data), named: "input.\(type.fileExtension)", type: type.rawValue)
        return .send(.posting(form, to: url))
    }

    func submitRequest(_ request: VideoRequest, at endpoint: Endpoint) throws -> HTTPRequest {
        try request.refuse(request.aspectRatio != nil, "an aspect ratio", by: name)
        let uris = try request.media.map { JSONValue.string(try $0.sendableURL()) }
        return .posting(["promptText": .string(request.prompt), "uris": .array(uris)], to: try endpoint.url("tasks"))
    }

    func statusRequest(for task: RemoteTask, at endpoint: Endpoint) throws -> HTTPRequest {
        .reading(try endpoint.url("tasks", task.id))
    }
}

/// A dialect that uploads like fal and Luma: a request returns a signed URL for a PUT, and the file's own URL.
struct PutUploadDialect: VideoDialect {
    var name: String { "put-upload" }
    var models: [ModelDescription] { [] }
    var reader: ResponseReader {
        ResponseReader(statuses: StatusTable(running: ["RUNNING"], succeeded: ["SUCCEEDED"], failed: ["FAILED"]))
    }

    func uploadStep(for input: MediaInput, after responses: [HTTPResponse], at endpoint: Endpoint) throws
        -> UploadStep
    {
        // A small file goes into the body.
        guard case .data(let data, let type) = input.source, data.count > 16 else { return .inline }
        guard let first = responses.first else {
            return .send(.posting(["content_type": .string(type.rawValue)], to: try endpoint.url("initiate")))
        }
        let json = try reader.document(in: first, .upload).json
        guard responses.count == 1 else { return .done(json?["file_url"]?.text ?? "") }
        guard let url = json?["upload_url"]?.text.flatMap({ HTTPURL($0) }) else {
            throw VideoError(.malformedResponse, "The response names no store.")
        }
        return .send(.putting(data, type, to: url))
    }

    func submitRequest(_ request: VideoRequest, at endpoint: Endpoint) throws -> HTTPRequest {
        let urls = try request.media.map { JSONValue.string(try $0.sendableURL()) }
        return .posting(["prompt": .string(request.prompt), "urls": .array(urls)], to: try endpoint.url("submit"))
    }

    func statusRequest(for task: RemoteTask, at endpoint: Endpoint) throws -> HTTPRequest {
        .reading(try endpoint.url("tasks", task.id))
    }
}
