extension VideoTask {
    /// Records that the process ended before the outcome of the submit was known.
    mutating func recover() {
        if state == .intent {
            state = .failed
            failure = VideoError(
                .notSent,
                "The program ended before the request was sent.",
                advice: "Nothing was bought. Submit it again.",
                progress: .notSent
            )
        } else {
            state = .outcomeUnknown
            failure = VideoError(
                .outcomeUnknown,
                "The program ended while the request was in progress.",
                advice: VideoError.unknownAdvice
            )
        }
    }
}
