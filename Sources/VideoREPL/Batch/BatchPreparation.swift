import VideoGeneration

/// Makes a request of each row, and checks it with the model, without sending anything.
struct BatchPreparation {
    private let invocation: Invocation
    private let session: Session
    /// The choices that were made, by the ID of the provider; the empty ID stands for the choice without a row's own.
    private var choices: [String: ProviderChoice] = [:]
    private var routes: [String: ChosenRoute] = [:]
    private var outputs: [String: Int] = [:]
    /// The folder of the videos, as an absolute path.
    private let folder: String
    /// The rows that can be sent.
    private(set) var items: [BatchItem] = []
    /// The mistakes.
    private(set) var problems: [BatchRow.Problem] = []
    /// The first error, whose kind is that of the whole.
    private(set) var firstError: VideoError?
    /// Sentences about all rows, each once.
    private(set) var notes: [String] = []

    /// - Throws: ``VideoError`` with code `usage` if the folder of the videos is none.
    init(_ invocation: Invocation, _ session: Session) throws {
        self.invocation = invocation
        self.session = session
        let output = invocation.filled(with: session.defaults)[.output] ?? "."
        folder = session.folders.absolute(output)
        guard Destination.isFolder(folder) else {
            throw VideoError.usage(
                "--output \(output.shown) is not a folder.",
                "Nothing was sent. Give an existing folder for the videos."
            )
        }
    }

    /// The providers of all rows.
    var providers: [DialectProvider] {
        var known: Set<String> = []
        let all =
            choices.sorted { $0.key < $1.key }.map(\.value.provider)
            + routes.sorted { $0.key < $1.key }.flatMap(\.value.providers)
        return all.filter { known.insert($0.info.id).inserted }
    }

    /// Prepares a row. A mistake is kept in ``problems``.
    /// - Throws: `CancellationError`.
    mutating func add(_ row: BatchRow) async throws {
        do { items.append(try await item(row)) } catch let error as VideoError {
            firstError = firstError ?? error
            problems.append(
                .init(number: row.number, line: row.line, text: error.message.asSentence + Self.hint(error))
            )
        }
    }

    /// Returns the advice of an error without the sentence that is said once for all rows.
    private static func hint(_ error: VideoError) -> String {
        let advice = (error.advice ?? "").replacing("Nothing was sent.", with: "").trimming(\.isWhitespace)
        return advice.isEmpty ? "" : " " + advice
    }

    private mutating func item(_ row: BatchRow) async throws -> BatchItem {
        let own = try invocation(of: row)
        let path = try path(of: row)
        if let word = row["provider"] == nil ? own[.route] : nil {
            let chosen = try await route(word)
            let (request, estimate) = try routed(own, chosen)
            return BatchItem(row: row, request: request, target: .route(chosen.route), path: path, estimate: estimate)
        }
        let choice = try await choice(own, row["provider"])
        let request = try fitted(try builder(own, choice).request(model: choice.model), choice)
        return BatchItem(
            row: row,
            request: request,
            target: .provider(choice.entry.id),
            path: path,
            estimate: choice.provider.info.estimate(request).least
        )
    }

    // MARK: - The row as options

    /// Returns the options of a row: its values, and the options of the command line for the others.
    private func invocation(of row: BatchRow) throws -> Invocation {
        var own = invocation
        own.arguments = []
        if let prompt = row["prompt"] {
            own.arguments = [prompt]
            own.set(.promptFile, to: [])
        }
        for (name, option) in BatchColumn.requestOptions {
            if let values = row.values[name] { own.set(option, to: values) }
        }
        // A size and a resolution exclude each other, so the row's own one replaces both defaults.
        if row["size"] != nil, row["resolution"] == nil { own.set(.resolution, to: []) }
        if row["resolution"] != nil, row["size"] == nil { own.set(.size, to: []) }
        for (name, values) in row.values.sorted(by: { $0.key < $1.key }) where name.hasPrefix(BatchColumn.options + ".")
        {
            own.add("\(name.dropFirst(BatchColumn.options.count + 1))=\(values.first ?? "")", to: .set)
        }
        if let isPrivate = row["private"] { own.set(.isPrivate, to: isPrivate.lowercased() == "true" ? [""] : []) }
        if let route = row["route"] { own.set(.route, to: [route]) }
        if let provider = row["provider"] {
            // The default model and the address are those of another provider.
            if provider != invocation[.provider] {
                for option in [CommandOption.model, .dialect, .baseURL, .keyEnv] { own.set(option, to: []) }
            }
            own.set(.provider, to: [provider])
        }
        if let model = row["model"] { own.set(.model, to: [model]) }
        return own
    }

