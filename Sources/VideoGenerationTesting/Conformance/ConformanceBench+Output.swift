import VideoGeneration

/// The checks of outputs, cancels and lists.
extension ConformanceBench {
    private var tellsLinks: Bool { script.succeeded.has(.link) || script.file?.has(.link) == true }
    private var tellsBytes: Bool { script.succeeded.has(.data) || script.file?.has(.data) == true }
    /// Whether the links are requested by the task's own ID, so that the poll never names them.
    var asksByTaskID: Bool {
        script.file != nil && ![.link, .file, .data].contains(where: script.succeeded.has)
    }

    func checkMissingOutput() async throws {
        let cast = try cast()
        let task = try await accepted(cast)
        guard let sample = script.withoutOutput ?? (asksByTaskID ? script.succeeded : nil) else {
            let scene = await status(cast, of: task, makeResponse(script.succeeded, .succeeded, link: "", file: ""))
            return expect(
                scene.value?.outputs.contains { isOwn($0, cast) } ?? false,
                "a provider that serves the bytes itself has an output at the provider's origin that needs the key",
                seen: scene.outcome
            )
        }
        let response = makeResponse(sample, .succeeded)
        let poll = await status(cast, of: task, response)
        expect(
            poll.value.map {
                $0.failure?.code == .outputMissing
                    || ($0.state == .succeeded && $0.outputs.isEmpty && $0.remote.fileID == nil)
            } ?? (poll.error?.code == .outputMissing),
            "a success without a video is outputMissing, and no link is invented",
            seen: poll.outcome
        )
        let question = poll.requests.first
        let links = await outputs(
            cast,
            of: (task, question),
            file: HTTPResponse(status: 404),
            poll: response
        )
        expect(
            [.outputMissing, .taskNotFound].contains(links.error?.code),
            "a request for the links of a task without a video throws outputMissing",
            seen: links.outcome
        )
    }

    /// Returns whether an output is at an origin that gets the key, and needs it.
    private func isOwn(_ output: VideoOutput, _ cast: Cast) -> Bool {
        guard let link = output.link, output.needsCredential else { return false }
        return link.origin == cast.origin || cast.provider.credential?.covers(link) == true
    }

    func checkLinks() async throws {
        let cast = try cast()
        let succeeded = try await succeeded(cast)
        let scene = await outputs(cast, of: succeeded)
        guard let output = scene.value?.first(where: { $0.kind == .video }) else {
            return expect(false, "a succeeded task has a link to its video", seen: scene.outcome)
        }
        if tellsBytes {
            return expect(
                output.source == .inline(.text(Self.data)),
                "the bytes in the response are an output, byte for byte: \(Self.data)",
                seen: "\(output)"
            )
        }
        guard tellsLinks else {
            return expect(
                isOwn(output, cast),
                "a video that the provider serves itself is at the provider's origin and needs the key",
                seen: "\(output)"
            )
        }
        expect(
            output.link?.string == Self.link,
            "a signed link is kept byte for byte: \(Self.link)",
            seen: "\(output)"
        )
        expect(
            output.expiresAt == Self.expiry,
            "a link with an expiry (`Expires=1900000000`) has this expiry in the output",
            seen: "\(output.expiresAt.map { "\($0)" } ?? "no expiry")"
        )
    }

    func checkExpiredLink() async throws {
        let cast = try cast()
        let succeeded = try await succeeded(cast)
        _ = await outputs(cast, of: succeeded)
        let renewed = Self.link("renewed")
        let scene = await outputs(cast, of: succeeded, link: renewed)
        if tellsLinks {
            expect(
                scene.value?.first?.link?.string == renewed,
                "each call for the links returns the provider's newest link",
                seen: scene.outcome
            )
            expect(
                !scene.requests.isEmpty,
                "each call for the links sends a request",
                seen: "no request was sent"
            )
        }
        for status in [404, 410] {
            let gone = HTTPResponse(status: status)
            let scene = await outputs(cast, of: succeeded, file: gone, poll: gone)
            let codes: [VideoError.Code] = [.outputExpired, .outputMissing, .taskExpired, .taskNotFound]
            expect(
                scene.error.map { codes.contains($0.code) } ?? false,
                "a video that no longer exists (HTTP \(status)) is one of \(codes)",
                seen: scene.outcome
            )
        }
    }

