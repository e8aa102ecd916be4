public import VideoGenerationCore

/// The list of predictions, with the newest first.
extension ReplicateDialect {
    /// Returns the request for a page: GET `/predictions`, with the cursor that the earlier page named.
    public func listRequest(_ listing: TaskListing, at endpoint: Endpoint) throws -> HTTPRequest? {
        .reading(try endpoint.url("predictions", query: listing.after.map { [("cursor", $0)] } ?? []))
    }

    /// Returns the predictions under `results`, each with the prompt of its input while the input exists.
    public func page(_ response: HTTPResponse, of listing: TaskListing, at endpoint: Endpoint) throws -> TaskPage {
        let document = try reader.accepted(response, .list)
        guard let results = document.json?["results"]?.array else {
            throw VideoError(
                .malformedResponse,
                "The response contains no list of predictions.",
                httpStatus: response.status
            )
        }
        let list = HTTPResponse(
            status: response.status,
            fields: response.head.fields,
            body: JSONValue.object(["data": .array(results)]).bytes
        )
        var prompts: [String: String] = [:]
        for result in results {
            if let id = result["id"]?.identifier { prompts[id] = result["input"]?["prompt"]?.text }
        }
        let tasks = try reader.list(list, at: endpoint).map { task in
            var task = task
            task.prompt = prompts[task.remote.id] ?? task.prompt
            return task
        }
        return TaskPage(tasks, next: document.json?["next"]?.text.flatMap(Self.cursor))
    }

    /// Returns the cursor in the URL of the next page. The URL itself is not requested: it could lead elsewhere.
    private static func cursor(in url: String) -> String? {
        guard let query = HTTPURL(url)?.query else { return nil }
        let item = query.split(separator: "&").first { $0.hasPrefix("cursor=") }
        return item.flatMap { PercentEncoding.decode($0.dropFirst("cursor=".count)) }.flatMap { $0.isEmpty ? nil : $0 }
    }
}
