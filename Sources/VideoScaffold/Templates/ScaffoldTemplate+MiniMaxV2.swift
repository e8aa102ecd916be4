extension ScaffoldTemplate {
    /// MiniMax's second API: errors have a real HTTP status, and all data is in `task`.
    static let miniMaxV2 = ScaffoldTemplate(
        dialect: "minimax-v2",
        mapping: #"""
            public import VideoGenerationCore

            /// The wire format of __NAME__: errors have a real HTTP status, and `task` holds the data with the link.
            public struct __NAME__Dialect: VideoDialect {
                /// Creates the dialect.
                public init() {}

                /// The name of the dialect, `__DIALECT__`.
                public var name: String { "__DIALECT__" }
                /// The known models. Other names are sent unchanged.
                public var models: [ModelDescription] { __NAME__Models.all }
                /// The model that is used if a request names none.
                public var defaultModel: String? { __NAME__Models.all.first?.name }
                /// The provider lists its tasks.
                public var canList: Bool { true }
                /// The provider cancels a task by DELETE.
                public var canCancel: Bool { true }
                /// DELETE also removes a finished video.
                public var cancelDeletesFinished: Bool { true }
                /// The mapping of the provider's status words and error codes.
                public var reader: ResponseReader {
                    ResponseReader(
                        statuses: StatusTable(
                            queued: ["queued"],
                            running: ["running"],
                            succeeded: ["succeeded"],
                            failed: ["failed"],
                            cancelled: ["cancelled"]
                        ),
                        errors: ErrorTable([
                            "1004": .init(.authenticationFailed),
                            "1013": .init(.providerUnavailable, isTransient: true),
                            "1026": .init(.contentRejected),
                        ])
                    )
                }

                /// Creates the request that submits a task: POST `/v2/video_generation`.
                public func submitRequest(_ request: VideoRequest, at endpoint: Endpoint) throws -> HTTPRequest {
                    var content: [JSONValue] = [["type": "text", "text": .string(request.prompt)]]
                    if let picture = request.firstFrame {
                        content.append([
                            "type": "image_url", "image_url": ["url": .string(try picture.sendableURL())],
                            "role": "first_frame",
                        ])
                    }
                    var body: JSONObject = ["content": .array(content)]
                    body["model"] = request.model.map { .string($0) }
                    body["resolution"] = .string(request.resolution ?? "768P")
                    body["duration"] = JSONValue(request.seconds ?? 5)
                    body["ratio"] = .string(request.aspectRatio ?? "16:9")
                    body.merge(request.options)
                    return .posting(body, to: try endpoint.url("v2", "video_generation"))
                }

                /// Creates the request that polls a task: GET `/v2/query/video_generation/{id}`.
                public func statusRequest(for task: RemoteTask, at endpoint: Endpoint) throws -> HTTPRequest {
                    .reading(try endpoint.url("v2", "query", "video_generation", task.id))
                }

                /// Creates the request that cancels a task: DELETE `/v2/video_generation/{id}`.
                public func cancelRequest(for task: RemoteTask, at endpoint: Endpoint) throws -> HTTPRequest? {
                    .deleting(try endpoint.url("v2", "video_generation", task.id))
                }

                /// Creates the request that lists tasks: GET `/v2/query/video_generation?page_size=`.
                public func listRequest(_ listing: TaskListing, at endpoint: Endpoint) throws -> HTTPRequest? {
                    let query = [("page_size", "\(listing.limit)")]
                    return .reading(try endpoint.url("v2", "query", "video_generation", query: query))
                }

                /// Reads the tasks under `items`.
                public func page(_ response: HTTPResponse, of listing: TaskListing, at endpoint: Endpoint) throws
                    -> TaskPage
                { TaskPage(try reader.list(response, at: endpoint)) }
            }
            """#,
        models: #"""
            import VideoGenerationCore

            /// The models in the provider's documentation, with the dates on which it was read.
            enum __NAME__Models {
                static let all = [
                    ModelDescription(
                        name: "MiniMax-H3",
                        modes: [
                            ModeDescription(
                                .text,
                                formats: [VideoFormat("768P", seconds: Array(4...15))],
                                defaultResolution: "768P",
                                defaultSeconds: 5,
                                aspectRatios: ["16:9", "1:1", "9:16"],
                                defaultAspectRatio: "16:9"
                            )
                        ],
                        promptLimit: 7_000,
                        outputLifetime: 3_600,
                        readOn: "2026-10-05"
                    )
                ]
            }
            """#,
        test: test(
            simulator: "",
            script: ##"""
                static let __SCRIPT__ = ConformanceScript(
                    accepted: #"{"task_id": "<id>"}"#,
                    refusals: [
                        Refusal(
                            .authenticationFailed,
                            SampleResponse(
                                #"{"type": "error", "error": {"message": "<reason> (1004)", "http_code": "401"}}"#,
                                status: 401
                            )
                        ),
                        Refusal(
                            .contentRejected,
                            SampleResponse(
                                #"{"type": "error", "error": {"message": "<reason> (1026)", "http_code": "422"}}"#,
                                status: 422
                            )
                        ),
                    ],
                    words: [
                        "queued": .queued, "running": .running, "succeeded": .succeeded, "failed": .failed,
                        "cancelled": .cancelled,
                    ],
                    running: #"{"task": {"id": "<id>", "status": "<status>", "usage": {}}}"#,
                    succeeded: #"{"task": {"id": "<id>", "status": "<status>", "content": {"url": "<link>"}}}"#,
                    failed: #"{"task": {"id": "<id>", "status": "<status>", "error": {"message": "<reason>"}}}"#,
                    withoutOutput: #"{"task": {"id": "<id>", "status": "<status>", "content": {}}}"#,
                    list: #"{"items": [{"id": "<id>", "status": "running"}], "total": 1}"#,
                    stopped: #"{"task_id": "<id>", "action": "cancelled", "status": "cancelled"}"#
                )
                """##
        )
    )
}
