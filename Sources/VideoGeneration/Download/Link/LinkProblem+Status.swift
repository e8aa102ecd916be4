import VideoPlatform

extension LinkProblem {
    /// Interprets the status of a response that isn't a video.
    /// - Returns: nil if the body must be read, because it is a page or JSON instead of a video.
    init?(_ response: HTTPResponse, of link: DownloadLink, now: Date) {
        let hint = RetryHint(response.head.fields)
        let origin = link.url.origin
        switch response.status {
        case 401 where link.output.needsCredential:
            self.init(
                .expired,
                VideoError(
                    .authenticationFailed,
                    "\(origin) does not accept the key for the video.",
                    advice: "The video was bought and is still there. Set the correct key, then resume.",
                    httpStatus: 401
                )
            )
        case 401, 403, 404, 410:
            self.init(
                .expired,
                VideoError(
                    .outputExpired,
                    "The video's link at \(origin) no longer works (\(response.status)).",
                    advice: "The video was bought. Ask the provider whether it still has the file.",
                    httpStatus: response.status
                )
            )
        case 408, 425, 429, 500...:
            self.init(
                .transient,
                VideoError(
                    response.status == 429 ? .rateLimited : .providerUnavailable,
                    "\(origin) responded with status \(response.status) instead of the video.",
                    advice: "The video was bought and is still there. Resume later.",
                    isTransient: true,
                    httpStatus: response.status,
                    retryAfter: hint.delay ?? hint.date.map { .seconds(max(0, $0.timeIntervalSince(now))) }
                )
            )
        default: return nil
        }
    }
}
