import VideoGeneration
import VideoGenerationTesting

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

func checkAcme() async throws {
    try await ProviderConformance(dialect: AcmeDialect(), script: .acme).run()
}

let acmePlugins = [
    ProviderPlugin(dialect: "acme", summary: "Acme's videos", make: { _ in AcmeDialect() })
]
