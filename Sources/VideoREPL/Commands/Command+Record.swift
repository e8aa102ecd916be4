import VideoGeneration

extension Command {
    /// Keeps the exchanges of what follows.
    static let record = Command(
        name: "record",
        summary: "keep the exchanges of what follows in a file; `record off` ends it",
        theme: .tools,
        arguments: "FILE|off",
        argumentCount: 1...1,
        examples: ["record exchanges.har", "record off"],
        completion: .path,
        remarks: "A HAR file without keys, signatures, pictures and videos; prompts and the provider's words are in it."
    ) { invocation, session in
        if session.transport.isPlaying { try checkIdle(session) }
        let word = invocation.arguments[0]
        guard word != "off" else {
            let path = session.transport.recordingPath
            try session.transport.stop()
            let text = path.map { "The recording is \($0)." } ?? "Nothing was recorded."
            session.tell(text, ["event": "record", "path": path.map(JSONValue.string) ?? .null], invocation)
            return .done
        }
        let path = session.folders.absolute(word)
        guard try session.disk.size(of: path) == nil else {
            throw VideoError.usage("\(path) exists and is kept.", "Give another name.")
        }
        try session.transport.record(to: path)
        session.tell("Recording to \(path).", ["event": "record", "path": .string(path)], invocation)
        return .done
    }

    /// Plays them back.
    static let replay = Command(
        name: "replay",
        summary: "answer what follows from a recording, without a network; `replay off` ends it",
        theme: .tools,
        arguments: "FILE|off",
        argumentCount: 1...1,
        examples: ["replay exchanges.har", "replay off"],
        completion: .path,
        remarks:
            "The same commands get the same answers; for a video that was left out a short one of our own stands in."
    ) { invocation, session in
        try checkIdle(session)
        let word = invocation.arguments[0]
        guard word != "off" else {
            try session.transport.stop()
            session.tell("Back at the network.", ["event": "replay", "path": .null], invocation)
            return .done
        }
        let path = session.folders.absolute(word)
        do { try session.transport.play(path) } catch let error as DiskError {
            throw VideoError.usage("\(path) cannot be read: \(error.reason).")
        } catch {
            throw VideoError.usage("\(path) is no recording.", "`record FILE` makes one.")
        }
        let text = "Answers come from \(path); nothing is contacted, nothing is bought."
        session.tell(text, ["event": "replay", "path": .string(path)], invocation)
        return .done
    }

    /// A job keeps the answers with which it began: a recording knows nothing of one that was bought, and a
    /// provider nothing of one that was played back.
    private static func checkIdle(_ session: Session) throws {
        guard session.board.isBusy else { return }
        throw VideoError.usage(
            "Jobs go on in the background, and their answers would come from somewhere else.",
            "Nothing was changed. Wait for them with: watch"
        )
    }
}
