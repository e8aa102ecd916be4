import VideoGeneration

/// The label and the priority of a submission, with the task that already has the label.
struct TaskName: Sendable {
    let label: String?
    let buysAgain: Bool
    let priority: Int
    /// The task that had the label before the submission.
    private let earlier: VideoTask?
    /// Returns a command as it is typed here.
    private let spelled: @Sendable (String) -> String

    /// Reads the options, and the task with the label.
    /// - Throws: ``VideoError`` with code `usage` if the options are wrong, or `storageFailed` if the journal cannot be
    ///   read.
    init(_ invocation: Invocation, _ client: VideoClient, spelled: @escaping @Sendable (String) -> String) async throws
    {
        let label = invocation[.label]
        guard label != "" else { throw VideoError.usage("--label is empty.", "Nothing was sent.") }
        guard label != nil || !invocation.has(.buyAgain) else {
            throw VideoError.usage(
                "--again needs --label, which names the task to buy again.",
                "Nothing was sent. Without a label, every submission is a new purchase."
            )
        }
        let priority = try invocation.integer(.priority, in: -1000...1000) ?? 0
        let earlier: VideoTask? = if let label { try await client.task(labeled: label) } else { nil }
        self.init(
            label: label,
            buysAgain: invocation.has(.buyAgain),
            priority: priority,
            earlier: earlier,
            spelled: spelled
        )
    }

    init(
        label: String?,
        buysAgain: Bool = false,
        priority: Int = 0,
        earlier: VideoTask?,
        spelled: @escaping @Sendable (String) -> String = { $0 }
    ) {
        self.label = label
        self.buysAgain = buysAgain
        self.priority = priority
        self.earlier = earlier
        self.spelled = spelled
    }

    /// Returns the path of the task with the label, if the video is to be at the same path or at none in particular.
    /// - Parameter output: the absolute path that the user named; nil if the program chooses.
    func place(for output: String?) -> String? {
        guard let place = earlier?.file?.path ?? earlier?.destination else { return nil }
        return output == nil || output == place ? place : nil
    }

    /// Returns a sentence about a task that was returned because it already has the label; nil if the submission sent
    /// something.
    func sentence(about task: VideoTask) -> String? {
        guard let label, let earlier, earlier.id == task.id,
            earlier.attempts.count == task.attempts.count
        else { return nil }
        let path = task.state == .stored ? task.file.map { ": \($0.path)" } ?? "" : ""
        let fact =
            "\(Redaction.singleLine(label, limit: 80)) is \(task.id), which is \(TaskDisplay(task: task).word)\(path); "
            + "nothing was sent."
        let next: String? =
            switch task.state {
            case .outcomeUnknown: "Settle it with: \(spelled("resolve \(task.id)"))"
            case .failed, .expired, .cancelled:
                task.purchase == .made ? "It was bought. To buy another video, add --again." : nil
            default: nil
            }
        return [fact, next].compactMap(\.self).joined(separator: " ")
    }
}
