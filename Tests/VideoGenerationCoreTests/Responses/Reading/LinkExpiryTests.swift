import Foundation
import Testing

@testable import VideoGenerationCore

@Suite(.timeLimit(.minutes(20))) struct LinkExpiryTests {
    static let links: [(String, String?)] = [
        ("Expires=1800000000&Signature=x", "2027-01-15T08:00:00Z"),
        ("X-Amz-Date=20261005T120000Z&X-Amz-Expires=3600", "2026-10-05T13:00:00Z"),
        ("x-tos-date=20261005T120000Z&x-tos-expires=60", "2026-10-05T12:01:00Z"),
        (
            "sv=2024-08-04&se=2026-12-25T00%3A00%3A00Z&sr=b&ske=2026-12-28T01%3A08%3A38Z&sig=m%3D",
            "2026-12-25T00:00:00Z"
        ),
        ("se=2026-12-25&sig=m", "2026-12-25T00:00:00Z"),
        ("q-sign-algorithm=sha1&q-sign-time=1799990000;1800000000&q-signature=x", "2027-01-15T08:00:00Z"),
        ("q-sign-time=1799990000%3B1800000000", "2027-01-15T08:00:00Z"),
        ("auth_key=1800000000-0-0-9f86d081884c7d65", "2027-01-15T08:00:00Z"),
        ("exp=1800000000&hmac=x", "2027-01-15T08:00:00Z"),
        ("e=1800000000&token=x:y", "2027-01-15T08:00:00Z"),
        ("x-expires=1800000000&x-signature=x", "2027-01-15T08:00:00Z"),
        ("auth_key=1800000000-0-0-x&Expires=1700000000", "2023-11-14T22:13:20Z"),
        ("e=3", nil), ("exp=soon", nil), ("se=SE", nil), ("auth_key=abc", nil), ("q-sign-time=", nil),
        ("Expires=1e400", nil),
        ("X-Amz-Date=20261005T120000Z&X-Amz-Expires=-1", nil), ("expired=1800000000", nil),
    ]

    @Test("a signed link says until when it works, in every style", arguments: links)
    func expiry(_ query: String, _ expected: String?) throws {
        let link = try #require(HTTPURL("https://cdn.example/v.mp4?\(query)"))
        #expect(LinkExpiry.date(of: link)?.formatted(.iso8601) == expected)
    }
}
