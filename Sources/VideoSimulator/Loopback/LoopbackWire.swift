import VideoGeneration
import VideoPlatform

/// Recognizes requests by comparing them with those that a dialect builds, so that a server needs no knowledge of the
/// provider besides the dialect and its sample responses.
struct LoopbackWire: Sendable {
    let dialect: any VideoDialect
    let script: ConformanceScript
    let endpoint: Endpoint
    /// The port of the API.
    let port: Int
    private let provider: DialectProvider
    /// The requests for a task that does not exist.
    private let strangers: [LoopbackTask.Route]
    private let lists: Set<RequestShape>
    /// The first request of an upload, with the input that is uploaded; empty if the provider needs no upload.
    private let uploads: [(input: MediaInput, shape: RequestShape)]
    /// A request of each kind that the dialect may send to a path of its own.
    private let kinds: [VideoRequest]

    /// An ID that no task has, as one segment of a path.
    private static let stranger = "loopback-stranger"
    private static let picture = MediaInput.data(Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]), .png)

    init(_ dialect: any VideoDialect, _ script: ConformanceScript, at endpoint: Endpoint) {
        self.dialect = dialect
        self.script = script
        self.endpoint = endpoint
        port = endpoint.origin.port
        provider = DialectProvider(id: "loopback", dialect: dialect, endpoint: endpoint, key: nil)
        var lists: Set<RequestShape> = []
        for mode in [nil] + GenerationMode.allCases.map(Optional.some) {
            if let request = try? dialect.listRequest(TaskListing(mode: mode), at: endpoint) {
                lists.insert(RequestShape(request))
            }
        }
        self.lists = lists
        uploads = script.uploads.isEmpty ? [] : Self.uploads(dialect, script.request("loopback"), at: endpoint)
        kinds = Self.requests(like: script, dialect)
        let accepted = script.accepted.filled([.id: Self.stranger, .base: endpoint.baseText])
        let tasks = kinds.compactMap { try? dialect.submitted(accepted, of: $0, at: endpoint).remote }
        let provider = provider
        strangers =
            Set(tasks + [RemoteTask(id: Self.stranger, fileID: Self.stranger)])
            .flatMap { Self.routes(of: $0, provider) } + Self.lookups(of: Self.stranger, kinds, provider)
    }

    // MARK: - Tasks

    /// Returns the references that a client may read from the response to a submit: one for each kind of request that
    /// goes to this path.
    func remotes(of response: HTTPResponse, to arrived: ServerRequest) -> [RemoteTask] {
        let matching = kinds.filter { request in
            guard let message = try? dialect.submitRequest(request, at: endpoint) else { return false }
            return RequestShape(message).matchesPath(of: arrived, at: port)
        }
        let remotes = (matching.isEmpty ? kinds : matching).compactMap {
            try? dialect.submitted(response, of: $0, at: endpoint).remote
        }
        return Array(Set(remotes))
    }

    /// Returns the requests that a client can make for a task.
    func routes(of remotes: [RemoteTask]) -> [LoopbackTask.Route] { remotes.flatMap { Self.routes(of: $0, provider) } }

    /// Adds what a client reads from a response about a task: the file's ID, new URLs, and links to this server.
    func learn(_ response: HTTPResponse, isFile: Bool, into task: inout LoopbackTask) {
        var links: [HTTPURL] = []
        for remote in task.remotes {
            if isFile {
                links += ((try? dialect.outputs(response, of: remote, at: endpoint)) ?? []).compactMap(\.link)
            } else if let snapshot = try? dialect.snapshot(response, of: remote, at: endpoint) {
                links += snapshot.outputs.compactMap(\.link)
                if !task.remotes.contains(snapshot.remote) {
                    task.remotes.append(snapshot.remote)
                    task.routes += Self.routes(of: snapshot.remote, provider)
                }
            }
        }
        for link in links where link.origin == endpoint.origin {
            task.routes.append(.init(shape: RequestShape(.reading(link)), purpose: .content))
        }
    }

    private static func routes(of task: RemoteTask, _ provider: DialectProvider) -> [LoopbackTask.Route] {
        let (dialect, endpoint) = (provider.dialect, provider.info.endpoint)
        let requests: [(HTTPRequest?, LoopbackPurpose)] = [
            (try? dialect.statusRequest(for: task, at: endpoint), .status),
            ((try? dialect.fileRequest(for: task, at: endpoint)).flatMap(\.self), .file),
            ((try? dialect.cancelRequest(for: task, at: endpoint)).flatMap(\.self), .cancel),
            (provider.contentRoute(of: task)?.link.map(HTTPRequest.reading), .content),
        ]
        return requests.compactMap { request, purpose in
            request.map { LoopbackTask.Route(shape: RequestShape($0), purpose: purpose) }
        }
    }

    // MARK: - Other requests

    /// Whether a request has the path of a submit.
    func isSubmit(_ request: ServerRequest) -> Bool {
        guard request.method == "POST" else { return false }
        return kinds.contains { kind in
            guard let message = try? dialect.submitRequest(kind, at: endpoint) else { return false }
            return RequestShape(message).matchesPath(of: request, at: port)
        }
    }

    /// Whether a request is for the list of tasks.
    func isList(_ request: ServerRequest) -> Bool { lists.contains { $0.matchesPath(of: request, at: port) } }

    /// Returns the requests that look up the task with an ID of the caller.
    func lookups(of ownID: String) -> [LoopbackTask.Route] { Self.lookups(of: ownID, kinds, provider) }

    private static func lookups(of ownID: String, _ kinds: [VideoRequest], _ provider: DialectProvider)
        -> [LoopbackTask.Route]
    {
        let shapes = kinds.compactMap { kind in
            (try? provider.dialect.lookupRequest(for: ownID, of: kind, at: provider.info.endpoint))
                .flatMap { $0.map(RequestShape.init) }
        }
        return Set(shapes).map { LoopbackTask.Route(shape: $0, purpose: .lookup) }
    }

    /// Returns the purpose of a request for a task that does not exist; nil if the dialect makes no such request.
    func purposeForStranger(_ request: ServerRequest) -> LoopbackPurpose? {
        strangers.first { $0.shape.matchesPath(of: request, at: port, wildcard: Self.stranger) }?.purpose
    }

    /// Returns the request that uploads an input, after the responses so far; nil if none is needed.
    func uploadShape(_ input: MediaInput, after responses: [HTTPResponse]) -> RequestShape? {
        Self.uploadShape(input, after: responses, dialect, script.request("loopback"), at: endpoint)
    }

    /// Returns the input whose upload begins with a request; nil if the request is no upload.
    func uploaded(by request: ServerRequest) -> MediaInput? {
        uploads.first { $0.shape.matchesPath(of: request, at: port) }?.input
    }

    private static func uploadShape(
        _ input: MediaInput,
        after responses: [HTTPResponse],
        _ dialect: any VideoDialect,
        _ plain: VideoRequest,
        at endpoint: Endpoint
    ) -> RequestShape? {
        let step = try? dialect.uploadStep(for: input, of: plain, after: responses, at: endpoint)
        guard case .send(let request)? = step else { return nil }
        return RequestShape(request)
    }

    /// Returns the first request of an upload for each kind of input. Dialects put small files into the submit, so
    /// larger files are tried until one needs an upload.
    private static func uploads(_ dialect: any VideoDialect, _ plain: VideoRequest, at endpoint: Endpoint)
        -> [(MediaInput, RequestShape)]
    {
        let kinds: [(MediaInput.Kind, MediaInput.MediaType, Data)] = [
            (.picture, .png, Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])),
            (.video, .mp4, Data([0, 0, 0, 24])), (.audio, .mp3, Data([0x49, 0x44, 0x33])),
        ]
        return kinds.compactMap { kind, type, beginning in
            [0, 300 << 10, 6 << 20].lazy.compactMap { size in
                let input = MediaInput(.data(beginning + Data(count: size), type), kind: kind)
                return uploadShape(input, after: [], dialect, plain, at: endpoint).map { (input, $0) }
            }.first
        }
    }

    /// Returns the caller's own ID in a submit.
    func ownID(in request: ServerRequest) -> String? {
        switch dialect.ownIDField {
        case .header(let name)?: request.field(name)
        case .body(let place)?:
            place.split(separator: ".").reduce(try? JSONValue(parsing: request.body)) { $0?[String($1)] }?.identifier
        case nil: nil
        }
    }

    // MARK: - Kinds of requests

    /// Returns a request of each kind that the dialect may send to a path of its own.
    private static func requests(like script: ConformanceScript, _ dialect: any VideoDialect) -> [VideoRequest] {
        let plain = script.request("loopback")
        var first = plain
        first.firstFrame = picture
        var last = first
        last.lastFrame = picture
        var references = plain
        references.references = [picture]
        var kinds = [plain, first, last, references]
        let sources: [(GenerationMode, VideoRequest.Source)] = [
            (.template, .template(id: "1", texts: [])), (.video, .remix(videoID: "1")), (.video, .edit(videoID: "1")),
            (.video, .extend(videoID: "1")),
        ]
        for (mode, source) in sources where dialect.sources.contains(mode) {
            var request = plain
            request.source = source
            kinds.append(request)
        }
        let models = [plain.model] + dialect.models.map(\.name).filter { $0 != plain.model }.map(Optional.some)
        return models.flatMap { model in
            kinds.map { kind in
                var kind = kind
                kind.model = model
                return kind
            }
        }
    }
}

extension Endpoint {
    /// The base URL without a slash at its end, as the blank `<base>` stands for it.
    package var baseText: String { baseURL.string.hasSuffix("/") ? String(baseURL.string.dropLast()) : baseURL.string }
}
