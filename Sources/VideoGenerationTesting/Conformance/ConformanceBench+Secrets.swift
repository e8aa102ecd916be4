import VideoGeneration
import VideoPlatform

/// The checks of secrets that must not leave the process.
extension ConformanceBench {
    private static let elsewhere = "https://elsewhere.conformance.example/v1/videos/task-1"

    func checkCredential() async throws {
        let cast = try cast()
        let purchase = makeResponse(script.accepted, .queued)
        let bought = await submit(cast) { _ in purchase }
        var requests = bought.requests
        let task = try bought.result.get().remote
        requests += await status(cast, of: task, makeResponse(script.running, .running)).requests
        let succeeded = try await succeeded(cast)
        let links = await outputs(cast, of: succeeded)
        requests += links.requests
        requests += await requestsWithForeignAddresses(cast, succeeded.task)
        for request in requests where request.carries(key: Self.key) {
            expect(
                getsKey(request.url.origin, cast),
                "the key is sent to \(cast.origin) only, and to origins that the dialect trusts with it",
                seen: "the key in a header of \(request)"
            )
        }
        for request in requests {
            let text = request.url.string + String(decoding: request.body ?? [], as: UTF8.self)
            expect(
                !text.contains(Self.key),
                "no URL and no body contains the key",
                seen: "the key in \(request)"
            )
        }
        if cast.provider.credential != nil {
            expect(
                bought.requests.allSatisfy { $0.carries(key: Self.key) },
                "a submit carries the key in a header",
                seen: "\(bought.requests) without it"
            )
        }
        let foreign = HTTPURL(Self.elsewhere)
        expect(
            foreign.map { cast.provider.credential?.covers($0) ?? false } != true,
            "the credential is bound to the provider's origin",
            seen: "the credential returns a header for \(Self.elsewhere)"
        )
        let told = await status(cast, of: task, makeResponse(script.succeeded, .succeeded))
        for output in (links.value ?? []) + (told.value?.outputs ?? []) where output.link?.origin != cast.origin {
            expect(
                !output.needsCredential,
                "a link to another origin does not need the key",
                seen: "\(output.source) needs the credential"
            )
        }
    }

    private func getsKey(_ origin: Origin, _ cast: Cast) -> Bool {
        let trusted = dialect?.trustedOrigins(for: cast.provider.info.endpoint) ?? []
        return origin == cast.origin || trusted.contains { $0.origin == origin && $0.getsKey }
    }

    /// The key is in the field that the script names, in the form that it shows, and nowhere else.
    func checkKeyField() async throws {
        let cast = try cast()
        guard cast.provider.credential != nil else {
            return expect(true, "a provider without a credential sends no key", seen: "")
        }
        let field = script.keyField
        for request in try await requestsOfAllVerbs(cast) where request.url.origin == cast.origin {
            let values = request.fields.filter { $0.name.lowercased() == field.name.lowercased() }.map(\.value)
            expect(
                values.count == 1 && values.allSatisfy { field.accepts($0, key: Self.key) },
                "every request has the header field “\(script.key)”",
                seen: "\(request) with \(field.name): \(values)"
            )
            let others = request.fields.filter {
                $0.name.lowercased() != field.name.lowercased() && $0.value.contains(Self.key)
            }
            expect(
                others.isEmpty,
                "no other header field contains the key",
                seen: "the key in \(others.map(\.name)) of \(request)"
            )
        }
    }

    private func requestsOfAllVerbs(_ cast: Cast) async throws -> [HTTPRequest] {
        let purchase = makeResponse(script.accepted, .queued)
        let bought = await submit(cast) { _ in purchase }
        let succeeded = try await succeeded(cast)
        let running = makeResponse(script.running, .running)
        var requests = bought.requests + (await outputs(cast, of: succeeded)).requests
        requests += await readings(cast, of: succeeded.task) { _ in running }.flatMap(\.scene.requests)
        let check = await cast.stage.play({ _ in running }) { try await cast.provider.checkEndpoint(in: cast.context) }
        return requests + check.requests
    }

