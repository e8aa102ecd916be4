import Foundation
import LoopbackHTTP
import Synchronization
import Testing
import VideoGeneration
import VideoGenerationTesting

@Suite("An upload over real sockets", .timeLimit(.minutes(20))) struct UploadSocketTests {
    @Test("A large file arrives at the store byte for byte, and the key does not")
    func store() async throws {
        let server = try UploadServer()
        defer { server.stop() }
        let folder = try TemporaryFolder()
        let provider = DialectProvider(
            id: "up",
            dialect: PutUploadDialect(),
            endpoint: try Endpoint("http://127.0.0.1:\(server.port)/v1"),
            key: try Secret(UploadBench.key)
        )
        let client = VideoClient(providers: [provider], journal: try FileJournal(folder: folder.path))
        var bytes = UploadBench.picture
        for index in 0..<3_000_000 { bytes.append(UInt8(truncatingIfNeeded: index &* 31 >> 3)) }
        let task = try await client.submit(UploadBench.request([.data(bytes, .png)]), using: "up")
        #expect(task.remote?.id == "remote-1")
        let received = server.received.filter { $0.method != "GET" }
        #expect(received.map(\.target) == ["/v1/initiate", "/put?sig=1", "/v1/submit"])
        #expect(received.map { $0.head.contains(UploadBench.key) } == [true, false, true])
        #expect(received.map(\.isStore) == [false, true, false])
        // A Boolean, because a failure would print megabytes.
        let isWhole = received[1].body == Array(bytes)
        #expect(received[1].method == "PUT" && isWhole)
    }
}

/// A provider and its store, each with a port of its own.
private final class UploadServer: Sendable {
    struct Received: Sendable {
        var method: String
        var target: String
        var head: String
        var body: [UInt8]
        var isStore: Bool
    }

    private let api: LoopbackListener
    private let store: LoopbackListener
    private let requests = Mutex<[Received]>([])

    var port: Int { api.port }
    var received: [Received] { requests.withLock(\.self) }

    init() throws {
        api = try LoopbackListener()
        store = try LoopbackListener()
        api.start { [self] in serve($0, isStore: false) }
        store.start { [self] in serve($0, isStore: true) }
    }

    func stop() {
        api.stop()
        store.stop()
    }

    private func serve(_ connection: LoopbackConnection, isStore: Bool) {
        let end = ContinuousClock.now + .seconds(120)
        while let bytes = connection.readHead(until: end), let head = RequestHead(bytes) {
            var length = 0
            if case .length(let announced) = head.framing { length = announced }
            let body = length == 0 ? [] : connection.read(count: length, until: end) ?? []
            let text = String(decoding: bytes, as: UTF8.self)
            let request = Received(method: head.method, target: head.target, head: text, body: body, isStore: isStore)
            requests.withLock { $0.append(request) }
            let response =
                switch head.target {
                case "/v1/initiate":
                    #"{"upload_url":"http://127.0.0.1:\#(store.port)/put?sig=1","file_url":"https://cdn.example.com/f"}"#
                case "/v1/submit": #"{"id":"remote-1","status":"RUNNING"}"#
                default: "{}"
                }
            let fields = "Content-Type: application/json\r\nContent-Length: \(response.utf8.count)\r\n\r\n"
            guard connection.write("HTTP/1.1 200 OK\r\n\(fields)\(response)") else { return }
        }
    }
}
