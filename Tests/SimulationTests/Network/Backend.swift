import VideoGeneration

/// The provider: what it was asked for, what it made, and what it bills.
final class Backend {
    /// What becomes of a task. A task that is refunded fails, and the provider says that it cost nothing.
    enum Fate { case succeeds, fails, isRefunded }

    final class Order {
        let number: Int
        let prompt: String
        let acceptedAt: Duration
        let queued: Duration
        let made: Duration
        let fate: Fate
        /// When the links that were last given out end.
        var linksEnd: Duration = .zero
        /// How often it was encoded anew, which gives it another entity tag.
        var encoding = 0
        var film: [UInt8]
        /// Every version that ever was.
        var films: [[UInt8]]

        private let backend: Int

        init(
            _ number: Int,
            of backend: Int,
            prompt: String,
            at now: Duration,
            queued: Duration,
            made: Duration,
            fate: Fate
        ) {
            self.number = number
            self.backend = backend
            self.prompt = prompt
            acceptedAt = now
            self.queued = queued
            self.made = made
            self.fate = fate
            film = Film.bytes(task: number + backend << 20, encoding: 0)
            films = [film]
        }

        var id: String { "video_\(number)" }

        func state(at now: Duration) -> RemoteState {
            if now < acceptedAt + queued { return .queued }
            if now < acceptedAt + made { return .running }
            return fate == .succeeds ? .succeeded : .failed
        }

        func progress(at now: Duration) -> Double {
            min(max((now - acceptedAt).seconds / max(made.seconds, 1), 0), 1)
        }

        func encodeAnew() {
            encoding += 1
            film = Film.bytes(task: number + backend << 20, encoding: encoding)
            films.append(film)
        }
    }

    /// The position among the providers of a life.
    let number: Int
    /// The domain of its API and of its films.
    let domain: String
    /// How it treats its callers in a life with routes; nil for one that takes everything.
    let manner: Manner?
    /// Called when a purchase leaves a process.
    var onPurchase: ((_ prompt: String, SimulatedTransport.Weather) -> Void)?
    /// Called when a purchase was answered in a way that does not tell that nothing was bought.
    var onUnknown: ((_ prompt: String) -> Void)?
    private(set) var orders: [Order] = []
    /// How many purchases arrived for each prompt, whatever they were answered.
    private(set) var arrivals: [String: Int] = [:]
    /// Purchases that are still on their way.
    var inFlight: [String: Int] = [:]
    var hasList = true
    /// Whether a video is gone as soon as a journal on disk says that it was verified: nobody is to need it again.
    var forgetsVerified = false
    private var forgotten: Set<String> = []

    init(number: Int = 0, domain: String = "example.com", manner: Manner? = nil) {
        self.number = number
        self.domain = domain
        self.manner = manner
    }

    var host: String { "api.\(domain)" }

    func serves(_ host: String) -> Bool { host.hasSuffix(".\(domain)") }

    /// The number of tasks that it works on.
    func inProgress(at now: Duration) -> Int {
        orders.count { [.queued, .running].contains($0.state(at: now)) }
    }

    func order(_ id: Substring) -> Order? {
        guard id.hasPrefix("video_"), let number = Int(id.dropFirst(6)), (1...orders.count).contains(number)
        else { return nil }
        return orders[number - 1]
    }

    func orders(for prompt: String) -> [Order] { orders.filter { $0.prompt == prompt } }

    func noteArrival(_ prompt: String) { arrivals[prompt, default: 0] += 1 }

    func accept(_ prompt: String, _ world: World) -> Order {
        let queued = world.seconds(0...20)
        let order = Order(
            orders.count + 1,
            of: number,
            prompt: prompt,
            at: world.uptime,
            queued: queued,
            made: queued + world.seconds(1...60),
            fate: manner?.fate(world) ?? (world.isOne(in: 12) ? .fails : .succeeds)
        )
        orders.append(order)
        world.note("the provider takes \(order.id) for \(prompt)", order.number)
        return order
    }

