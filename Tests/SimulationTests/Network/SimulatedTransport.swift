import VideoGeneration

/// The network between one process and everybody else. Requests that have left arrive even where nobody waits
/// for the answer any more.
struct SimulatedTransport: HTTPTransport {
    let process: SimulatedProcess
    private var world: World { process.world }

    /// What happens to an exchange.
    enum Weather: Int, CaseIterable {
        case fine = 0
        /// No connection.
        case refused
        /// It never arrives.
        case lostRequest
        /// It arrives, is acted on, and nobody hears of it.
        case lostAnswer
        /// The answer's head comes, or some of its body, and no more.
        case cutAnswer
        /// The request or the answer takes long, perhaps too long.
        case late
        /// The answer comes twice in one.
        case doubled
        /// It is answered before anybody looked at it: "come back later".
        case turnedAway
        /// A proxy answers for the provider, which may or may not have acted.
        case proxyError
        /// A network wants somebody to sign in.
        case portal
        /// A key that is not valid for a moment, an id that one server does not know yet.
        case oddRefusal
        /// Of a film: another encoding from now on.
        case otherFilm
        /// Of a film: the range is not what was asked for.
        case oddRange
        /// Of a film: the length is untold, and the end may be missing.
        case unmarkedEnd
    }

    func send(_ request: HTTPRequest, timeouts: HTTPTimeouts, to sink: some HTTPSink) async throws {
        try process.step()
        if Task.isCancelled { throw HTTPTransportError(.cancelled, .notSent, "cancelled") }
        let backend = world.backend(at: request.url.origin.host)
        if request.url.origin.host != backend.host, request.fields["Authorization"] != nil {
            world.fail("the key stays at its origin")
        }
        let weather = drawWeather(at: backend)
        world.note("\(process.name) asks \(request), weather \(weather)", weather.rawValue)
        if weather != .fine { world.count("\(weather)") }
        if weather == .refused {
            try await process.sleep(for: .milliseconds(20))
            throw HTTPTransportError(.connectionFailed, .notSent, "refused")
        }
        if request.method == .post {
            backend.onPurchase?(String(decoding: request.body ?? [], as: UTF8.self), weather)
        }
        let exchange = Exchange(request, weather == .lostRequest ? nil : backend, world, delay: outward(weather)) {
            answer(request, backend, weather)
        }
        let back = world.seconds(weather == .late ? 0...160 : 0.01...0.2)
        let isLost = weather == .lostRequest || weather == .lostAnswer
        try process.stopPoint()
        let needed = isLost ? Duration.seconds(world.draw(below: 3) * 200) : exchange.delay + back
        let limit = min(timeouts.head, timeouts.total ?? .seconds(3600))
        try await wait(min(needed, limit), timeouts)
        guard needed <= limit else { throw HTTPTransportError(.timedOut, .sent, "no answer in time") }
        guard !isLost, let response = exchange.response else {
            throw HTTPTransportError(.connectionLost, .sent, "the connection ended")
        }
        try await deliver(response, weather, timeouts, to: sink)
    }

    private func drawWeather(at backend: Backend) -> Weather {
        guard world.isStormy, world.isOne(in: 4) else { return .fine }
        if let usual = backend.manner?.usualTrouble, world.isOne(in: 2) { return usual }
        return Weather(rawValue: 1 + world.draw(below: Weather.allCases.count - 1)) ?? .fine
    }

    private func outward(_ weather: Weather) -> Duration {
        weather == .late ? world.seconds(0...200) : world.seconds(0.01...0.1)
    }

    /// A wait that the caller's cancellation ends, after the grace that a purchase has.
    private func wait(_ duration: Duration, _ timeouts: HTTPTimeouts) async throws {
        let end = world.uptime + duration
        do {
            try await process.sleep(for: duration)
        } catch is CancellationError {
            let rest = min(max(end - world.uptime, .zero), timeouts.cancellationGrace)
            let isInTime = end - world.uptime <= timeouts.cancellationGrace
            try await process.sleepUncancelled(for: rest)
            guard isInTime else { throw HTTPTransportError(.cancelled, .sent, "cancelled") }
        }
    }

    // MARK: - Answers

