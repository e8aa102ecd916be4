import VideoGeneration

extension Refusal {
    /// Returns the refusal in the format and wording of an API.
    func response(as api: API) -> SimulatedResponse {
        switch api {
        case .miniMaxV1, .miniMaxTemplate:
            SimulatedResponse([
                "task_id": "", "status": "",
                "base_resp": ["status_code": JSONValue(miniMaxCode), "status_msg": .string(miniMaxMessage)],
            ])
        case .miniMaxV2: miniMaxV2Response
        case .openAI: openAIResponse
        case .newAPI, .unified, .miniMaxRelay: relayResponse
        }
    }

    private var miniMaxCode: Int {
        switch reason {
        case .invalidRequest, .notFound, .modelUnavailable, .notReady: 2013
        case .keyMissing: 1004
        case .keyRefused: 2049
        case .insufficientFunds: 1008
        case .quotaExhausted: 2056
        case .contentRejected: 1026
        case .rateLimited: 1002
        case .internalError: 1033
        }
    }

    private var miniMaxMessage: String {
        switch reason {
        case .invalidRequest, .modelUnavailable, .notReady: "invalid params, \(message)"
        case .notFound: "invalid params, \(message) does not exist"
        case .keyMissing:
            "login fail: Please carry the API secret key in the 'Authorization' field of the request header"
        case .keyRefused: "invalid api key"
        case .insufficientFunds: "insufficient balance"
        case .quotaExhausted: "usage limit exceeded, 5-hour usage limit reached (0/0 used)"
        case .contentRejected: "input new_sensitive"
        case .rateLimited: "rate limit exceeded(RPM)"
        case .internalError: "system error"
        }
    }

    /// The code appears only at the end of the message. The status for an unknown task is 500.
    private var miniMaxV2Response: SimulatedResponse {
        let (status, type) =
            switch reason {
            case .invalidRequest, .modelUnavailable, .notReady: (400, "bad_request_error")
            case .keyMissing, .keyRefused: (401, "authorized_error")
            case .insufficientFunds: (402, "insufficient_balance_error")
            case .quotaExhausted, .rateLimited: (429, "rate_limit_error")
            case .contentRejected: (422, "content_policy_error")
            case .notFound, .internalError: (500, "api_error")
            }
        let words = reason == .notFound ? "record not found" : "\(miniMaxMessage) (\(miniMaxCode))"
        return SimulatedResponse(
            status: status,
            [
                "type": "error",
                "error": [
                    "type": .string(type), "message": .string(words), "http_code": .string("\(status)"),
                ],
                "request_id": .string(IDGenerator.hexadecimal(32)),
            ]
        )
    }

    private var openAIResponse: SimulatedResponse {
        let (status, type, code, words): (Int, String, String?, String) =
            switch reason {
            case .invalidRequest, .modelUnavailable:
                (400, "invalid_request_error", invalidCode, message)
            case .keyMissing:
                (
                    401, "invalid_request_error", nil,
                    "You didn't provide an API key. You need to provide your API key in an Authorization header "
                        + "using Bearer auth (i.e. Authorization: Bearer YOUR_KEY)."
                )
            case .keyRefused:
                (401, "invalid_request_error", "invalid_api_key", "Incorrect API key provided.")
            case .insufficientFunds, .quotaExhausted:
                (
                    429, "insufficient_quota", "insufficient_quota",
                    "You exceeded your current quota, please check your plan and billing details."
                )
            case .contentRejected:
                (
                    400, "video_generation_user_error", "moderation_blocked",
                    "Your request was blocked by our moderation system."
                )
            case .rateLimited: (429, "video_generation_user_error", nil, "Too many running tasks.")
            case .notFound:
                (404, "invalid_request_error", "not_found", "\(kind) with id '\(message)' not found.")
            case .notReady: (400, "invalid_request_error", "video_not_ready", message)
            case .internalError:
                (500, "server_error", nil, "The server had an error while processing your request.")
            }
        return SimulatedResponse(
            status: status,
            [
                "error": [
                    "message": .string(words), "type": .string(type),
                    "param": parameter.map(JSONValue.string) ?? .null,
                    "code": code.map(JSONValue.string) ?? .null,
                ]
            ]
        )
    }

    /// The kind of object that was not found.
    private var kind: String { parameter == "character_id" ? "Character" : "Video" }

    private var invalidCode: String {
        let codes = [
            "Missing": "missing_required_parameter", "Invalid type": "invalid_type",
            "Invalid file": "unsupported_file_mimetype", "Invalid image file": "invalid_image_file",
        ]
        return codes.first { message.hasPrefix($0.key) }?.value ?? "invalid_value"
    }

    /// Routing and authentication errors have an `error` member, and task errors a `code` member.
    private var relayResponse: SimulatedResponse {
        func task(_ status: Int, _ code: String, _ words: String) -> SimulatedResponse {
            SimulatedResponse(status: status, ["code": .string(code), "message": .string(words), "data": .null])
        }
        func gate(_ status: Int, _ code: String, _ words: String) -> SimulatedResponse {
            let id = IDGenerator.alphanumeric(24)
            return SimulatedResponse(
                status: status,
                [
                    "error": [
                        "message": .string("\(words) (request id: \(id))"), "type": "new_api_error",
                        "code": .string(code),
                    ]
                ]
            )
        }
        return switch reason {
        case .invalidRequest, .notReady: task(400, "invalid_request", message)
        case .keyMissing: gate(401, "", "未提供令牌")
        case .keyRefused: gate(401, "", "无效的令牌")
        case .insufficientFunds: task(403, "insufficient_user_quota", "用户额度不足")
        case .quotaExhausted: task(403, "pre_consume_token_quota_failed", "token quota is not enough")
        case .contentRejected:
            task(
                400,
                "fail_to_fetch_task",
                #"{"base_resp":{"status_code":1026,"status_msg":"input new_sensitive"}}"#
            )
        case .rateLimited: task(429, "fail_to_fetch_task", "当前分组上游负载已饱和，请稍后再试")
        case .modelUnavailable:
            gate(503, "model_not_found", "No available channel for model \(message) under group default")
        case .notFound: task(400, "task_not_exist", "task_not_exist")
        case .internalError: task(500, "get_channel_failed", "get channel failed")
        }
    }
}
