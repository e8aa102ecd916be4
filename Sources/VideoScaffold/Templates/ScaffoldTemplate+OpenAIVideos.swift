extension ScaffoldTemplate {
    /// The OpenAI style: tasks at `/videos`, and the bytes of a video at `/content`.
    static let openAIVideos = ScaffoldTemplate(
        dialect: "openai-videos",
        mapping: #"""
            public import VideoGenerationCore

            /// The wire format of __NAME__: tasks at `/videos`, and the bytes of a finished video at `/content`.
            public struct __NAME__Dialect: VideoDialect {
                /// Creates the dialect.
                public init() {}

                /// The name of the dialect, `__DIALECT__`.
                public var name: String { "__DIALECT__" }
                /// The known models. Other names are sent unchanged.
                public var models: [ModelDescription] { __NAME__Models.all }
                /// The model that is used if a request names none.
                public var defaultModel: String? { __NAME__Models.all.first?.name }
                /// The provider lists its tasks at `/videos`.
                public var canList: Bool { true }
                /// The provider cancels a task by DELETE.
                public var canCancel: Bool { true }
                /// DELETE also removes a finished video.
                public var cancelDeletesFinished: Bool { true }
                /// The mapping of the provider's status words, with the URL of a finished task's bytes.
                public var reader: ResponseReader {
                    ResponseReader(
                        statuses: StatusTable(
                            queued: ["queued"],
                            running: ["in_progress"],
                            succeeded: ["completed"],
                            failed: ["failed"],
                            cancelled: ["cancelled"]
                        ),
                        errors: .common,
                        idKeys: ["id"],
                        contentLink: { task, endpoint in try endpoint.url("videos", task.id, "content") }
                    )
                }

                /// Creates the request that submits a task: POST `/videos`.
                public func submitRequest(_ request: VideoRequest, at endpoint: Endpoint) throws -> HTTPRequest {
                    var body: JSONObject = ["prompt": .string(request.prompt)]
                    body["model"] = request.model.map { .string($0) }
                    body["seconds"] = request.seconds.map { .string("\($0)") }
                    body["size"] = request.size.map { .string($0.description) }
                    if let picture = request.firstFrame {
                        body["input_reference"] = ["image_url": .string(try picture.sendableURL())]
                    }
                    body.merge(request.options)
                    return .posting(body, to: try endpoint.url("videos"))
                }

                /// Creates the request that polls a task: GET `/videos/{id}`.
                public func statusRequest(for task: RemoteTask, at endpoint: Endpoint) throws -> HTTPRequest {
                    .reading(try endpoint.url("videos", task.id))
                }

                /// Creates the request that cancels a task: DELETE `/videos/{id}`.
                public func cancelRequest(for task: RemoteTask, at endpoint: Endpoint) throws -> HTTPRequest? {
                    .deleting(try endpoint.url("videos", task.id))
                }

                /// Creates the request that lists tasks: GET `/videos?limit=`.
                public func listRequest(_ listing: TaskListing, at endpoint: Endpoint) throws -> HTTPRequest? {
                    .reading(try endpoint.url("videos", query: [("limit", "\(listing.limit)")]))
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
                        modes: [
                            ModeDescription(.text, formats: sizes.map { VideoFormat(size: $0, seconds: [4, 8, 12]) })
                        ],
                        outputLifetime: 3_600,
                        readOn: "2026-10-05"
                    )
                ]

                private static let sizes = ["1280x720", "720x1280"].compactMap { VideoSize($0) }
            }
            """#,
        test: test(
            simulator: "/v1",
            script: ##"""
                static let __SCRIPT__ = ConformanceScript(
                    accepted: #"{"id": "<id>", "object": "video", "status": "queued", "progress": 0}"#,
                    refusals: [
                        Refusal(
                            .authenticationFailed,
                            SampleResponse(
                                #"{"error": {"message": "<reason>", "code": "invalid_api_key"}}"#,
                                status: 401
                            )
                        ),
                        Refusal(
                            .contentRejected,
                            SampleResponse(
                                #"{"error": {"message": "<reason>", "code": "moderation_blocked"}}"#,
                                status: 400
                            )
                        ),
                    ],
                    words: [
                        "queued": .queued, "in_progress": .running, "completed": .succeeded, "failed": .failed,
                        "cancelled": .cancelled,
                    ],
                    running: #"{"id": "<id>", "status": "<status>", "progress": 40, "error": null}"#,
                    succeeded: #"{"id": "<id>", "status": "<status>", "progress": 100}"#,
                    failed: #"{"id": "<id>", "status": "<status>", "error": {"message": "<reason>"}}"#,
                    list: #"{"object": "list", "data": [{"id": "<id>", "status": "in_progress"}]}"#,
                    stopped: #"{"id": "<id>", "object": "video.deleted", "deleted": true}"#
                )
                """##
        )
    )
}
