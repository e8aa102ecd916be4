import VideoGeneration

extension Command {
    /// Starts or ends a recording of HTTP exchanges.
    static let record = Command(
        name: "record",
        summary: "record the HTTP exchanges of the following commands in a file; `record off` ends it",
        theme: .tools,
        arguments: "FILE|off",
        argumentCount: 1...1,
        examples: ["record exchanges.har", "record off"],
        completion: .path,
        remarks:
            "The HAR file contains prompts and the provider's messages, but no keys, signatures, pictures or videos."
    ) { invocation, session in
        if session.transport.isPlaying { try checkIdle(session) }
        let word = invocation.arguments[0]
        guard word != "off" else {
            let path = session.transport.recordingPath
            try session.transport.stop()
            let text = path.map { "The recording was saved as \($0)." } ?? "Nothing was recorded."
            session.tell(text, ["event": "record", "path": path.map(JSONValue.string) ?? .null], invocation)
            return .done
        }
        let path = session.folders.absolute(word)
        guard try session.disk.size(of: path) == nil else {
            throw VideoError.usage("\(path) already exists and was not changed.", "Choose another name.")
        }
        try session.transport.record(to: path)
        session.tell("Recording to \(path).", ["event": "record", "path": .string(path)], invocation)
        session.noteEnd(of: "recording", instead: "Write the commands into a script", invocation)
        return .done
    }
}
