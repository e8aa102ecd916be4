extension ScaffoldTemplate {
    /// MiniMax's first API: errors under HTTP 200, and a file to be asked for.
    static let miniMaxV1 = ScaffoldTemplate(
        dialect: "minimax-v1",
        mapping: hailuoMapping(),
        models: hailuoModels,
        test: test(simulator: "", script: hailuoScript)
    )

    /// The same at CometAPI, where the question for a file is a model of its own, and is paid for.
    static let miniMaxCometAPI = ScaffoldTemplate(
        dialect: "minimax-cometapi",
        mapping: hailuoMapping(
            file: #"("model", "minimax-files-retrieve"), ("file_id", file)"#,
            members: """

                    /// What each question for the file costs.
                    public var fileFee: Price? { Price(Money(mills: 4), per: .call, readOn: "2026-10-05") }
                """
        ),
        models: hailuoModels,
        test: test(simulator: "", script: hailuoScript)
    )

    /// The mapping, with what differs between those who sell it.
    /// - Parameters:
    ///   - prefix: the first pieces of every path.
    ///   - words: the rows of the table of status words.
    ///   - file: the query of the question for the file.
    ///   - members: more members of the dialect.
    static func hailuoMapping(
        prefix: [String] = ["v1"],
        words: [String] = [
            #"queued: ["Preparing", "Queueing"]"#, #"running: ["Processing"]"#, #"succeeded: ["Success"]"#,
            #"failed: ["Fail"]"#,
        ],
        file: String = #"("file_id", file)"#,
        members: String = ""
    ) -> String {
        let path = prefix.joined(separator: "/")
        let prefix = prefix.map { "\"\($0)\"" }.joined(separator: ", ")
        let words = words.map { String(repeating: " ", count: 16) + $0 }.joined(separator: ",\n")
        return #"""
            public import VideoGeneration

            /// __NAME__'s wire format: errors are codes in `base_resp` under HTTP 200, a finished task names a file,
            /// and the file's link is asked for.
            public struct __NAME__Dialect: VideoDialect {
                /// Makes the dialect.
                public init() {}

                /// `__DIALECT__`
                public var name: String { "__DIALECT__" }
                /// What is known about the models; others are sent on.
                public var models: [ModelDescription] { __NAME__Models.all }
                /// The model that is taken where nobody names one.
                public var defaultModel: String? { __NAME__Models.all.first?.name }\#(members)
                /// The provider's words and codes.
                public var reader: ResponseReader {
                    ResponseReader(
                        statuses: StatusTable(
            \#(words)
                        ),
                        errors: ErrorTable([
                            "1002": .init(.rateLimited, isTransient: true),
                            "1008": .init(.insufficientFunds),
                            "1013": .init(.providerUnavailable, isTransient: true),
                            "1026": .init(.contentRejected),
                            "2013": .init(.invalidRequest),
                            "2049": .init(.authenticationFailed),
                        ]),
                        idKeys: ["task_id"]
                    )
                }

                /// POST `/\#(path)/video_generation`.
                public func submitRequest(_ request: VideoRequest, at endpoint: Endpoint) throws -> HTTPRequest {
                    var body: JSONObject = ["prompt": .string(request.prompt)]
                    body["model"] = request.model.map { .string($0) }
                    body["duration"] = request.seconds.map { JSONValue($0) }
                    body["resolution"] = request.resolution.map { .string($0) }
                    body["first_frame_image"] = try request.firstFrame.map { .string(try $0.sendableURL()) }
                    for option in request.options.sorted(by: { $0.key < $1.key }) { body[option.key] = option.value }
                    return .posting(body, to: try endpoint.url(\#(prefix), "video_generation"))
                }

                /// GET `/\#(path)/query/video_generation?task_id=`.
                public func statusRequest(for task: RemoteTask, at endpoint: Endpoint) throws -> HTTPRequest {
                    let query = [("task_id", task.id)]
                    return .reading(try endpoint.url(\#(prefix), "query", "video_generation", query: query))
                }

                /// GET `/\#(path)/files/retrieve?file_id=`, once the file is known.
                public func fileRequest(for task: RemoteTask, at endpoint: Endpoint) throws -> HTTPRequest? {
                    guard let file = task.fileID else { return nil }
                    return .reading(try endpoint.url(\#(prefix), "files", "retrieve", query: [\#(file)]))
                }

                /// The link and its backup.
                public func assets(_ response: HTTPResponse, of task: RemoteTask, at endpoint: Endpoint) throws
                    -> [VideoAsset]
                { try reader.file(response, of: task, at: endpoint) }
            }
            """#
    }

    /// One of the models.
    static let hailuoModels = #"""
        import VideoGeneration

        /// What the provider's pages say of its models, and when they were read.
        enum __NAME__Models {
            static let all = [
                ModelDescription(
                    name: "MiniMax-Hailuo-02",
                    modes: [
                        ModeDescription(
                            .text,
                            formats: [VideoFormat("768P", seconds: [6, 10]), VideoFormat("1080P", seconds: [6])],
                            defaultResolution: "768P",
                            defaultSeconds: 6
                        )
                    ],
                    promptLimit: 2_000,
                    outputLifetime: 3_600,
                    readOn: "2026-10-05"
                )
            ]
        }
        """#

    private static let hailuoScript = ##"""
        static let __SCRIPT__ = ConformanceScript(
            accepted: #"{"task_id": "<id>", "base_resp": {"status_code": 0, "status_msg": "success"}}"#,
            refusals: [
                Refusal(
                    .authenticationFailed,
                    #"{"base_resp": {"status_code": 2049, "status_msg": "<reason>"}}"#
                ),
                Refusal(.contentRejected, #"{"base_resp": {"status_code": 1026, "status_msg": "<reason>"}}"#),
            ],
            words: [
                "Preparing": .queued, "Queueing": .queued, "Processing": .running, "Success": .succeeded,
                "Fail": .failed,
            ],
            running: #"{"task_id": "<id>", "status": "<status>", "file_id": "", "base_resp": {"status_code": 0}}"#,
            succeeded: """
                {"task_id": "<id>", "status": "<status>", "file_id": "<file>", "video_width": 1366,
                 "video_height": 768, "base_resp": {"status_code": 0, "status_msg": "success"}}
                """,
            failed: """
                {"task_id": "<id>", "status": "<status>", "file_id": "",
                 "base_resp": {"status_code": 1013, "status_msg": "<reason>"}}
                """,
            file: #"{"file": {"file_id": "<file>", "download_url": "<link>"}, "base_resp": {"status_code": 0}}"#,
            withoutOutput: #"{"task_id": "<id>", "status": "<status>", "base_resp": {"status_code": 0}}"#
        )
        """##
}
