import Foundation
import Testing

@testable import VideoGenerationCore

@Suite("The expiry of a link is read from the link alone", .timeLimit(.minutes(20)))
struct LinkExpiryRuleTests {
    private func expiry(_ link: String) throws -> Date? { LinkExpiry.date(of: try #require(HTTPURL(link))) }

    @Test("Of several expiries in one link the earliest counts, in any order")
    func earliest() throws {
        let early = Date(timeIntervalSince1970: 1_700_000_000)
        for query in [
            "Expires=1700000000&exp=1800000000", "exp=1800000000&Expires=1700000000",
            "X-Amz-Date=20231114T221220Z&X-Amz-Expires=60&Expires=1800000000&se=2030-01-01",
        ] {
            #expect(try expiry("https://cdn.example/v.mp4?\(query)") == early, "\(query)")
        }
    }

    @Test(
        "A number that cannot be a time in this century is not an expiry",
        arguments: ["1000000000", "999999999", "100000000000", "-1800000000", "0", "nan", "inf", "1e12", ""]
    )
    func implausible(_ number: String) throws {
        #expect(try expiry("https://cdn.example/v.mp4?Expires=\(number)") == nil)
    }

    @Test(
        "A span without its start, or of an implausible length, is not an expiry",
        arguments: [
            "X-Amz-Expires=3600", "X-Amz-Date=20261005T120000Z", "X-Amz-Date=soon&X-Amz-Expires=3600",
            "X-Amz-Date=20261005T120000Z&X-Amz-Expires=0", "X-Amz-Date=20261005T120000Z&X-Amz-Expires=1e9",
            "X-Amz-Date=20261005T120000Z&X-Goog-Expires=3600",
        ]
    )
    func noSpan(_ query: String) throws { #expect(try expiry("https://cdn.example/v.mp4?\(query)") == nil) }

    @Test("A link without a query has no expiry, whatever is in its path and fragment")
    func noQuery() throws {
        #expect(try expiry("https://cdn.example/Expires=1800000000/v.mp4") == nil)
        #expect(try expiry("https://cdn.example/v.mp4?") == nil)
    }
}