    /// Takes note of a journal file that was synced.
    func see(journal bytes: [UInt8]) {
        guard forgetsVerified else { return }
        // What stands behind the last line end is a torn write, and so is a line with zeros in it.
        for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
            .dropLast()
        where line.contains("\"event\":\"verified\"") && !line.utf8.contains(0) {
            for order in orders where line.contains("\"id\":\"\(order.id)\"") { forgotten.insert(order.id) }
        }
    }

    // MARK: - Answers

    func answer(_ request: HTTPRequest, _ world: World) -> HTTPResponse {
        let parts = request.url.path.split(separator: "/")
        switch (request.method, parts.count) {
        case (.post, 1):
            let prompt = String(decoding: request.body ?? [], as: UTF8.self)
            noteArrival(prompt)
            if let refusal = manner?.refusal(by: self, world) { return refusal }
            return text(line(accept(prompt, world), at: world.uptime))
        case (.get, 1):
            guard hasList else { return HTTPResponse(status: 404) }
            return HTTPResponse(
                status: 200,
                fields: ["X-Seconds": "\(world.uptime.seconds)"],
                body: Array(orders.reversed().map { line($0, at: world.uptime) + "\n" }.joined().utf8)
            )
        case (.get, 2) where parts[0] == "videos":
            guard let order = order(parts[1]) else { return HTTPResponse(status: 404) }
            return text(line(order, at: world.uptime))
        case (.get, 2) where parts[0] == "files":
            guard let order = order(parts[1]), order.state(at: world.uptime) == .succeeded,
                !forgotten.contains(order.id)
            else { return HTTPResponse(status: 404) }
            order.linksEnd = world.uptime + .seconds(90)
            return text(
                "https://cdn.\(domain)/film/\(order.id)?until=\(Int(order.linksEnd.seconds)) "
                    + "https://mirror.\(domain)/film/\(order.id)"
            )
        case (.get, 2) where parts[0] == "film":
            guard let order = order(parts[1]), !forgotten.contains(order.id) else { return HTTPResponse(status: 404) }
            if let until = request.url.queryValue("until").flatMap(Double.init), world.uptime.seconds > until {
                return HTTPResponse(status: 403)
            }
            return film(order, request)
        default: return HTTPResponse(status: 404)
        }
    }

    private func film(_ order: Order, _ request: HTTPRequest) -> HTTPResponse {
        let tag = "\"\(order.number)-\(order.encoding)\""
        let film = order.film
        let asked = request.fields["Range"].flatMap(Self.start)
        guard let start = asked, request.fields["If-Range"].map({ $0 == tag }) ?? true else {
            return HTTPResponse(
                status: 200,
                fields: ["Content-Length": "\(film.count)", "ETag": tag, "Content-Type": "video/mp4"],
                body: film
            )
        }
        guard start < film.count else {
            return HTTPResponse(status: 416, fields: ["Content-Range": "bytes */\(film.count)"])
        }
        return HTTPResponse(
            status: 206,
            fields: [
                "Content-Length": "\(film.count - start)", "ETag": tag, "Content-Type": "video/mp4",
                "Content-Range": "bytes \(start)-\(film.count - 1)/\(film.count)",
            ],
            body: Array(film[start...])
        )
    }

    private static func start(_ range: String) -> Int? {
        guard range.hasPrefix("bytes="), range.hasSuffix("-") else { return nil }
        return Int(range.dropFirst(6).dropLast())
    }

    private func line(_ order: Order, at now: Duration) -> String {
        let percent = Int(order.progress(at: now) * 100)
        let state = order.state(at: now)
        let word = state == .failed && order.fate == .isRefunded ? PlainDialect.refunded : "\(state)"
        return
            "\(order.id) \(word) \(percent) \(Int(order.acceptedAt.seconds)) \(order.prompt);"
    }

    private func text(_ text: String) -> HTTPResponse { HTTPResponse(status: 200, body: Array(text.utf8)) }
}
