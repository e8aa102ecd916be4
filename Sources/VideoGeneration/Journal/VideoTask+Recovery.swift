extension VideoTask {
    /// Records that the process ended before the outcome of the submit was known.
    package mutating func recover() {
        state = .outcomeUnknown
        failure = VideoError(
            .outcomeUnknown,
            "The program ended while the request was in progress.",
            advice: VideoError.unknownAdvice
        )
    }

    /// Whether another attempt may begin: the task has ended, and no video of it can arrive.
    var canBeginAgain: Bool { [.failed, .cancelled, .expired].contains(state) }
}
