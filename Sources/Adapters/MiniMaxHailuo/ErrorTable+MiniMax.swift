import VideoGenerationCore

extension ErrorTable {
    /// The codes of `base_resp.status_code` from MiniMax's list of error codes. 1028 and 1030 are only in its
    /// command-line client. The first API sends them with HTTP 200.
    static let miniMax = common.adding([
        "1000": Row(.providerUnavailable, isTransient: true),
        "1001": Row(.providerUnavailable, isTransient: true),
        "1002": Row(.rateLimited, isTransient: true),
        "1004": Row(.authenticationFailed),
        "1008": Row(.insufficientFunds),
        "1013": Row(.providerUnavailable, isTransient: true),
        "1024": Row(.providerUnavailable, isTransient: true),
        "1026": Row(.contentRejected),
        "1027": Row(.contentRejected),
        "1028": Row(.quotaExhausted),
        "1030": Row(.quotaExhausted),
        "1033": Row(.providerUnavailable, isTransient: true),
        "1039": Row(.rateLimited, isTransient: true),
        "1041": Row(.rateLimited, isTransient: true),
        "1042": Row(.invalidRequest),
        "2013": Row(.invalidRequest),
        "2045": Row(.rateLimited, isTransient: true),
        "2049": Row(.authenticationFailed),
        "2056": Row(.quotaExhausted),
        "2061": Row(.modelUnavailable),
    ])
}

extension ResponseReader {
    /// Each of MiniMax's hosts rejects the keys of the others.
    static let keysArePerRegion = "A MiniMax key works in one region only."
}
