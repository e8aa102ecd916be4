extension ScaffoldTemplate {
    /// MiniMax's templates: a predefined scene is filled with texts and pictures, and the status response has the link.
    static let miniMaxTemplate = ScaffoldTemplate(
        dialect: "minimax-template",
        mapping: #"""
            public import VideoGenerationCore

            /// The wire format of __NAME__: a template is filled with texts and pictures, errors are codes in
            /// `base_resp` under HTTP 200, and the status response has the link.
            public struct __NAME__Dialect: VideoDialect {
                /// Creates the dialect.
                public init() {}

                /// The name of the dialect, `__DIALECT__`.
                public var name: String { "__DIALECT__" }
                /// The models that the dialect describes.
                public var models: [ModelDescription] { __NAME__Models.all }
                /// The sources that a request can start from: templates only.
                public var sources: Set<GenerationMode> { [.template] }
                /// The mapping of the provider's status words and error codes.
                public var reader: ResponseReader {
                    ResponseReader(
                        statuses: StatusTable(
                            queued: ["Preparing"],
                            running: ["Processing"],
                            succeeded: ["Success"],
                            failed: ["Fail"]
                        ),
                        errors: ErrorTable([
                            "1008": .init(.insufficientFunds),
                            "1026": .init(.contentRejected),
                            "2013": .init(.invalidRequest),
                            "2049": .init(.authenticationFailed),
                        ]),
                        idKeys: ["task_id"]
                    )
                }

                /// Creates the request that submits a task: POST `/v1/video_template_generation`.
                public func submitRequest(_ request: VideoRequest, at endpoint: Endpoint) throws -> HTTPRequest {
                    guard case .template(let id, let texts) = request.source else {
                        throw VideoError(
                            .invalidRequest,
                            "__NAME__ makes videos from templates only.",
                            advice: "Nothing was sent. Name a template."
                        )
                    }
                    var body: JSONObject = ["template_id": .string(id)]
                    body["text_inputs"] = .array(texts.map { ["value": .string($0)] })
                    body["media_inputs"] = .array(
                        try request.pictures.map { ["value": .string(try $0.sendableURL())] }
                    )
                    body.merge(request.options)
                    return .posting(body, to: try endpoint.url("v1", "video_template_generation"))
                }

                /// Creates the request that polls a task: GET `/v1/query/video_template_generation?task_id=`.
                public func statusRequest(for task: RemoteTask, at endpoint: Endpoint) throws -> HTTPRequest {
                    let query = [("task_id", task.id)]
                    return .reading(try endpoint.url("v1", "query", "video_template_generation", query: query))
                }
            }
            """#,
        models: #"""
            import VideoGenerationCore

            /// The models in the provider's documentation, with the dates on which it was read.
            enum __NAME__Models {
                /// An empty list, because each template has its own model.
                static let all: [ModelDescription] = []
            }
            """#,
        test: test(
            simulator: "",
            script: ##"""
                static let __SCRIPT__ = ConformanceScript(
                    request: {
                        VideoRequest(prompt: "", source: .template(id: "393769180141805569", texts: [$0]))
                    },
                    accepted: #"{"task_id": "<id>", "base_resp": {"status_code": 0, "status_msg": "success"}}"#,
                    refusals: [
                        Refusal(
                            .authenticationFailed,
                            #"{"base_resp": {"status_code": 2049, "status_msg": "<reason>"}}"#
                        ),
                        Refusal(.contentRejected, #"{"base_resp": {"status_code": 1026, "status_msg": "<reason>"}}"#),
                    ],
                    words: [
                        "Preparing": .queued, "Processing": .running, "Success": .succeeded, "Fail": .failed,
                    ],
                    running: #"{"task_id": "<id>", "status": "<status>", "base_resp": {"status_code": 0}}"#,
                    succeeded: """
                        {"task_id": "<id>", "status": "<status>", "video_url": "<link>",
                         "base_resp": {"status_code": 0, "status_msg": "success"}}
                        """,
                    failed: """
                        {"task_id": "<id>", "status": "<status>",
                         "base_resp": {"status_code": 1013, "status_msg": "<reason>"}}
                        """,
                    withoutOutput: #"{"task_id": "<id>", "status": "<status>", "base_resp": {"status_code": 0}}"#
                )
                """##
        )
    )
}
