extension ScaffoldTemplate {
    /// The OpenAI style: `/videos`, with the bytes behind `/content`.
    static let openAIVideos = ScaffoldTemplate(
        dialect: "openai-videos",
        mapping: #"""
            public import VideoGeneration

            /// __NAME__'s wire format: tasks under `/videos`, the bytes of a finished one behind `/content`.
            public struct __NAME__Dialect: VideoDialect {
                /// Makes the dialect.
                public init() {}

                /// `__DIALECT__`
                public var name: String { "__DIALECT__" }
                /// What is known about the models; others are sent on.
                public var models: [ModelDescription] { __NAME__Models.all }
                /// The model that is taken where nobody names one.
                public var defaultModel: String? { __NAME__Models.all.first?.name }
                /// Yes, under `/videos`.
                public var canList: Bool { true }
                /// Yes, by DELETE.
                public var canCancel: Bool { true }
                /// DELETE removes a finished video, too.
                public var cancelDeletesFinished: Bool { true }
                /// The provider's words, and where a finished task's bytes are.
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

                /// POST `/videos`.
                public func submitRequest(_ request: VideoRequest, at endpoint: Endpoint) throws -> HTTPRequest {
                    var body: JSONObject = ["prompt": .string(request.prompt)]
                    body["model"] = request.model.map { .string($0) }
                    body["seconds"] = request.seconds.map { .string("\($0)") }
                    body["size"] = request.size.map { .string($0.description) }
                    if let picture = request.firstFrame {
                        body["input_reference"] = ["image_url": .string(try picture.sendableURL())]
                    }
                    for option in request.options.sorted(by: { $0.key < $1.key }) { body[option.key] = option.value }
                    return .posting(body, to: try endpoint.url("videos"))
                }

                /// GET `/videos/{id}`.
                public func statusRequest(for task: RemoteTask, at endpoint: Endpoint) throws -> HTTPRequest {
                    .reading(try endpoint.url("videos", task.id))
                }

                /// DELETE `/videos/{id}`.
                public func cancelRequest(for task: RemoteTask, at endpoint: Endpoint) throws -> HTTPRequest? {
                    .deleting(try endpoint.url("videos", task.id))
                }

                /// GET `/videos?limit=`.
                public func listRequest(_ listing: TaskListing, at endpoint: Endpoint) throws -> HTTPRequest? {
                    .reading(try endpoint.url("videos", query: [("limit", "\(listing.limit)")]))
                }
            }
            """#,
        models: #"""
            import VideoGeneration

            /// What the provider's pages say of its models, and when they were read.
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
