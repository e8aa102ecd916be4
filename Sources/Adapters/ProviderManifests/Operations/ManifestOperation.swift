import VideoGenerationCore

/// One request about a task: its method, path, header fields and body.
struct ManifestOperation: Sendable {
    /// The methods of requests that only read, and of those that change a task.
    enum Method: String, CaseIterable, Sendable {
        case get = "GET"
        case post = "POST"
        case put = "PUT"
        case delete = "DELETE"
    }

    private let method: Method
    private let path: PathTemplate
    private let headers: HeaderTemplate
    private let body: BodyTemplate?
    private let isReading: Bool

    /// Reads an operation.
    /// - Parameter isReading: Whether the request only reads, so that it can be repeated.
    init?(_ object: ManifestObject, _ scope: PlaceholderScope, keyField: String, isReading: Bool) {
        guard let path = PathTemplate(object, scope) else { return nil }
        self.path = path
        self.isReading = isReading
        let methods: [Method] = isReading ? [.get, .post] : Method.allCases
        method = object.choice("method", methods) ?? (isReading ? .get : .post)
        headers = HeaderTemplate(object, keyField: keyField)
        body = object["body"].flatMap { BodyTemplate($0, scope, object.log) }
        if method == .get || method == .delete, object["body"] != nil {
            object.problem("body", "A \(method.rawValue) request has no body. Use \"query\", or another method.")
        }
        if let node = object["body"], node.members == nil { object.log.add(node, "A body is an object { … }.") }
    }

    /// Returns whether a placeholder is part of the request.
    func uses(_ name: String) -> Bool { path.uses(name) || body?.uses(name) ?? false }

    /// Returns the request.
    func request(_ values: some PlaceholderValues, at endpoint: Endpoint) throws -> HTTPRequest {
        var values = values
        return try request(to: try path.url(&values, at: endpoint), &values)
    }

    /// Returns the request to a URL that a response carried, in place of the path.
    func request(to url: HTTPURL, _ values: inout some PlaceholderValues) throws -> HTTPRequest {
        var request: HTTPRequest
        switch method {
        case .get: request = .reading(url)
        case .delete: request = .deleting(url)
        case .post where isReading: request = .reading(url, body: try body?.body(&values) ?? [:])
        case .post where body == nil: request = HTTPRequest(.post, url, fields: ["Accept": "application/json"])
        case .post: request = .posting(try body?.body(&values) ?? [:], to: url)
        case .put:
            request = .putting(url)
            if let body {
                request.fields["Content-Type"] = "application/json"
                request.body = JSONValue.object(try body.body(&values)).bytes
            }
        }
        headers.add(to: &request)
        return request
    }
}
