extension ErrorTable {
    /// The error codes of OpenAI's format, of new-api relays, of LiteLLM and of the providers behind them.
    ///
    /// The table omits codes that say no more than the HTTP status does, such as `invalid_request_error` or
    /// `fail_to_fetch_task`. The message and the status decide in these cases.
    public static let common = ErrorTable([
        "invalid_api_key": Row(.authenticationFailed),
        "invalid_token": Row(.authenticationFailed),
        "authentication_error": Row(.authenticationFailed),
        "auth_error": Row(.authenticationFailed),
        "expired_key": Row(.authenticationFailed),
        "unauthorized": Row(.authenticationFailed),
        "access_denied": Row(.permissionDenied),
        "permission_denied": Row(.permissionDenied),
        "permission_error": Row(.permissionDenied),
        "key_model_access_denied": Row(.permissionDenied),
        "team_model_access_denied": Row(.permissionDenied),
        "user_model_access_denied": Row(.permissionDenied),
        "insufficient_user_quota": Row(.insufficientFunds),
        "insufficient_token_quota": Row(.insufficientFunds),
        "pre_consume_token_quota_failed": Row(.insufficientFunds),
        "insufficient_quota": Row(.insufficientFunds),
        "insufficient_balance": Row(.insufficientFunds),
        "insufficient_credits": Row(.insufficientFunds),
        "insufficient_funds": Row(.insufficientFunds),
        "billing_hard_limit_reached": Row(.insufficientFunds),
        "budget_exceeded": Row(.insufficientFunds),
        "account_overdue_error": Row(.insufficientFunds),
        "arrearage": Row(.insufficientFunds),
        "quota_exceeded": Row(.quotaExhausted),
        "usage_limit_reached": Row(.quotaExhausted),
        "content_filter": Row(.contentRejected),
        "content_policy_violation": Row(.contentRejected),
        "moderation_blocked": Row(.contentRejected),
        "content_moderated": Row(.contentRejected),
        "input_moderation": Row(.contentRejected),
        "output_moderation": Row(.contentRejected),
        "safety": Row(.contentRejected),
        "sensitive_words_detected": Row(.contentRejected),
        "data_inspection_failed": Row(.contentRejected),
        "ip_infringement_suspect": Row(.contentRejected),
        "model_not_found": Row(.modelUnavailable),
        "model_not_open": Row(.modelUnavailable),
        "deployment_not_found": Row(.modelUnavailable),
        "no_available_channel": Row(.modelUnavailable),
        "no_valid_channel_error": Row(.modelUnavailable),
        "invalid_endpoint_or_model.not_found": Row(.modelUnavailable),
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

    /// Returns whether a code belongs to a family that rejects the content: `OutputVideoSensitiveContentDetected`,
    /// `….PolicyViolation`, `SAFETY.INPUT.TEXT`. The families have too many members for a table.
    static func refusesContent(_ code: String) -> Bool {
        let code = FoldedWord(code).text
        return families.contains { code.contains($0) }
    }

    private static let families = [
        "policyviolation", "sensitivecontent", "contentmoderat", "contentfilter", "prohibitedcontent", "guardrail",
        "copyright", "riskcontrol", "contentrisk", "safetyinput", "safetyoutput", "safetyviolation",
    ]

    /// Returns the meaning of a message, used if no code is known. The phrases are in English and Chinese. Permanent
    /// refusals come first, because proxies report them as overload.
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
                "moderation", "moderated", "content policy", "content_policy", "violates", "policy violation",
                "may violate", "safety filter", "safety system", "safety check", "safety reason", "safety guideline",
                "content filter", "content_filter", "content blocked", "prohibited content", "inappropriate", "nsfw",
                "guardrail", "responsible ai", "raimediafiltered",
                // Veo identifies its filters only by numbers.
                "support codes:",
                // Narrow enough not to match the copyright notice in the footer of a page.
                "copyright restriction", "copyright infring", "copyright violat", "copyright protect",
                "copyright polic", "copyright issue", "copyrighted", "to copyright",
                "risk control", "risk_control", "datainspection",
                "审核", "敏感", "违规", "违禁", "风控", "版权", "内容安全", "不合规",
            ], Row(.contentRejected)
        ),
        (
            [
                "insufficient balance", "insufficient funds", "insufficient credit", "insufficient_user_quota",
                "insufficient quota", "exceeded your current quota", "quota is not enough", "budget has been exceeded",
                "budget_exceeded", "not enough credits", "credit balance is too low",
                "pre_consume_token_quota_failed", "余额不足", "额度不足", "欠费",
            ], Row(.insufficientFunds)
        ),
        (["usage limit exceeded", "usage limit reached"], Row(.quotaExhausted)),
        (
            [
                "no available channel", "no_available_channel", "no valid channel", "no_valid_channel",
                "no channel available", "no channels available", "no available provider", "no allowed providers",
                "no endpoints found", "no available account", "no accounts available",
                "deployment does not exist", "deployment for this resource does not exist", "deploymentnotfound",
                "model not found", "model_not_found", "model does not exist", "not a valid model",
                "invalid model name", "does not exist or you do not have access",
                "无可用渠道", "没有可用渠道", "没有可用的渠道", "无可用的渠道", "渠道不存在", "模型不存在",
            ], Row(.modelUnavailable)
        ),
        (
            [
                "record not found", "task not found", "video not found", "task_not_exist",
                "task_origin_not_exist", "任务不存在",
            ], Row(.taskNotFound)
        ),
    ]
}
