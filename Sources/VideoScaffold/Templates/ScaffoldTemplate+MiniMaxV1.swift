extension ScaffoldTemplate {
    /// MiniMax's first API: errors under HTTP 200, and a separate request for the file.
    static let miniMaxV1 = ScaffoldTemplate(
        dialect: "minimax-v1",
        mapping: miniMaxV1Mapping(),
        models: miniMaxV1Models,
        test: test(simulator: "", script: miniMaxV1Script)
    )

    /// The same API at CometAPI, where the request for a file names a separate model and is charged.
    static let miniMaxCometAPI = ScaffoldTemplate(
        dialect: "minimax-cometapi",
        mapping: miniMaxV1Mapping(
            file: #"("model", "minimax-files-retrieve"), ("file_id", file)"#,
            members: """

                    /// The fee for each file request.
                    public var fileFee: Price? { Price(Money(mills: 4), per: .call, readOn: "2026-10-05") }
                """
        ),
        models: miniMaxV1Models,
        test: test(simulator: "", script: miniMaxV1Script)
    )

    /// Returns the mapping, with the differences between the providers of this API.
    /// - Parameters:
    ///   - prefix: the first components of every path.
    ///   - words: the rows of the status table.
    ///   - file: the query of the request for the file.
    ///   - members: additional members of the dialect.
    static func miniMaxV1Mapping(
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
            public import VideoGenerationCore

            /// The wire format of __NAME__: errors are codes in `base_resp` under HTTP 200, a finished task names a
            /// file, and a separate request returns the file's link.
            public struct __NAME__Dialect: VideoDialect {
                /// Creates the dialect.
                public init() {}

                /// The name of the dialect, `__DIALECT__`.
                public var name: String { "__DIALECT__" }
                /// The known models. Other names are sent unchanged.
                public var models: [ModelDescription] { __NAME__Models.all }
                /// The model that is used if a request names none.
                public var defaultModel: String? { __NAME__Models.all.first?.name }\#(members)
                /// The mapping of the provider's status words and error codes.
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

                /// Creates the request that submits a task: POST `/\#(path)/video_generation`.
                public func submitRequest(_ request: VideoRequest, at endpoint: Endpoint) throws -> HTTPRequest {
                    var body: JSONObject = ["prompt": .string(request.prompt)]
                    body["model"] = request.model.map { .string($0) }
                    body["duration"] = request.seconds.map { JSONValue($0) }
                    body["resolution"] = request.resolution.map { .string($0) }
                    body["first_frame_image"] = try request.firstFrame.map { .string(try $0.sendableURL()) }
                    body.merge(request.options)
                    return .posting(body, to: try endpoint.url(\#(prefix), "video_generation"))
                }

                /// Creates the request that polls a task: GET `/\#(path)/query/video_generation?task_id=`.
                public func statusRequest(for task: RemoteTask, at endpoint: Endpoint) throws -> HTTPRequest {
                    let query = [("task_id", task.id)]
                    return .reading(try endpoint.url(\#(prefix), "query", "video_generation", query: query))
                }

                /// Creates the request for the file's link, once the file is known: GET
                /// `/\#(path)/files/retrieve?file_id=`.
                public func fileRequest(for task: RemoteTask, at endpoint: Endpoint) throws -> HTTPRequest? {
                    guard let file = task.fileID else { return nil }
                    return .reading(try endpoint.url(\#(prefix), "files", "retrieve", query: [\#(file)]))
                }

                /// Reads the link of the file and its backup link.
                public func outputs(_ response: HTTPResponse, of task: RemoteTask, at endpoint: Endpoint) throws
                    -> [VideoOutput]
                { try reader.file(response, of: task, at: endpoint) }
            }
            """#
    }

    /// The list of models, with one example.
    static let miniMaxV1Models = #"""
        import VideoGenerationCore

        /// The models in the provider's documentation, with the dates on which it was read.
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

    private static let miniMaxV1Script = ##"""
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