    private func answer(_ request: HTTPRequest, _ backend: Backend, _ weather: Weather) -> HTTPResponse {
        let noteUnknown = {
            if request.method == .post { backend.onUnknown?(String(decoding: request.body ?? [], as: UTF8.self)) }
        }
        switch weather {
        case .turnedAway:
            let status = world.isOne(in: 2) ? 429 : 503
            if status == 503 { noteUnknown() }
            return HTTPResponse(status: status, fields: ["Retry-After": "\(world.draw(below: 200))"])
        case .proxyError:
            if world.isOne(in: 2) { _ = backend.answer(request, world) } else { noteUnknown() }
            return HTTPResponse(status: [500, 502, 503, 504][world.draw(below: 4)])
        case .portal:
            noteUnknown()
            return HTTPResponse(status: 200, body: Array("<html>Welcome</html>".utf8))
        case .oddRefusal:
            return HTTPResponse(status: request.method == .post ? 400 : world.isOne(in: 2) ? 401 : 404)
        case .otherFilm:
            let id = request.url.path.split(separator: "/").last ?? ""
            if request.url.path.hasPrefix("/film/") { backend.order(id)?.encodeAnew() }
            return backend.answer(request, world)
        case .doubled:
            var response = backend.answer(request, world)
            response.body += response.body
            return response
        case .oddRange: return strayed(backend.answer(request, world))
        case .unmarkedEnd:
            var response = backend.answer(request, world)
            guard response.status == 200, response.head.fields["ETag"] != nil else { return response }
            response.head.fields["Content-Length"] = nil
            if world.isOne(in: 2) { response.body.removeLast(world.draw(below: response.body.count)) }
            while Film.looksWhole(upTo: response.body.count) { response.body.removeLast() }
            return response
        default: return backend.answer(request, world)
        }
    }

    /// A part of the film that is not the one that was asked for.
    private func strayed(_ response: HTTPResponse) -> HTTPResponse {
        guard response.status == 206, response.body.count > 40 else { return response }
        var response = response
        switch world.draw(below: 4) {
        case 0: response.head.fields["Content-Range"] = nil
        case 1: response = HTTPResponse(status: 416)
        case 2:
            response.body.removeFirst(32)
            response.head.fields["Content-Length"] = "\(response.body.count)"
            let end = response.head.fields["Content-Range"]?.split(separator: "-").last ?? ""
            let total = Int(end.split(separator: "/").last ?? "") ?? 0
            response.head.fields["Content-Range"] = "bytes \(total - response.body.count)-\(end)"
        default: response.head.fields["ETag"] = "\"stray\""
        }
        return response
    }

    private func deliver(
        _ response: HTTPResponse,
        _ weather: Weather,
        _ timeouts: HTTPTimeouts,
        to sink: some HTTPSink
    ) async throws {
        let cut = weather == .cutAnswer ? world.draw(below: response.body.count + 1) : nil
        try await sink.receive(head: response.head)
        var position = 0
        let end = cut ?? response.body.count
        while position < end {
            let next = min(position + 1 + world.draw(below: 600), end)
            if next > 64 || response.body.count > 400 {
                do {
                    try await process.sleep(for: world.isOne(in: 3) ? .milliseconds(900) : .milliseconds(5))
                } catch is CancellationError {
                    throw HTTPTransportError(.cancelled, .bodyReceived(Int64(position)), "cancelled")
                }
            }
            try await sink.receive(chunk: Array(response.body[position..<next]))
            position = next
        }
        if cut != nil {
            throw HTTPTransportError(.connectionLost, .bodyReceived(Int64(position)), "the connection ended")
        }
    }
}

/// A request on its way, and the answer once the other side has made it.
///
/// `@unchecked` because it belongs to one thread; see ``World``.
private final class Exchange: @unchecked Sendable {
    let delay: Duration
    private(set) var response: HTTPResponse?

    init(
        _ request: HTTPRequest,
        _ backend: Backend?,
        _ world: World,
        delay: Duration,
        _ answer: @escaping () -> HTTPResponse
    ) {
        self.delay = delay
        guard let backend else { return }
        let prompt = request.method == .post ? String(decoding: request.body ?? [], as: UTF8.self) : nil
        if let prompt { backend.inFlight[prompt, default: 0] += 1 }
        world.after(delay) { [self] in
            if let prompt { backend.inFlight[prompt, default: 0] -= 1 }
            response = answer()
        }
    }
}
