#if !canImport(Darwin)
import Foundation
import Synchronization
import Testing

@testable import VideoGeneration

@Suite("Proxies")
struct ProxyTests {
    private static func transport(_ proxy: ScriptedServer, except: String = "") -> CurlTransport {
        let address = "http://127.0.0.1:\(proxy.port)"
        return CurlTransport(environment: [
            "https_proxy": address, "http_proxy": address, "ALL_PROXY": address, "no_proxy": except,
        ])
    }

    @Test("C16 K8 an https request asks the proxy for a tunnel, and the key stays inside it")
    func tunnel() async throws {
        let inside = Mutex<[UInt8]>([])
        let behaviour: ScriptedServer.Behaviour = { _, connection in
            connection.write("HTTP/1.1 200 Connected\r\nX-Proxy: 1\r\n\r\n")
            let bytes = connection.readSome()
            inside.withLock { $0 = bytes }
            return false
        }
        try await withServer(["*": behaviour]) { proxy in
            let request = HTTPRequest(
                .post,
                try #require(HTTPURL("https://videos.example.test/v1?signature=s3cr3t")),
                fields: ["Authorization": "Bearer test-key-123456"],
                body: []
            )
            // libcurl reads the certificates in this time, which a busy disk makes long.
            let limits = HTTPLimits(connect: .seconds(60))
            let error = try await failure { _ = try await Self.transport(proxy).response(to: request, limits: limits) }
            #expect(error.code == .tlsFailed)
            #expect(error.progress == .notSent)
            let head = try #require(proxy.requests.first?.head)
            #expect(head.hasPrefix("CONNECT videos.example.test:443 "))
            #expect(!head.contains("test-key"))
            #expect(!head.contains("s3cr3t"))
            let bytes = inside.withLock { $0 }
            #expect(bytes.first == 0x16, "a TLS handshake")
            #expect(!String(decoding: bytes, as: UTF8.self).contains("test-key"))
        }
    }

    @Test("C16 a proxy that refuses the tunnel is a request that was not sent")
    func refusedTunnel() async throws {
        try await withServer(["*": ScriptedServer.answer(403, "no")]) { proxy in
            let request = HTTPRequest(.post, try #require(HTTPURL("https://videos.example.test/")), body: [])
            let error = try await failure { _ = try await Self.transport(proxy).response(to: request) }
            #expect(error.code == .connectionFailed)
            #expect(error.progress == .notSent)
            #expect(proxy.requests.count == 1)
        }
    }

    @Test("C16 K8 plain http never goes through a proxy")
    func plainHTTP() async throws {
        try await withServer(["*": ScriptedServer.answer(200, "proxy")]) { proxy in
            try await withServer(["/": ScriptedServer.answer(200, "direct")]) { server in
                let answer = try await Self.transport(proxy).response(
                    to: HTTPRequest(.get, server.url("/"), fields: ["Authorization": "Bearer test-key-123456"])
                )
                #expect(answer.body == Array("direct".utf8))
                #expect(proxy.connectionCount == 0)
            }
        }
    }

    @Test(
        "C16 no_proxy names hosts that are reached directly",
        arguments: [
            ("*", false), ("videos.example.test", false), (".example.test, other.test", false), ("example.test", false),
            ("ideos.example.test", true), ("", true), ("test.example", true),
        ]
    )
    func exceptions(list: String, isProxied: Bool) throws {
        let settings = CurlSettings(environment: ["HTTPS_PROXY": "http://proxy.test:3128", "no_proxy": list])
        let origin = try #require(HTTPURL("https://videos.example.test/")).origin
        #expect((settings.proxy(for: origin) != nil) == isProxied)
    }
}
#endif
