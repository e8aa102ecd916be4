extension ScaffoldTemplate {
    /// new-api's task routes: every response is in an envelope.
    static let newAPITask = ScaffoldTemplate(
        dialect: "newapi-task",
        mapping: #"""
            public import VideoGenerationCore

            /// The wire format of __NAME__: `/video/generations`, with responses in a `{code, message, data}` envelope.
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
                            queued: ["NOT_START", "SUBMITTED", "QUEUED"],
                            running: ["IN_PROGRESS", "UNKNOWN"],
                            succeeded: ["SUCCESS"],
                            failed: ["FAILURE"]
                        ),
                        errors: .common
                    )
                }

                /// Creates the request that submits a task: POST `/video/generations`.
                public func submitRequest(_ request: VideoRequest, at endpoint: Endpoint) throws -> HTTPRequest {
                    var body: JSONObject = ["prompt": .string(request.prompt)]
                    body["model"] = request.model.map { .string($0) }
                    body["duration"] = request.seconds.map { JSONValue($0) }
                    body["size"] = request.size.map { .string($0.description) }
                    body["image"] = try request.firstFrame.map { .string(try $0.sendableURL()) }
                    body.merge(request.options)
                    return .posting(body, to: try endpoint.url("video", "generations"))
                }

                /// Creates the request that polls a task: GET `/video/generations/{id}`.
                public func statusRequest(for task: RemoteTask, at endpoint: Endpoint) throws -> HTTPRequest {
                    .reading(try endpoint.url("video", "generations", task.id))
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
                        modes: [ModeDescription(.text)],
                        readOn: "2026-10-05"
                    )
                ]
            }
            """#,
        test: test(
            simulator: "/v1",
            script: ##"""
                static let __SCRIPT__ = ConformanceScript(
                    accepted: #"{"task_id": "<id>", "status": "queued"}"#,
                    refusals: [
                        Refusal(
                            .insufficientFunds,
                            SampleResponse(
                                #"{"code": "insufficient_user_quota", "message": "<reason>", "data": null}"#,
                                status: 403
                            )
                        )
                    ],
                    words: [
                        "NOT_START": .queued, "SUBMITTED": .queued, "QUEUED": .queued, "IN_PROGRESS": .running,
                        "UNKNOWN": .running, "SUCCESS": .succeeded, "FAILURE": .failed,
                    ],
                    running: """
                        {"code": "success", "data": {"id": 71, "task_id": "<id>", "status": "<status>",
                         "progress": "50%", "fail_reason": "", "data": null}}
                        """,
                    succeeded: """
                        {"code": "success", "data": {"id": 71, "task_id": "<id>", "status": "<status>",
                         "progress": "100%", "result_url": "<link>", "data": {}}}
                        """,
                    failed: """
                        {"code": "success", "data": {"id": 71, "task_id": "<id>", "status": "<status>",
                         "progress": "100%", "fail_reason": "<reason>"}}
                        """,
                    withoutOutput: """
                        {"code": "success", "data": {"id": 71, "task_id": "<id>", "status": "<status>",
                         "progress": "100%", "result_url": "", "data": {}}}
                        """
                )
                """##
        )
    )
}
