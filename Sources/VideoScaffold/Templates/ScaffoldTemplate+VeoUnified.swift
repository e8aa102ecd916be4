extension ScaffoldTemplate {
    /// The unified format of relays: `/video/create` and `/video/query`.
    static let veoUnified = ScaffoldTemplate(
        dialect: "veo-unified",
        mapping: #"""
            public import VideoGenerationCore

            /// The wire format of __NAME__: `/video/create`, and `/video/query` with the link in its response.
            public struct __NAME__Dialect: VideoDialect {
                /// Creates the dialect.
                public init() {}

                /// The name of the dialect, `__DIALECT__`.
                public var name: String { "__DIALECT__" }
                /// The known models. Other names are sent unchanged.
                public var models: [ModelDescription] { __NAME__Models.all }
                /// The model that is used if a request names none.
                public var defaultModel: String? { __NAME__Models.all.first?.name }
                /// The mapping of the provider's status words.
                public var reader: ResponseReader {
                    ResponseReader(
                        statuses: StatusTable(
                            queued: ["pending"],
                            running: ["processing", "video_generating", "video_upsampling"],
                            succeeded: ["completed"],
                            failed: ["failed", "error"]
                        ),
                        errors: .common,
                        idKeys: ["id"]
                    )
                }

                /// Creates the request that submits a task: POST `/video/create`.
                public func submitRequest(_ request: VideoRequest, at endpoint: Endpoint) throws -> HTTPRequest {
                    var body: JSONObject = ["prompt": .string(request.prompt)]
                    body["model"] = request.model.map { .string($0) }
                    body["aspect_ratio"] = request.aspectRatio.map { .string($0) }
                    let pictures = try request.pictures.map { JSONValue.string(try $0.sendableURL()) }
                    if !pictures.isEmpty { body["images"] = .array(pictures) }
                    body.merge(request.options)
                    return .posting(body, to: try endpoint.url("video", "create"))
                }

                /// Creates the request that polls a task: GET `/video/query?id=`.
                public func statusRequest(for task: RemoteTask, at endpoint: Endpoint) throws -> HTTPRequest {
                    .reading(try endpoint.url("video", "query", query: [("id", task.id)]))
                }
            }
            """#,
        models: #"""
            import VideoGenerationCore

            /// The models in the provider's documentation, with the dates on which it was read.
            enum __NAME__Models {
                static let all = [
                    ModelDescription(
                        name: "veo3-fast",
                        modes: [ModeDescription(.text, formats: [], aspectRatios: ["16:9", "9:16"])],
                        readOn: "2026-10-05"
                    )
                ]
            }
            """#,
        test: test(
            simulator: "/v1",
            script: ##"""
                static let __SCRIPT__ = ConformanceScript(
                    accepted: #"{"id": "<id>", "status": "pending", "status_update_time": 1790000000000}"#,
                    refusals: [
                        Refusal(
                            .authenticationFailed,
                            SampleResponse(
                                #"{"error": {"message": "<reason>", "code": "invalid_api_key"}}"#,
                                status: 401
                            )
                        )
                    ],
                    words: [
                        "pending": .queued, "processing": .running, "video_generating": .running,
                        "video_upsampling": .running, "completed": .succeeded, "failed": .failed, "error": .failed,
                    ],
                    running: #"{"id": "<id>", "status": "<status>", "video_url": null}"#,
                    succeeded: #"{"id": "<id>", "status": "<status>", "video_url": "<link>"}"#,
                    failed: #"{"id": "<id>", "status": "<status>", "video_url": "", "error": "<reason>"}"#,
                    withoutOutput: #"{"id": "<id>", "status": "<status>", "video_url": ""}"#
                )
                """##
        )
    )
}
