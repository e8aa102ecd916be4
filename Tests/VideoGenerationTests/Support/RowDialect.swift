import VideoGeneration

/// A wire format whose parts a test chooses.
struct RowDialect: VideoDialect {
    let name = "rows"
    let models: [ModelDescription] = []
    var reader = ResponseReader(statuses: .relays, keys: ResponseKeys(ownIDs: ["external_id"]))
    var authorize: @Sendable (Secret) -> any RequestAuthorizer = { KeyAuthorizer($0) }
    var trusted: [TrustedOrigin] = []
    var ownIDField: OwnIDField?
    var canLookUp = false
    var canList = false
    var hasFiles = false
    var isForm = false
    /// Whether IDs are paths.
    var hasPaths = false

    func authorizer(for key: Secret) -> any RequestAuthorizer { authorize(key) }

    func trustedOrigins(for endpoint: Endpoint) -> [TrustedOrigin] { trusted }

    func submitRequest(_ request: VideoRequest, at endpoint: Endpoint) throws -> HTTPRequest {
        let url = try endpoint.url("videos")
        if isForm {
            var form = MultipartForm()
            form.add("prompt", request.prompt)
            for option in request.options.sorted(by: { $0.key < $1.key }) {
                form.add(option.key, option.value.text ?? option.value.description)
            }
            return .posting(form, to: url)
        }
        var body: JSONObject = ["prompt": .string(request.prompt)]
        body.merge(request.options)
        // Declares by mistake that the submit can be repeated.
        return .reading(url, body: body)
    }

    func statusRequest(for task: RemoteTask, at endpoint: Endpoint) throws -> HTTPRequest {
        let url = carriedURL(task.pollingURL, at: endpoint)
        return .reading(
            try url ?? (hasPaths ? endpoint.url(verbatim: "videos/" + task.id) : endpoint.url("videos", task.id))
        )
    }

    func fileRequest(for task: RemoteTask, at endpoint: Endpoint) throws -> HTTPRequest? {
        guard hasFiles else { return nil }
        return .reading(try carriedURL(task.resultURL, at: endpoint) ?? endpoint.url("videos", task.id, "file"))
    }

    func cancelRequest(for task: RemoteTask, at endpoint: Endpoint) throws -> HTTPRequest? {
        .putting(try carriedURL(task.cancelURL, at: endpoint) ?? endpoint.url("videos", task.id, "cancel"))
    }

    func listRequest(_ listing: TaskListing, at endpoint: Endpoint) throws -> HTTPRequest? {
        canList ? .reading(try endpoint.url("list", listing.mode?.rawValue ?? "any")) : nil
    }

    func lookupRequest(for ownID: String, of request: VideoRequest, at endpoint: Endpoint) throws -> HTTPRequest? {
        canLookUp ? .reading(try endpoint.url("own", ownID)) : nil
    }
}