    func checkPages() async throws {
        let cast = try cast()
        let task = try await accepted(cast)
        guard let link = HTTPURL(Self.link) else { return }
        let pages = [Self.page, "", "{}", "[1, 2", #"{"message": "no"}"#]
        for page in pages {
            let response = HTTPResponse(status: 200, body: Array(page.utf8))
            let scene = await cast.stage.play({ _ in response }) {
                try cast.provider.outputs(fromUnexpectedResponse: response, to: VideoOutput(link), of: task)
            }
            expect(
                scene.value?.isEmpty ?? (scene.error != nil),
                "a page in place of a video (\(page)) is a VideoError, or no video",
                seen: scene.outcome
            )
        }
        let renewed = Self.link("renewed")
        let response = HTTPResponse(status: 200, body: Array(#"{"video_url": "\#(renewed)"}"#.utf8))
        let found = try? cast.provider.outputs(fromUnexpectedResponse: response, to: VideoOutput(link), of: task)
        expect(
            found?.allSatisfy { $0.link?.string == renewed && !$0.needsCredential } ?? true,
            "a link in such a page is kept byte for byte and does not need the key at another origin",
            seen: "\(found ?? [])"
        )
    }

    func checkStopping() async throws {
        let cast = try cast()
        let task = try await accepted(cast, id: "a:b/c+d=")
        let response = script.stopped.map { makeResponse($0, .cancelled, id: task.id) } ?? HTTPResponse(status: 200)
        let scene = await cast.stage.play({ _ in response }) { try await cast.provider.cancel(task, in: cast.context) }
        guard script.stopped != nil else {
            return expect(
                scene.value == .unsupported && scene.requests.isEmpty,
                "a provider that cannot cancel a task returns unsupported and sends nothing",
                seen: "\(scene.outcome), \(scene.requests)"
            )
        }
        expect(
            scene.value == .cancelled || scene.value == .deleted || scene.value == .requested,
            "a successful cancel returns cancelled, requested or deleted",
            seen: scene.outcome
        )
        expect(
            scene.requests.count == 1 && scene.requests.allSatisfy { !$0.isSafe && $0.delivers(task.id) },
            "a cancel is one request, not a GET, with the task's id unchanged",
            seen: "\(scene.requests.map { "\($0.method.rawValue) \($0.url.string)" })"
        )
        let unheard = await cast.stage.play({ _ in HTTPResponse(status: 500) }) {
            try await cast.provider.cancel(task, in: cast.context)
        }
        expect(
            unheard.value != .cancelled && unheard.value != .deleted && unheard.value != .requested,
            "a cancel with the response HTTP 500 does not count as successful",
            seen: unheard.outcome
        )
    }

    func checkListing() async throws {
        let cast = try cast()
        let response = script.list.map { makeResponse($0, .running, id: "a:b/c+d=") } ?? HTTPResponse(status: 200)
        let scene = await cast.stage.play({ _ in response }) {
            try await cast.provider.list(TaskListing(), in: cast.context)
        }
        guard script.list != nil else {
            return expect(
                scene.error?.code == .unsupported && scene.requests.isEmpty,
                "a provider without a list throws unsupported and sends nothing",
                seen: "\(scene.outcome), \(scene.requests)"
            )
        }
        expect(
            scene.value?.tasks.map(\.remote.id) == ["a:b/c+d="],
            "the list contains the provider's tasks with unchanged ids",
            seen: scene.outcome
        )
        expect(
            scene.requests.map(\.isSafe) == [true],
            "the list is one request that can be repeated",
            seen: "\(scene.requests)"
        )
    }
}
