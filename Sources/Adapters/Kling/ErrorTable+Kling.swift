import VideoGenerationCore

extension ErrorTable {
    /// The error codes on Kling's page "General Information", read on 2026-11-27. For 1202 and 1203, the HTTP status and
    /// the message say more.
    ///
    /// The API sends them with these HTTP statuses, and clients have received them with HTTP 200: 1000 to 1004 with 401,
    /// 1100 to 1102 with 429, 1103 with 403, 1200 and 1201 with 400, 1202 and 1203 with 404, 1300 and 1301 with 400, 1302
    /// to 1304 with 429, and 5000 to 5002 with 500, 503 and 504.
    static let kling = common.adding([
        "1000": Row(.authenticationFailed),
        "1001": Row(.authenticationFailed),
        "1002": Row(.authenticationFailed),
        "1003": Row(.authenticationFailed),
        "1004": Row(.authenticationFailed),
        "1100": Row(.permissionDenied),
        "1101": Row(.insufficientFunds),
        "1102": Row(.insufficientFunds),
        "1103": Row(.permissionDenied),
        "1200": Row(.invalidRequest),
        "1201": Row(.invalidRequest),
        "1300": Row(.contentRejected),
        "1301": Row(.contentRejected),
        "1302": Row(.rateLimited, isTransient: true),
        "1303": Row(.rateLimited, isTransient: true),
        "1304": Row(.permissionDenied),
        "5000": Row(.providerUnavailable, isTransient: true),
        "5001": Row(.providerUnavailable, isTransient: true),
        "5002": Row(.providerUnavailable, isTransient: true),
    ])
}
