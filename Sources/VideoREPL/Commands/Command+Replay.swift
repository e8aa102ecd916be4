import VideoGeneration

extension Command {
    /// Starts or ends the replay of a recording.
    static let replay = Command(
        name: "replay",
        summary: "use a recording instead of the network for the following commands; `replay off` ends it",
        theme: .tools,
        arguments: "FILE|off",
        argumentCount: 1...1,
        examples: ["replay exchanges.har", "replay off"],
        completion: .path,
        remarks:
            "The same commands get the same responses. A short built-in video replaces each video that was left out."
    ) { invocation, session in
        try checkIdle(session)
        let word = invocation.arguments[0]
        guard word != "off" else {
            try session.transport.stop()
            session.tell("Requests use the network again.", ["event": "replay", "path": .null], invocation)
            return .done
        }
        let path = session.folders.absolute(word)
        do { try session.transport.play(path) } catch let error as DiskError {
            throw VideoError.usage("\(path) cannot be read: \(error.reason).")
        } catch {
            throw VideoError.usage("\(path) is not a recording.", "`record FILE` creates one.")
        }
        let text = "Responses come from \(path). No provider is contacted, and nothing is bought."
        session.tell(text, ["event": "replay", "path": .string(path)], invocation)
        session.noteEnd(of: "replay", instead: "Write the commands into a script", invocation)
        return .done
    }

    /// Throws if tasks are running in the background. A task must keep the transport that it started with: a recording
    /// does not contain a task that was bought, and a provider does not have a task that was replayed.
    static func checkIdle(_ session: Session) throws {
        guard session.background.isBusy else { return }
        throw VideoError.usage(
            "Tasks are still running in the background, and their responses would come from the wrong source.",
            "Nothing was changed. Wait for them with: watch"
        )
    }
}