    private func builder(_ own: Invocation, _ choice: ProviderChoice?) -> RequestBuilder {
        RequestBuilder(
            invocation: own,
            session: session.defaults,
            provider: choice?.defaults ?? [:],
            folders: session.folders,
            disk: session.disk
        )
    }

    // MARK: - The provider

    /// Returns the provider of a row. It is chosen once, because the list of providers is read for each choice.
    private mutating func choice(_ own: Invocation, _ id: String?) async throws -> ProviderChoice {
        var choice: ProviderChoice
        if let known = choices[id ?? ""] {
            choice = known
        } else {
            var general = own
            if id == nil { general.set(.model, to: invocation.all(.model)) } else { general.set(.model, to: []) }
            choice = try await session.choice(general)
            if let notice = choice.notice { note(notice) }
            choices[id ?? ""] = choice
        }
        choice.model = own[.model] ?? choice.model
        return choice
    }

    private mutating func fitted(_ request: VideoRequest, _ choice: ProviderChoice) throws -> VideoRequest {
        let fit = try PreparedRequest.fit(request, choice, snapping: invocation.has(.snap), session)
        for change in fit.changes { note("Using the nearest value: \(change).") }
        if let warning = choice.provider.info.retirementWarning(for: fit.request, at: session.clock.now) {
            note(warning)
        }
        return fit.request
    }

    /// Returns the route of a row. Its providers are looked up once.
    private mutating func route(_ word: String) async throws -> ChosenRoute {
        if let known = routes[word] { return known }
        let chosen = try await session.route(word)
        for (id, error) in chosen.unusable.sorted(by: { $0.key < $1.key }) {
            note("\(id) is left out of the route: \(Redaction.singleLine(error.message, limit: 300))")
        }
        routes[word] = chosen
        return chosen
    }

    /// Returns the request of a row with a route, which at least one candidate has to take.
    private func routed(_ own: Invocation, _ chosen: ChosenRoute) throws -> (VideoRequest, Money?) {
        let request = try builder(own, nil).request(model: own[.model])
        var reasons: [String] = []
        for candidate in chosen.route.candidates {
            guard let info = chosen.providers.first(where: { $0.info.id == candidate.provider })?.info else {
                reasons.append("\(candidate): \(chosen.unusable[candidate.provider]?.message.asSentence ?? "")")
                continue
            }
            var tried = request
            tried.model = candidate.model ?? request.model
            do throws(VideoError) {
                let fit = try info.fit(tried)
                let isAdapted = candidate.adapting == .nearest
                let taken = isAdapted ? fit.request : try fit.validated(for: "\(candidate)")
                return (request, info.estimate(taken).least)
            } catch {
                reasons.append("\(candidate): \(error.message.asSentence)")
            }
        }
        throw VideoError(
            .noCandidate,
            "No candidate of the route takes the request. \(reasons.joined(separator: " "))"
        )
    }

    private mutating func note(_ text: String) { if notes.count < 20, !notes.contains(text) { notes.append(text) } }

    // MARK: - The file

    /// Returns the path of a row's video. A relative path starts at the folder of the videos.
    private mutating func path(of row: BatchRow) throws -> String {
        let name = SafeFileName.of(row.label) + Destination.suffix
        var path = folder + "/" + name
        if let output = row["output"] {
            path = output.hasPrefix("/") || output.hasPrefix("~") ? output : folder + "/" + output
            path = session.folders.absolute(path)
            if output.hasSuffix("/") || Destination.isFolder(path) { path += "/" + name }
        }
        path = path.replacing("//", with: "/")
        if let other = outputs.updateValue(row.number, forKey: path) {
            outputs[path] = other
            throw VideoError.usage("the output \(path) is the output of row \(other), too.")
        }
        return path
    }
}
