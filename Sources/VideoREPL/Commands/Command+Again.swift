import VideoGeneration

extension Command {
    /// Buys another video with the request of an earlier task.
    static let again = Command(
        name: "again",
        summary: "buy another video with the request of an earlier task; options change the request",
        theme: .make,
        arguments: "ID",
        argumentCount: 1...1,
        options: CommandOption.request + CommandOption.selection + [
            .route, .output, .overwrite, .acceptAny, .outputs, .wait,
        ]
            + CommandOption.limits,
        examples: ["again v42-k3f9", "again 1 --seconds 10 --output longer.mp4"],
        completion: .task,
        runsInBackground: true,
        remarks:
            "It costs the same again. Pictures are not in the journal, so give them again. --prompt-file replaces the prompt. It goes to the same provider, unless an option names another one or a route."
    ) { invocation, session in
        let task = try await session.task(invocation.arguments[0])
        guard task.state != .outcomeUnknown, task.state != .submitting else {
            throw VideoError.usage(
                "It is not known yet whether \(task.id) was bought. Nothing was sent.",
                "Settle it first: \(session.spelled("resolve \(task.id)"))"
            )
        }
        let submission = try await Submission(invocation, session, again: task)
        let price = submission.price.map { ", for \($0)" } ?? ""
        session.note("This is a new purchase with the request of \(task.id)\(price).", invocation)
        return try await session.finish(invocation) { try await submission.generate($0) }
    }
}
