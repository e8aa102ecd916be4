import Foundation
import Testing
import VideoGeneration

@testable import VideoSimulator

@Suite("The simulated CDN", .timeLimit(.minutes(20)))
struct MediaTests {
    @Test("serves ranges, and the whole file when the condition fails")
    func ranges() throws {
        let simulator = try RunningSimulator()
        let link = try simulator.miniMaxLink()
        let whole = try simulator.follow(link)
        let count = whole.body.count
        let tag = try #require(whole.field("etag"))
        #expect(whole.field("accept-ranges") == "bytes")

        let middle = try simulator.follow(link, fields: ["Range: bytes=100-199"])
        #expect(middle.status == 206)
        #expect(middle.field("content-range") == "bytes 100-199/\(count)")
        #expect(middle.body == Array(whole.body[100..<200]))
        #expect(try simulator.follow(link, fields: ["Range: bytes=\(count - 5)-"]).body.count == 5)
        #expect(try simulator.follow(link, fields: ["Range: bytes=-7"]).body == Array(whole.body.suffix(7)))

        let past = try simulator.follow(link, fields: ["Range: bytes=\(count)-"])
        #expect(past.status == 416)
        #expect(past.field("content-range") == "bytes */\(count)")
        let same = try simulator.follow(link, fields: ["Range: bytes=9-", "If-Range: \(tag)"])
        #expect(same.status == 206)
        let other = try simulator.follow(link, fields: ["Range: bytes=9-", "If-Range: \"other\""])
        #expect(other.status == 200)
        #expect(other.body == whole.body)
        let head = try simulator.follow(link, method: "HEAD")
        #expect(head.field("content-length") == "\(count)")
        #expect(head.body.isEmpty)
    }

    @Test("refuses a link that was decoded and encoded again, or changed")
    func signature() throws {
        let simulator = try RunningSimulator()
        let link = try simulator.miniMaxLink()
        #expect(link.contains("%2F") && link.hasSuffix("%3D"))
        for changed in [
            link.replacing("%2F", with: "/"), link.replacing("%3D", with: "="), link.replacing("%2F", with: "%2f"),
            link.replacing("Expires=1", with: "Expires=2"), link + "&x=1",
        ] {
            let response = try simulator.follow(changed)
            #expect(response.status == 403 || response.status == 404)
        }
        #expect(try simulator.follow(link).status == 200)
        let key = link.replacing("/media/", with: "/backup/")
        #expect(try simulator.follow(key).text.contains("SignatureDoesNotMatch"))
    }

    @Test("refuses an expired link, and each request for the file returns a new one")
    func expiry() throws {
        let signer = LinkSigner(origin: "http://127.0.0.1:1", lifetime: 60)
        let now = Date(timeIntervalSince1970: 1_000_000)
        let target = signer.link(to: "123", now: now).replacing("http://127.0.0.1:1", with: "")
        let request = ServerRequest(method: "GET", target: target, fields: [])
        #expect(try signer.check(request, now: now) == .init(fileID: "123", isBackup: false))
        #expect(throws: LinkRefusal.self) { try signer.check(request, now: now + 60) }
    }

    @Test("records a key that reaches it")
    func credentials() throws {
        let simulator = try RunningSimulator()
        let link = try simulator.miniMaxLink()
        _ = try simulator.follow(link, fields: ["Authorization: Bearer x", "X-API-Key: y"])
        #expect(simulator.ledger.credentialsAtMedia == ["authorization", "x-api-key"])
    }

    @Test("keeps its limit of bytes, and makes the same bytes again")
    func cache() throws {
        let options = SimulatorOptions(generationTime: 0, cacheBytes: 1)
        let simulator = try RunningSimulator(options)
        let links = try ["a", "b"].map { try simulator.miniMaxLink(prompt: $0) }
        let first = try links.map { try simulator.follow($0).body }
        #expect(try links.map { try simulator.follow($0).body } == first)
        #expect(first[0] != first[1])
    }
}
