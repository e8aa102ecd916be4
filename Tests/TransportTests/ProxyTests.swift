#if !canImport(Darwin)
import Foundation
import LoopbackHTTP
import Synchronization
import Testing

@testable import VideoGeneration
@testable import VideoGenerationCore

@Suite("Proxies", .timeLimit(.minutes(20)))
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
            let limits = HTTPTimeouts(connect: .seconds(60))
            let error = try await failure {
                _ = try await Self.transport(proxy).response(to: request, timeouts: limits)
            }
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

    @Test(
        "C16 A proxy that has no address or accepts no connection is named by its variable, not by the provider's host",
        arguments: [
            ("http://proxy.invalid:3128", HTTPTransportError.Code.nameNotResolved),
            ("http://127.0.0.1:1", .connectionFailed),
        ]
    )
    func unreachableProxy(address: String, code: HTTPTransportError.Code) async throws {
        let transport = CurlTransport(environment: ["HTTPS_PROXY": address])
        let request = HTTPRequest(.get, try #require(HTTPURL("https://videos.example.test/")))
        let error = try await failure { _ = try await transport.response(to: request) }
        #expect(error.code == code && error.progress == .notSent)
        #expect(error.message.contains("the proxy in HTTPS_PROXY"), "\(error.message)")
        #expect(!error.message.contains("videos.example.test"), "\(error.message)")
    }

    @Test("A certificate that cannot be checked is told from a handshake that failed")
    func certificate() async throws {
        try await withServer(["*": ScriptedServer.answer(200, "no TLS")]) { server in
            let transport = CurlTransport(environment: ["CURL_CA_BUNDLE": "/nowhere/authorities.pem"])
            let request = HTTPRequest(.get, try #require(HTTPURL("https://127.0.0.1:\(server.port)/")))
            let error = try await failure {
                _ = try await transport.response(to: request, timeouts: HTTPTimeouts(connect: .seconds(60)))
            }
            #expect(error.code == .certificateNotTrusted && error.progress == .notSent, "\(error)")
            #expect(error.advice?.contains("SSL_CERT_FILE") == true)
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

@Suite("The environment of libcurl's transport", .timeLimit(.minutes(20)))
struct CurlSettingsTests {
    @Test("CURL_CA_BUNDLE goes before SSL_CERT_FILE, and an empty one counts as none")
    func authorities() {
        let both = ["CURL_CA_BUNDLE": "/a.pem", "SSL_CERT_FILE": "/b.pem"]
        #expect(CurlSettings(environment: both).authorities == "/a.pem")
        #expect(CurlSettings(environment: ["CURL_CA_BUNDLE": "", "SSL_CERT_FILE": "/b.pem"]).authorities == "/b.pem")
        #expect(CurlSettings(environment: [:]).authorities == nil)
    }

    @Test(
        "Each variable of a proxy is read, the lower case first, and none for plain http",
        arguments: ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]
    )
    func proxies(name: String) throws {
        let settings = CurlSettings(environment: [name: "http://proxy.test:1", "http_proxy": "http://other.test:2"])
        #expect(settings.proxy(for: try #require(HTTPURL("https://a.example")).origin) == "http://proxy.test:1")
        #expect(settings.proxy(for: try #require(HTTPURL("http://a.example")).origin) == nil)
        #expect(CurlSettings(environment: ["http_proxy": "http://other.test:2"]).shownProxy == nil)
    }

    @Test("A proxy is shown without its user and password")
    func shown() {
        for (proxy, shown) in [
            ("http://u:p%40@proxy.test:1", "http://proxy.test:1"), ("u:p@proxy.test:1", "proxy.test:1"),
            ("proxy.test:1", "proxy.test:1"),
        ] {
            #expect(CurlSettings(environment: ["https_proxy": proxy]).shownProxy == shown)
        }
    }

    #if !canImport(Darwin)
    @Test("A certificate that is not trusted is answered with the variable that helps, any other failure is not")
    func advice() {
        for code in HTTPTransportError.Code.allCases {
            let advice = HTTPTransportError(code, .notSent, "No.").advice
            #expect((advice?.contains("SSL_CERT_FILE") ?? false) == (code == .certificateNotTrusted))
        }
    }
    #endif
}
