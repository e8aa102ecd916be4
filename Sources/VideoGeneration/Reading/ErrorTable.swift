/// What providers' error codes mean: by kind, and by whether asking the same again helps.
///
/// ``common`` holds the words of OpenAI and of the relays; an adapter adds its own rows.
public struct ErrorTable: Sendable {
    /// What a code means.
    public struct Row: Sendable, Hashable {
        /// The kind of failure.
        public var code: VideoError.Code
        /// Whether asking the same again may succeed.
        public var isTransient: Bool

        /// Makes a row.
        public init(_ code: VideoError.Code, isTransient: Bool = false) {
            self.code = code
            self.isTransient = isTransient
        }
    }

    private var rows: [String: Row]

    /// Makes a table.
    public init(_ rows: [String: Row]) { self.rows = rows }

    /// This table and more rows, which win.
    public func adding(_ more: [String: Row]) -> ErrorTable {
        ErrorTable(rows.merging(more) { $1 })
    }

    /// What a code means; nil where the table does not know it.
    public subscript(code: String) -> Row? { rows[code.lowercased()] }
}

extension ErrorTable {
    /// The codes of the OpenAI style and of new-api's relays.
    ///
    /// Codes that say no more than the HTTP status does, such as `invalid_request_error` or
    /// `fail_to_fetch_task`, are left to the message and the status.
    public static let common = ErrorTable([
        "invalid_api_key": Row(.authenticationFailed),
        "invalid_token": Row(.authenticationFailed),
        "authentication_error": Row(.authenticationFailed),
        "unauthorized": Row(.authenticationFailed),
        "access_denied": Row(.permissionDenied),
        "permission_denied": Row(.permissionDenied),
        "permission_error": Row(.permissionDenied),
        "insufficient_user_quota": Row(.insufficientFunds),
        "insufficient_token_quota": Row(.insufficientFunds),
        "pre_consume_token_quota_failed": Row(.insufficientFunds),
        "insufficient_quota": Row(.insufficientFunds),
        "insufficient_balance": Row(.insufficientFunds),
        "insufficient_funds": Row(.insufficientFunds),
        "billing_hard_limit_reached": Row(.insufficientFunds),
        "quota_exceeded": Row(.quotaExhausted),
        "usage_limit_reached": Row(.quotaExhausted),
        "content_filter": Row(.contentRejected),
        "content_policy_violation": Row(.contentRejected),
        "moderation_blocked": Row(.contentRejected),
        "input_moderation": Row(.contentRejected),
        "output_moderation": Row(.contentRejected),
        "sensitive_words_detected": Row(.contentRejected),
        "model_not_found": Row(.modelUnavailable),
        "task_not_exist": Row(.taskNotFound),
        "task_origin_not_exist": Row(.taskNotFound),
        "task_not_found": Row(.taskNotFound),
        "video_not_found": Row(.taskNotFound),
        "get_channel_failed": Row(.providerUnavailable, isTransient: true),
        "rate_limit_exceeded": Row(.rateLimited, isTransient: true),
        "too_many_requests": Row(.rateLimited, isTransient: true),
        "invalid_parameter": Row(.invalidRequest),
        "invalid_value": Row(.invalidRequest),
        "task_expired": Row(.taskExpired),
    ])

    /// What a message means where no code says it: phrases in English and Chinese, the deterministic
    /// refusals first, because proxies dress them up as overload.
    static func meaning(of message: String) -> Row? {
        let search = PhraseSearch(message)
        if search.contains("sensitive"), !search.contains("case sensitive"), !search.contains("case-sensitive") {
            return Row(.contentRejected)
        }
        return phrases.first { $0.words.contains(where: search.contains) }?.row
    }

    private static let phrases: [(words: [StaticString], row: Row)] = [
        (
            [
                "moderation", "moderated", "content policy", "content_policy", "violates",
                "policy violation", "safety filter", "safety system", "safety check", "content filter",
                "content_filter", "content blocked", "prohibited content", "inappropriate", "nsfw",
                "审核", "敏感", "违规", "违禁",
            ], Row(.contentRejected)
        ),
        (
            [
                "insufficient balance", "insufficient funds", "insufficient credit", "insufficient_user_quota",
                "insufficient quota", "exceeded your current quota", "quota is not enough",
                "pre_consume_token_quota_failed", "余额不足", "额度不足", "欠费",
            ], Row(.insufficientFunds)
        ),
        (["usage limit exceeded", "usage limit reached"], Row(.quotaExhausted)),
        (
            ["no available channel", "model not found", "model_not_found", "无可用渠道"],
            Row(.modelUnavailable)
        ),
        (
            [
                "record not found", "task not found", "video not found", "task_not_exist",
                "task_origin_not_exist", "任务不存在",
            ], Row(.taskNotFound)
        ),
    ]
}
