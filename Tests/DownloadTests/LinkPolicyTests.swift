import Testing

@testable import VideoGeneration
@testable import VideoGenerationCore

@Suite(.timeLimit(.minutes(20)))
struct LinkPolicyTests {
    private func check(_ link: String, at origin: String = "https://api.example", from: String? = nil) throws
        -> HTTPRequest.AddressPolicy
    {
        let policy = LinkPolicy(origin: try #require(HTTPURL(origin)).origin)
        return try policy.check(try #require(HTTPURL(link)), from: from.flatMap { HTTPURL($0) })
    }

    @Test("A public https link may be followed, to public addresses alone")
    func publicLink() throws {
        #expect(try check("https://cdn.example/f.mp4?sig=1") == .publicOnly)
        #expect(try check("https://a-b.oss-cn-x.example.com:443/f") == .publicOnly)
    }

    @Test("The provider's own host was chosen by the user, wherever it is")
    func ownHost() throws {
        #expect(try check("https://10.0.0.5:8443/v1/f", at: "https://10.0.0.5:8443") == .any)
        #expect(try check("https://10.0.0.5/f", at: "https://10.0.0.5:8443") == .any)
        #expect(try check("http://127.0.0.1:81/f", at: "http://127.0.0.1:80") == .any)
        #expect(try check("http://localhost:81/f", at: "http://127.0.0.1:80") == .any)
    }

    @Test(
        "K5 D18 What is not public, not https or oddly written is refused",
        arguments: [
            "http://cdn.example/f", "https://127.0.0.1/f", "https://10.1.2.3/f", "https://[2001:db8::1]/f",
            "https://localhost/f", "https://a.localhost/f", "https://localhost./f", "https://nas/f",
            "https://nas.local/f", "https://x.internal/f", "https://x.home.arpa/f", "https://2130706433/f",
            "https://0x7f000001/f", "https://1.2.3/f", "https://cdn.example:8443/f", "http://127.0.0.1/f",
        ]
    )
    func refused(_ link: String) {
        #expect { try check(link) } throws: { ($0 as? VideoError)?.code == .unsafeURL }
    }

    @Test("A redirect never leads from https to http, not even at home")
    func downgrade() {
        #expect(throws: VideoError.self) {
            try check("http://127.0.0.1:1/f", at: "http://127.0.0.1:1", from: "https://127.0.0.1:2/f")
        }
    }
}
