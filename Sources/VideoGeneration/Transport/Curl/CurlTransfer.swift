import CLibcurl

/// One exchange on the loop's thread: the events that libcurl reports and how far the exchange got.
final class CurlTransfer {
    let job: CurlJob
    let handle: CurlHandle
    var deadlines: DeadlineWatch
    private unowned let worker: CurlWorker

    private var parser = HTTPHeadParser()
    /// Set just before libcurl writes the first byte of the request.
    private(set) var mayHaveLeft = false
    private(set) var wasAddressRefused = false
    /// Why the client rejected the response, or nil if it didn't.
    private(set) var refusal: String?
    /// The environment variable that names the proxy of the exchange, or nil if it uses none.
    private(set) var proxyVariable: String?
    private var bodyCount: Int64 = 0

    private var isDirty = false
    private var isFull = false
    private var isHeadNew = false
    private var newBytes = 0

    init(_ job: CurlJob, handle: CurlHandle, worker: CurlWorker) {
        self.job = job
        self.handle = handle
        self.worker = worker
        deadlines = DeadlineWatch(job.timeouts, start: .now)
    }

    /// How far the exchange got. The value is `notSent` only if libcurl never announced the request.
    var progress: ExchangeProgress {
        if !mayHaveLeft { return .notSent }
        if !parser.isComplete { return .sent }
        return bodyCount == 0 ? .headReceived : .bodyReceived(bodyCount)
    }

    /// Whether the whole head has arrived.
    var hasHead: Bool { parser.isComplete }

    // MARK: - Called by the loop

    /// Sets every option for the exchange.
    func prepare(_ settings: CurlSettings) -> Bool {
        let proxy = settings.proxy(for: job.request.url.origin)
        proxyVariable = proxy == nil ? nil : settings.proxyVariable
        let context = Unmanaged.passUnretained(self).toOpaque()
        let knowsWhenItLeaves =
            handle.set(CLIBCURL_PREREQDATA, context)
            && clibcurl_set_prereq_callback(handle.easy, Self.requestLeaves) == 0
        mayHaveLeft = !knowsWhenItLeaves
        return handle.set(job, proxy: proxy, authorities: settings.authorities)
            && handle.set(CLIBCURL_PRIVATE, context)
            && handle.set(CLIBCURL_HEADERDATA, context)
            && handle.set(CLIBCURL_WRITEDATA, context)
            && clibcurl_set_header_callback(handle.easy, Self.headLine) == 0
            && clibcurl_set_write_callback(handle.easy, Self.bodyBytes) == 0
            // A proxy's own address can be private, and the proxy resolves the name.
            && (proxy != nil || job.request.peers == .any
                || handle.set(CLIBCURL_OPENSOCKETDATA, context)
                    && clibcurl_set_socket_callback(handle.easy, Self.openSocket) == 0)
    }

    /// Reports the bytes of this turn to the caller and to the deadlines.
    func flush(at now: ContinuousClock.Instant) {
        isDirty = false
        if isHeadNew { deadlines.headArrived(at: now) }
        if newBytes > 0 { deadlines.received(newBytes, at: now) }
        if isFull { deadlines.hold() }
        isHeadNew = false
        newBytes = 0
        job.channel.wake()
    }

    /// Continues to receive after the caller took a full buffer.
    /// - Returns: The code of libcurl; not 0 if the transfer failed immediately.
    func resume(at now: ContinuousClock.Instant) -> Int32 {
        isFull = false
        deadlines.resume(at: now)
        return clibcurl_pause(handle.easy, false)
    }

    /// Moves the deadlines by the time for which the thread was held up.
    func extendDeadlines(by lost: Duration) { deadlines.shift(by: lost) }

    /// Records that the caller was cancelled.
    /// - Returns: Whether the exchange continues for its grace period.
    func cancel(at now: ContinuousClock.Instant) -> Bool {
        guard mayHaveLeft, job.timeouts.cancellationGrace > .zero else { return false }
        deadlines.cancel(at: now)
        return true
    }

    // MARK: - Called by libcurl

    private func markDirty() {
        if !isDirty { worker.markDirty(self) }
        isDirty = true
    }

    private func consume(line: UnsafeRawBufferPointer) -> Int {
        do {
            guard var head = try parser.consume(line) else { return line.count }
            if proxyVariable == nil, let address = clibcurl_primary_ip(handle.easy) {
                head.peer = NetworkAddress(String(cString: address))
            }
            job.channel.write(head: head)
            isHeadNew = true
            markDirty()
            return line.count
        } catch {
            refusal = error.message
            return -1
        }
    }

    private func consume(body: UnsafeRawBufferPointer) -> Int {
        bodyCount += Int64(body.count)
        newBytes += body.count
        if job.channel.write(body), !isFull {
            isFull = true
            _ = clibcurl_pause(handle.easy, true)
        }
        markDirty()
        return body.count
    }

    private static func this(_ context: UnsafeMutableRawPointer?) -> CurlTransfer? {
        context.map { Unmanaged<CurlTransfer>.fromOpaque($0).takeUnretainedValue() }
    }

    // In each of these callbacks, the context is a transfer that the worker retains until its handle is removed.

    private static let headLine: clibcurl_data_callback = { bytes, size, count, context in
        this(context)?.consume(line: UnsafeRawBufferPointer(start: bytes, count: size * count)) ?? -1
    }

    private static let bodyBytes: clibcurl_data_callback = { bytes, size, count, context in
        this(context)?.consume(body: UnsafeRawBufferPointer(start: bytes, count: size * count)) ?? -1
    }

    private static let requestLeaves: clibcurl_prereq_callback = { context, _, _, _, _ in
        this(context)?.mayHaveLeft = true
        return 0
    }

    private static let openSocket: clibcurl_socket_callback = { context, _, address in
        guard let address, let this = this(context) else { return -1 }
        let bytes = [UInt8](unsafeUninitializedCapacity: 16) { bytes, count in
            count = bytes.baseAddress.map { clibcurl_address_bytes(address, $0) } ?? 0
        }
        guard NetworkAddress(bytes: bytes)?.isPublic == true else {
            this.wasAddressRefused = true
            return -1
        }
        return clibcurl_open_socket(address)
    }
}
