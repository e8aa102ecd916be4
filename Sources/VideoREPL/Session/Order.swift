import VideoGeneration

/// An order that was checked: everything that can be wrong without asking the provider is right.
struct Order: Sendable {
    let choice: ProviderChoice
    let client: VideoClient
    let request: VideoRequest
    /// Where the file is to be; empty where nothing is bought.
    let path: String

    /// - Parameter isPurchase: false for a look at it, which needs no key and no place for a file.
    init(_ invocation: Invocation, _ session: Session, isPurchase: Bool = true) async throws {
        let choice = try await session.choice(invocation, needsKey: isPurchase)
        let builder = OrderBuilder(
            invocation: invocation,
            session: session.defaults,
            provider: choice.defaults,
            folders: session.folders,
            disk: session.disk
        )
        let request = try builder.request(model: choice.model)
        try self.init(choice, request, invocation, session, isPurchase: isPurchase)
    }

    /// The same as an earlier order, from whom it was ordered, as far as the line says nothing else.
    init(again task: VideoTask, _ invocation: Invocation, _ session: Session) async throws {
        var whom = invocation
        if ![CommandOption.provider, .dialect, .baseURL].contains(where: invocation.has) {
            whom = try session.whom(of: task, invocation)
        }
        let choice = try await session.choice(whom)
        let builder = OrderBuilder(
            invocation: invocation,
            session: [:],
            provider: [:],
            folders: session.folders,
            disk: session.disk
        )
        let request = try builder.changes(to: task.request, model: invocation[.model])
        try self.init(choice, request, invocation, session, isPurchase: true)
    }

    private init(
        _ choice: ProviderChoice,
        _ request: VideoRequest,
        _ invocation: Invocation,
        _ session: Session,
        isPurchase: Bool
    ) throws {
        self.choice = choice
        let fit = try choice.provider.provider.fit(request)
        if invocation.has(.snap) {
            for change in fit.changes { session.note("Taken the nearest: \(change).", invocation) }
            self.request = fit.request
        } else {
            self.request = try fit.unchanged(for: fit.request.model ?? choice.entry.id)
        }
        client = try session.client([choice.provider], budget: session.budget(invocation))
        let destination = Destination(folders: session.folders, disk: session.disk, random: session.random)
        path =
            isPurchase
            ? try destination.path(
                invocation[.output] ?? session.defaults[CommandOption.output.name],
                prompt: request.isPrivate ? "video" : request.prompt,
                overwrite: invocation.has(.overwrite)
            ) : ""
        if isPurchase, !invocation.has(.overwrite) { try Self.checkFree(path, session) }
        if let notice = choice.notice { session.note(notice, invocation) }
    }

    /// Another job may be on its way to the same file; the second would be paid for and find the place taken.
    private static func checkFree(_ path: String, _ session: Session) throws {
        let directory = try? session.directory()
        let other = try session.journal().latest(500).first { task in
            task.destination == path && task.state.isUnfinished && task.state != .outcomeUnknown
                && (session.board.has(task.id) || !Simulation.made(task, directory))
        }
        guard let other else { return }
        throw VideoError.usage(
            "\(other.id) is \(other.state), and its video is to go to \(path).",
            "Nothing was sent. Give another --output, or get that one with: \(session.spelled("resume \(other.id)"))"
        )
    }

    /// Buys it, waits, and brings it home.
    func generate(_ invocation: Invocation, _ session: Session, _ observe: @escaping VideoObserver) async throws
        -> VideoTask
    {
        try await client.generate(
            request,
            with: choice.entry.id,
            to: path,
            replacing: invocation.has(.overwrite),
            wait: try session.wait(invocation),
            observe: observe
        )
    }
}

extension Duration {
    /// How long a video is waited for where nobody says: longer than the slowest model of the dialects takes.
    static let defaultWait = Duration.seconds(20 * 60)
}
