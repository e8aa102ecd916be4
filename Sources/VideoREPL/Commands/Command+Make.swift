import VideoGeneration

extension Command {
    /// Buys a video, waits, and brings it home.
    static let generate = Command(
        name: "generate",
        summary: "make a video and save it",
        theme: .make,
        arguments: "PROMPT",
        argumentCount: 0...1,
        options: CommandOption.order + CommandOption.whom + [.output, .overwrite, .wait] + CommandOption.care,
        examples: [
            #"generate "a paper boat in the rain""#,
            #"generate "a paper boat in the rain" --seconds 6 --output boat.mp4"#,
            #"generate "the boat sails away" --first-frame boat.png --provider minimax"#,
            #"generate "a boat" --dialect openai-videos --base-url https://api.example.com/v1 --key-env RELAY_KEY"#,
        ],
        remarks: "One POST a video, never more. Ctrl-C stops the waiting, not the job: resume takes it up again."
    ) { invocation, session in
        let order = try await Order(invocation, session)
        let wait = try session.wait(invocation)
        return try await session.follow(invocation) { observe in
            try await order.client.generate(
                order.request,
                with: order.choice.entry.id,
                to: order.path,
                replacing: invocation.has(.overwrite),
                wait: wait,
                observe: observe
            )
        }
    }

    /// Buys a video and comes back.
    static let submit = Command(
        name: "submit",
        summary: "order a video and come back at once; resume or watch brings it home",
        theme: .make,
        arguments: "PROMPT",
        argumentCount: 0...1,
        options: CommandOption.order + CommandOption.whom + [.output, .overwrite] + CommandOption.care,
        examples: [#"submit "a paper boat in the rain""#]
    ) { invocation, session in
        let order = try await Order(invocation, session)
        let reporter = session.reporter(invocation)
        let task = try await session.reporting(reporter) {
            try await order.client.submit(
                order.request,
                to: order.choice.entry.id,
                saveTo: order.path,
                observe: { reporter.observe($0) }
            )
        }
        session.console.endLive()
        if invocation.has(.json) {
            session.console.line(TaskReport.summary(task).description)
        } else {
            session.console.line(
                "\(task.id) is \(task.state) at \(task.provider.id). Get it with: \(session.spelled("resume \(task.id)"))"
            )
        }
        return .done
    }
}

/// An order that was checked: everything that can be wrong without asking the provider is right.
struct Order: Sendable {
    let choice: ProviderChoice
    let client: VideoClient
    let request: VideoRequest
    /// Where the file is to be; empty where nothing is bought.
    let path: String

    /// - Parameter isPurchase: false for a look at it, which needs no key and no place for a file.
    init(_ invocation: Invocation, _ session: Session, isPurchase: Bool = true) async throws {
        choice = try await session.choice(invocation, needsKey: isPurchase)
        let builder = OrderBuilder(
            invocation: invocation,
            session: session.defaults,
            provider: Dictionary(
                choice.entry.defaults?.map { ($0.key, $0.value) } ?? [],
                uniquingKeysWith: { $1 }
            ),
            folders: session.folders,
            disk: session.disk
        )
        let fit = try choice.provider.provider.fit(builder.request(model: choice.model))
        if invocation.has(.snap) {
            for change in fit.changes { session.note("Taken the nearest: \(change).", invocation) }
            request = fit.request
        } else {
            request = try fit.unchanged(for: fit.request.model ?? choice.entry.id)
        }
        client = try session.client([choice.provider], budget: session.budget(invocation))
        let destination = Destination(folders: session.folders, disk: session.disk, random: session.random)
        path =
            isPurchase
            ? try destination.path(
                invocation[.output] ?? session.defaults["output"],
                prompt: request.isPrivate ? "video" : request.prompt,
                overwrite: invocation.has(.overwrite)
            ) : ""
        if let notice = choice.notice { session.note(notice, invocation) }
    }
}

extension Duration {
    /// How long a video is waited for where nobody says: longer than the slowest model of the dialects takes.
    static let defaultWait = Duration.seconds(20 * 60)
}
