extension VideoTask {
    /// Takes note that the process ended before the purchase was answered.
    mutating func recover() {
        if state == .intent {
            state = .failed
            failure = VideoError(
                .notSent,
                "The program ended before the request was sent.",
                advice: "Nothing was bought. Order it again.",
                progress: .notSent
            )
        } else {
            state = .outcomeUnknown
            failure = VideoError(
                .outcomeUnknown,
                "The program ended while the request was under way.",
                advice: VideoError.unknownAdvice
            )
        }
    }
}
