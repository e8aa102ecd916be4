import VideoGeneration
import VideoGenerationTesting
import VideoSimulator

extension ConformanceScript {
    static let acme = ConformanceScript(
        accepted: #"{"job": "<id>"}"#,
        refusals: [
            Refusal(.authenticationFailed, SampleResponse(#"{"error": "<reason>"}"#, status: 401)),
            Refusal(.contentRejected, SampleResponse(#"{"error": "<reason>", "code": "nsfw"}"#, status: 422)),
        ],
        words: ["waiting": .queued, "drawing": .running, "ready": .succeeded, "broken": .failed],
        running: #"{"job": "<id>", "status": "<status>"}"#,
        succeeded: #"{"job": "<id>", "status": "<status>", "video_url": "<link>"}"#,
        failed: #"{"job": "<id>", "status": "<status>", "error": "<reason>"}"#,
        withoutOutput: #"{"job": "<id>", "status": "<status>"}"#
    )
}

struct AcmeDialect: VideoDialect {
    var name: String { "acme" }
    var models: [ModelDescription] { [] }
    var reader: ResponseReader {
        ResponseReader(
            statuses: StatusTable(
                queued: ["waiting"],
                running: ["drawing"],
                succeeded: ["ready"],
                failed: ["broken"]
            ),
            errors: ErrorTable(["nsfw": .init(.contentRejected)]),
            idKeys: ["job"]
        )
    }

    func submitRequest(_ request: VideoRequest, at endpoint: Endpoint) throws -> HTTPRequest {
        .posting(["prompt": .string(request.prompt)], to: try endpoint.url("jobs"))
    }

    func statusRequest(for task: RemoteTask, at endpoint: Endpoint) throws -> HTTPRequest {
        .reading(try endpoint.url("jobs", task.id))
    }
}

struct StudioDialect: VideoDialect {
    var name: String { "studio" }
    var models: [ModelDescription] { [] }
    var defaultModel: String? { "studio/one" }
    var canCancel: Bool { true }
    var canLookUp: Bool { true }
    var ownIDField: OwnIDField? { .body("client_id") }

    var reader: ResponseReader {
        var reader = ResponseReader(
            statuses: StatusTable(),
            errors: ErrorTable(["invalid": .init(.invalidRequest)]),
            idKeys: ["request_id"],
            rules: ResponseRules(codes: ["error.code"], [.poll(422, is: .failed), .file(422, is: .failed)]),
            keys: ResponseKeys(ownIDs: ["client_id"], resultURLs: ["urls.result"], cancelURLs: ["urls.cancel"])
        )
        reader.state = { document in
            guard document.first("done")?.bool == true else { return .running }
            return document.first("error") == nil ? .succeeded : .failed
        }
        reader.charge = { document in
            document.first("credits")?.decimal.map {
                Charge($0, "credits", rate: Money(cents: 1), readOn: "2026-11-27")
            }
        }
        return reader
    }

    func authorizer(for key: Secret) -> any RequestAuthorizer { KeyAuthorizer(key, in: "X-Studio-Key", prefix: "") }

    func submitRequest(_ request: VideoRequest, at endpoint: Endpoint) throws -> HTTPRequest {
        var body: JSONObject = ["prompt": .string(request.prompt)]
        if let frame = request.firstFrame { body["image"] = .string(try frame.sendableURL()) }
        body.merge(request.options)
        return .posting(body, to: try endpoint.url(verbatim: request.model ?? "studio/one"))
    }

    func statusRequest(for task: RemoteTask, at endpoint: Endpoint) throws -> HTTPRequest {
        .reading(try endpoint.url("status"), body: ["request_id": .string(task.id)])
    }

    func fileRequest(for task: RemoteTask, at endpoint: Endpoint) throws -> HTTPRequest? {
        carriedURL(task.resultURL, at: endpoint).map(HTTPRequest.reading)
    }

    func cancelRequest(for task: RemoteTask, at endpoint: Endpoint) throws -> HTTPRequest? {
        carriedURL(task.cancelURL, at: endpoint).map(HTTPRequest.putting)
    }

    func lookupRequest(for ownID: String, of request: VideoRequest, at endpoint: Endpoint) throws -> HTTPRequest? {
        .reading(try endpoint.url("requests", query: [("client_id", ownID)]))
    }
}

extension ConformanceScript {
    static let studio = ConformanceScript(
        key: "X-Studio-Key: <key>",
        accepted: """
            {"request_id": "<id>",
             "urls": {"result": "<base>/results/<id>", "cancel": "<base>/requests/<id>/cancel"}}
            """,
        refusals: [Refusal(.authenticationFailed, SampleResponse(#"{"error": {"message": "<reason>"}}"#, status: 401))],
        running: #"{"request_id": "<id>", "done": false}"#,
        succeeded: #"{"request_id": "<id>", "done": true, "credits": 25}"#,
        failed: #"{"request_id": "<id>", "done": true, "error": {"code": "broken", "message": "<reason>"}}"#,
        failures: [
            Refusal(
                .invalidRequest,
                SampleResponse(#"{"error": {"code": "invalid", "message": "<reason>"}}"#, status: 422)
            )
        ],
        file: #"{"request_id": "<id>", "video": {"url": "<link>"}}"#,
        failedFile: Refusal(
            .invalidRequest,
            SampleResponse(#"{"error": {"code": "invalid", "message": "<reason>"}}"#, status: 422)
        ),
        lookup: #"{"data": [{"request_id": "<id>", "client_id": "<own>", "done": false}]}"#,
        charge: Charge(25, "credits", rate: Money(cents: 1), readOn: "2026-11-27"),
        stopped: SampleResponse("", status: 204)
    )
}

func studioUpload(_ input: MediaInput, after responses: [HTTPResponse], at endpoint: Endpoint) throws -> UploadStep {
    guard case .data(let file, let type) = input.source, file.count > 1 << 20 else { return .inline }
    guard let first = responses.first else {
        return .send(.posting(["type": .string(type.rawValue)], to: try endpoint.url("uploads")))
    }
    let document = ResponseDocument(first)
    guard let link = document.first("upload_url")?.text.flatMap({ HTTPURL($0) }),
        let address = document.first("file_uri")?.text
    else { throw VideoError(.malformedResponse, "The response names no address for the file.") }
    return responses.count == 1 ? .send(.putting(file, type, to: link)) : .done(address)
}

struct DatedKey: RequestAuthorizer, CustomStringConvertible {
    let key: Secret

    var description: String { "dated key" }

    func fields(for request: HTTPRequest, at date: Date) async throws -> HTTPFields {
        let seconds = Int64(date.timeIntervalSince1970)
        return ["X-Date": "\(seconds)", "Authorization": key.withValue { "Studio \($0):\(seconds)" }]
    }

    func scrubbing(_ text: String) -> String { key.scrubbing(text) }
}

func checkAcme() async throws {
    try await ProviderConformance(dialect: AcmeDialect(), script: .acme).run()
}

func playAcme() async throws -> LoopbackLedger {
    let server = LoopbackProvider(
        dialect: AcmeDialect(),
        script: .acme,
        faults: FaultScript(rules: [FaultRule(on: .submit, .drop(billed: true))])
    )
    let endpoint = try server.start()
    defer { server.stop() }
    let provider = DialectProvider(id: "acme", dialect: AcmeDialect(), endpoint: endpoint, key: nil)
    let folder = try TemporaryFolder()
    let client = VideoClient(providers: [provider], journal: try folder.journal())
    let request = VideoRequest(prompt: "a boat")
    _ = try? await client.generate(request, using: "acme", savingTo: folder.path + "/boat.mp4")
    return server.ledger
}

let acmePlugins = [
    ProviderPlugin(dialect: "acme", summary: "Acme's videos", samples: .acme, make: { _ in AcmeDialect() })
]
