import VideoPlatform

extension VideoClient {
    /// What the label of an order means for it.
    enum LabelAnswer: Sendable {
        /// The task that has the label is the result. Nothing is sent.
        case known(VideoTask)
        /// The task that has the label is to be sent.
        case again(VideoTask)
        /// A new task is created, in place of a pruned one that had the label.
        case new(replacing: VideoTask.ID?)
    }

    /// Returns what the label of an order means. Nothing is changed.
    /// - Throws: ``VideoError`` with code `labelInUse` if another request has the label.
    func answer(to order: SubmitOrder) async throws(VideoError) -> LabelAnswer {
        guard let label = order.label else { return .new(replacing: nil) }
        do {
            guard var task = try await journal.task(labeled: label) else { return .new(replacing: nil) }
            guard task.digest == order.digest else { throw Self.labelInUse(task) }
            while task.state == .submitting {
                // Another caller sends the task at this moment.
                try await clock.sleep(for: .milliseconds(100))
                task = try await journal.task(task.id) ?? task
            }
            let isPruned = try await journal.task(task.id) == nil
            if task.state == .intent { return .again(task) }
            guard task.mayBuy(order) else {
                if !isPruned { try await journal.sync(task.id) }
                return .known(task)
            }
            // A pruned task has no file to continue in.
            return isPruned ? .new(replacing: task.id) : .again(task)
        } catch { throw error as? VideoError ?? .stoppedBeforeSubmit }
    }

    /// Returns a task that has ended to its intent for another attempt, if the order still allows it.
    /// - Parameter known: the task as the decision was made.
    func beginAgain(_ known: VideoTask, _ order: SubmitOrder) async throws(VideoError) {
        guard known.state != .intent else { return }
        do {
            try await journal.append(.attempt, to: known.id, note: "submitted again") {
                // Another caller may have made an attempt since. What bought a video once must not buy two.
                guard $0.endedAttempts == known.endedAttempts, $0.mayBuy(order) else { return }
                order.beginAgain(&$0)
            }
        } catch { throw error as? VideoError ?? .stoppedBeforeSubmit }
    }

    private static func labelInUse(_ task: VideoTask) -> VideoError {
        VideoError(
            .labelInUse,
            "The label “\(task.label ?? "")” belongs to \(task.id), which is another request.",
            advice: "Nothing was sent. Use another label, or the request of that task.",
            localID: task.id
        )
    }

    /// Returns the error of a task that has ended without a video.
    func end(of task: VideoTask) -> VideoError {
        let failure =
            task.failure
            ?? VideoError(
                task.state == .cancelled ? .cancelled : .taskExpired,
                "\(task.id) is \(task.state).",
                provider: task.provider.id
            )
        return failure.about(task)
    }
}

extension VideoTask {
    /// Whether the label of the task may buy another video: nothing was bought yet, or the caller or its route allows
    /// another purchase.
    fileprivate func mayBuy(_ order: SubmitOrder) -> Bool {
        guard canBeginAgain else { return false }
        return boughtNothing || order.again || mayMakeAnother(of: order.route.attempts)
    }

    /// Whether a route that allows a number of purchases allows one more: a provider accepted the task and did not make
    /// the video. A task that a user canceled gets no other attempt.
    func mayMakeAnother(of limit: Int) -> Bool {
        (state == .failed || state == .expired) && remote != nil && failure?.code != .cancelled
            && purchases < limit
    }
}
