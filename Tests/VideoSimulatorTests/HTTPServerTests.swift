import Foundation
import Testing
import VideoGeneration

@testable import VideoSimulator

@Suite("The simulator's HTTP server", .timeLimit(.minutes(20)))
struct HTTPServerTests {
    static let broken: [(String, Int)] = [
        ("garbage\r\n\r\n", 400), ("GET / HTTP/2\r\n\r\n", 400), ("get / HTTP/1.1\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nno colon\r\n\r\n", 400), ("GET / HTTP/1.1\r\nA : b\r\n\r\n", 400),
        ("POST /v1/videos HTTP/1.1\r\nContent-Length: -1\r\n\r\n", 400),
        ("POST /v1/videos HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\n", 400),
        ("POST /v1/videos HTTP/1.1\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n", 400),
        ("POST /v1/videos HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
        ("POST /v1/videos HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n", 400),
        ("POST /v1/videos HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n", 400),
        ("POST /v1/videos HTTP/1.1\r\nContent-Length: 104857600\r\n\r\nthe first of 100 MB", 413),
        ("POST /v1/videos HTTP/1.1\r\nContent-Length: 104857600\r\nExpect: 100-continue\r\n\r\n", 413),
        ("GET / HTTP/1.1\r\nA: " + String(repeating: "x", count: 70_000), 431),
        ("DELETE /simulator/ledger HTTP/1.1\r\nConnection: close\r\n\r\n", 404),
        ("GET /v1/videos/%00%ff%zz HTTP/1.1\r\nConnection: close\r\n\r\n", 404),
    ]

    @Test("responds to invalid requests with an error, and keeps serving", arguments: broken)
    func hostile(_ text: String, _ status: Int) throws {
        let simulator = try RunningSimulator()
        let client = try RawClient(port: simulator.ports.api)
        client.send(Array(text.utf8))
        #expect(client.finish().status == status)
        #expect(try simulator.get("/v1/videos").status == 200)
        #expect(simulator.ledger.videosBilled == 0)
    }

    @Test("survives clients that disconnect within a request or a response")
    func leaving() throws {
        let simulator = try RunningSimulator()
        let link = try simulator.miniMaxLink()
        let target = try #require(link.range(of: "/media/").map { String(link[$0.lowerBound...]) })
        for _ in 0..<20 {
            let half = try RawClient(port: simulator.ports.api)
            half.send(Array("POST /v1/videos HTTP/1.1\r\nContent-Length: 100\r\n\r\n{\"prompt\"".utf8))
            _ = half.finish(limit: 0)
            let download = try RawClient(port: simulator.ports.media)
            download.send(Array("GET \(target) HTTP/1.1\r\n\r\n".utf8))
            _ = download.finish(limit: 100)
        }
        #expect(try simulator.follow(link).status == 200)
        #expect(simulator.ledger.submits == 1)
    }

    @Test("accepts only requests to its own address and port, and none from pages of other origins")
    func rebinding() throws {
        let simulator = try RunningSimulator()
        let port = simulator.ports.api
        func status(_ fields: String, target: String = "/v1/videos", port: Int? = nil) throws -> Int {
            let client = try RawClient(port: port ?? simulator.ports.api)
            client.send(Array("GET \(target) HTTP/1.1\r\n\(fields)Connection: close\r\n\r\n".utf8))
            return client.finish().status
        }
        for host in ["localhost:\(port)", "127.0.0.1:\(port)", "[::1]:\(port)", "LOCALHOST:\(port)", "localhost"] {
            #expect(try status("Host: \(host)\r\n") == 200, "\(host)")
            #expect(try status("Host: \(host)\r\nOrigin: http://\(host)\r\n") == 200, "\(host)")
        }
        for host in [
            "evil.example", "evil.example:\(port)", "localhost:1", "localhost.evil.example:\(port)", "127.0.0.1.nip.io",
            "192.168.0.1:\(port)", "", "localhost:\(port)@evil.example", "[::1", "localhost.:\(port)", "[::1]x:\(port)",
        ] {
            #expect(try status("Host: \(host)\r\n") == 421, "\(host)")
        }
        #expect(try status("Host: localhost\r\nHost: evil.example\r\n") == 421)
        #expect(try status("", target: "http://evil.example/v1/videos") == 421)
        #expect(try status("", target: "http://localhost:\(port)/v1/videos") == 200)
        #expect(try status("Host: evil.example\r\n", target: "/media/x", port: simulator.ports.media) == 421)
        for origin in ["http://evil.example", "null", "https://localhost:\(port)", "http://localhost:1", "file://"] {
            #expect(try status("Host: localhost:\(port)\r\nOrigin: \(origin)\r\n") == 403, "\(origin)")
        }
        #expect(simulator.ledger.requests["GET /v1/videos"] == 11)
    }

    @Test("limits the bytes of all request bodies, and frees those of a client that disconnects")
    func bodiesTogether() throws {
        let simulator = try RunningSimulator()
        let size = RequestReader.bodyLimit
        let count = HTTPServer.bodiesLimit / size
        let head = "POST /v1/videos HTTP/1.1\r\nContent-Length: \(size)\r\nExpect: 100-continue\r\n\r\n"
        let clients = try (0..<count).map { _ in
            let client = try RawClient(port: simulator.ports.api)
            client.send(Array(head.utf8))
            return client
        }
        // Each client has received 100 Continue, so its bytes are counted.
        for client in clients { #expect(client.peek(25).hasPrefix("HTTP/1.1 100 Continue")) }
        #expect(try simulator.post("/v1/videos", ["prompt": "a", "size": "1280x720"]).status == 503)
        #expect(try simulator.get("/v1/videos").status == 200)
        for client in clients { _ = client.finish(limit: 0) }
        var status = 503
        let end = ContinuousClock.now + .seconds(30)
        while status == 503, ContinuousClock.now < end {
            status = try simulator.post("/v1/videos", ["prompt": "a", "size": "1280x720"]).status
        }
        #expect(status == 200)
    }

    @Test("keeps a limited number of the newest tasks, and a ledger of all")
    func manyTasks() throws {
        let backend = Backend(options: SimulatorOptions(generationTime: 0))
        let size = try #require(VideoSize(width: 1280, height: 720))
        let prompt = String(repeating: "x", count: 1 << 20)
        var last = ""
        for _ in 0..<300 {
            last = backend.accept(Order(api: .openAI, model: "sora-2", prompt: prompt, size: size, seconds: 4)).id
        }
        let ledger = backend.ledger
        #expect(ledger.videosBilled == 300 && ledger.secondsBilled == 1200)
        #expect(ledger.tasks.count < 257 && ledger.tasks.count > 200)
        #expect(ledger.tasks[last] != nil)
    }

    @Test("serves several requests on one connection, also if they arrive together")
    func keepAlive() throws {
        let simulator = try RunningSimulator()
        let client = try RawClient(port: simulator.ports.api)
        let request = "GET /v1/videos?limit=0 HTTP/1.1\r\n"
        client.send(Array((request + "\r\n" + request + "\r\n" + request + "Connection: close\r\n\r\n").utf8))
        let text = String(decoding: client.finish().raw, as: UTF8.self)
        #expect(text.components(separatedBy: "HTTP/1.1 200 OK").count == 4)
        #expect(simulator.ledger.requests["GET /v1/videos"] == 3)
    }

    @Test("reads a body in chunks, and sends 100 Continue if the client waits for it")
    func bodies() throws {
        let simulator = try RunningSimulator()
        let client = try RawClient(port: simulator.ports.api)
        client.send(
            Array(
                """
                POST /v1/videos HTTP/1.1\r\nTransfer-Encoding: chunked\r\nExpect: 100-continue\r\n\
                Connection: close\r\n\r\n8;x=y\r\n{"prompt\r\n6\r\n":"a"}\r\n0\r\nTrailer: 1\r\n\r\n
                """.utf8
            )
        )
        let text = String(decoding: client.finish().raw, as: UTF8.self)
        #expect(text.hasPrefix("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK"))
        #expect(simulator.ledger.videosBilled == 1)
    }

    @Test("releases its ports when it stops, and can start again with its ledger")
    func stop() throws {
        let simulator = try RunningSimulator()
        let id = try simulator.openAITask()
        let idle = try RawClient(port: simulator.ports.api)
        simulator.simulator.stop()
        #expect(idle.finish().raw.isEmpty)
        #expect(throws: RawClient.Failure.self) { try RawClient(port: simulator.ports.api) }
        let ports = try simulator.simulator.start()
        #expect(try simulator.send("GET", "/v1/videos/\(id)", port: ports.api).status == 200)
    }

    @Test("names the port that it cannot open")
    func taken() throws {
        let simulator = try RunningSimulator()
        let second = VideoSimulator(SimulatorOptions(port: simulator.ports.api))
        #expect { try second.start() } throws: { "\($0)".contains("127.0.0.1:\(simulator.ports.api)") }
    }

    @Test(
        "parses ranges according to RFC 9110",
        arguments: [
            (nil, .whole), ("bytes=0-", .part(0..<10)), ("bytes=2-3", .part(2..<4)), ("bytes=9-99", .part(9..<10)),
            ("bytes=-3", .part(7..<10)), ("bytes=-99", .part(0..<10)), ("bytes=10-", .unsatisfiable),
            ("bytes=-0", .unsatisfiable), ("bytes=3-2", .whole), ("bytes=a-", .whole), ("bytes=0-1,3-4", .whole),
            ("bytes=-", .whole), ("items=0-1", .whole), ("bytes=99999999999999999999-", .whole),
        ] as [(String?, ByteRange)]
    )
    func range(_ field: String?, _ range: ByteRange) {
        #expect(ByteRange(field, length: 10) == range)
    }

    @Test("formats dates as in HTTP")
    func date() {
        #expect(HTTPDate.string(Date(timeIntervalSince1970: 784_111_777)) == "Sun, 06 Nov 1994 08:49:37 GMT")
    }
}
