import VideoGenerationCore

extension ErrorTable {
    /// The codes of ModelArk's list of error codes (docs.byteplus.com/en/docs/ModelArk/1299023) that are not in the common
    /// table. The codes of rejected content form a family, and limits of requests have HTTP status 429.
    static let seedance = common.adding([
        "AuthenticationError": Row(.authenticationFailed),
        "InvalidParameter": Row(.invalidRequest),
        "MissingParameter": Row(.invalidRequest),
        "SensitiveContentDetected.SevereViolation": Row(.contentRejected),
        "SensitiveContentDetected.Violence": Row(.contentRejected),
        // The limit that the account's owner has set for a model.
        "SetLimitExceeded": Row(.quotaExhausted),
    ])
}