    /// Returns the requests that are sent when responses and stored tasks point to another origin.
    private func requestsWithForeignAddresses(_ cast: Cast, _ task: RemoteTask) async -> [HTTPRequest] {
        let lured = RemoteTask(
            id: "task-1",
            fileID: task.fileID,
            pollingURL: Self.elsewhere,
            resultURL: Self.elsewhere,
            cancelURL: Self.elsewhere
        )
        let running = makeResponse(script.running, .running)
        var requests = await readings(cast, of: lured) { _ in running }.flatMap(\.scene.requests)
        let purchase = makeResponse(script.accepted, .queued, base: "https://elsewhere.conformance.example")
        if let misled = await submit(cast, { _ in purchase }).value?.remote {
            requests += await readings(cast, of: misled) { _ in running }.flatMap(\.scene.requests)
        }
        for status in [302, 307, 308] {
            let redirect = HTTPResponse(status: status, fields: ["Location": Self.elsewhere])
            requests += await submit(cast) { _ in redirect }.requests
            requests += await readings(cast, of: task) { _ in redirect }.flatMap(\.scene.requests)
        }
        return requests
    }

    func checkRedaction() async throws {
        let cast = try cast()
        expectClean(Self.faces(of: cast.provider), "the provider's description and dump")
        let lines = "first line\r\nsecond\u{1B}[31m red \u{7}"
        let hostile = "\(lines) for key \(Self.key), Bearer \(Self.key), see \(Self.link)"
        var responses = script.refusals.map { makeResponse($0.response, .failed, reason: hostile) }
        responses += [401, 403, 429, 500].map {
            HTTPResponse(status: $0, fields: ["X-Request-ID": "r-\(Self.key)"], body: Array(hostile.utf8))
        }
        for response in responses {
            let scene = await submit(cast) { _ in response }
            expectClean(scene, "the error of a refused submit")
        }
        let task = try await accepted(cast)
        for response in [makeResponse(script.failed, .failed, reason: hostile)] + responses {
            let scene = await status(cast, of: task, response)
            if let failure = scene.value?.failure {
                expectClean(Self.faces(of: failure), "the reason of a failed task")
                expectPrintable(failure.message)
            }
            expectClean(scene, "the error of a failed poll")
        }
        await checkBrokenConnections(cast, task)
        let links = await outputs(cast, of: try await succeeded(cast))
        for output in links.value ?? [] {
            expectClean("\(output)", "the description of an output")
        }
    }

    /// An error about a request without a response may describe the request, and its key with it.
    private func checkBrokenConnections(_ cast: Cast, _ task: RemoteTask) async {
        let rule: ConformanceStage.Rule = { _ in
            throw HTTPTransportError(.connectionLost, .sent, "The connection ended.")
        }
        expectClean(await submit(cast, rule), "the error of a submit without a response")
        for (verb, scene) in await readings(cast, of: task, rule) {
            expectClean(scene, "the error of a `\(verb)` without a response")
        }
    }

    private func expectClean<Value>(_ scene: Scene<Value>, _ name: String) {
        guard case .failure(let error) = scene.result else { return }
        expectClean(Self.faces(of: error), name)
        if let error = scene.error { expectPrintable(error.message) }
    }

    private func expectClean(_ text: String, _ name: String) {
        let key = Data(Self.key.utf8).base64EncodedString().prefix { $0 != "=" }.dropLast(2)
        for (secret, what) in [
            (Self.key.prefix(8), "the key"), (key, "the key in base64"), (Self.signature[...], "a signed query"),
        ] {
            expect(!text.contains(secret), "\(name) does not contain \(what)", seen: text)
        }
    }

    private func expectPrintable(_ message: String) {
        expect(
            message.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control },
            "a message contains no control character and no line end",
            seen: message.debugDescription
        )
    }

    /// Every text that a log could print for a value.
    private static func faces(of value: some Any) -> String {
        var dumped = ""
        dump(value, to: &dumped)
        let encoded = (value as? any Encodable).flatMap { try? JSONEncoder().encode($0) } ?? Data()
        return "\(value) \(String(reflecting: value)) \(dumped) \(String(decoding: encoded, as: UTF8.self))"
    }
}
