import Foundation
import VideoGeneration

@testable import struct VideoGeneration.PlainSHA256

/// HMAC-SHA256 (RFC 2104).
enum HMACSHA256 {
    static func code(_ text: String, key: [UInt8]) -> [UInt8] {
        var key = key.count > 64 ? hash(key) : key
        key += [UInt8](repeating: 0, count: 64 - key.count)
        return hash(key.map { $0 ^ 0x5C } + hash(key.map { $0 ^ 0x36 } + Array(text.utf8)))
    }

    static func hash(_ bytes: [UInt8]) -> [UInt8] {
        var hash = PlainSHA256()
        bytes.withUnsafeBytes { hash.update($0) }
        return hash.finish()
    }
}

extension [UInt8] {
    var hex: String { map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }
    var base64URL: String {
        Data(self).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }
}

/// Signs a token for each request, from an access key and a secret key that the variable holds as `ACCESS:SECRET`.
struct JWTSigner: RequestAuthorizer {
    let key: Secret

    func fields(for request: HTTPRequest, at date: Date) async throws -> HTTPFields {
        let token = key.withValue { key in
            let parts = key.split(separator: ":").map(String.init)
            let now = Int(date.timeIntervalSince1970)
            let claims = #"{"iss":"\#(parts[0])","exp":\#(now + 1800),"nbf":\#(now - 5)}"#
            let head = [#"{"alg":"HS256","typ":"JWT"}"#, claims].map { Array($0.utf8).base64URL }.joined(separator: ".")
            return head + "." + HMACSHA256.code(head, key: Array(parts[1].utf8)).base64URL
        }
        return ["Authorization": "Bearer \(token)"]
    }

    func scrubbing(_ text: String) -> String { key.scrubbing(text) }
}

/// Signs a request as AWS does (Signature Version 4), for a URL without a query.
struct AWSSigner: RequestAuthorizer {
    let id: String
    let key: Secret
    let region: String
    let service: String

    func fields(for request: HTTPRequest, at date: Date) async throws -> HTTPFields {
        let time = date.formatted(.iso8601).replacing("-", with: "").replacing(":", with: "")
        let scope = "\(time.prefix(8))/\(region)/\(service)/aws4_request"
        guard let url = URLComponents(string: request.url.string), let host = url.host else {
            throw VideoError(.invalidRequest, "The URL cannot be signed.")
        }
        var fields = ["host": host, "x-amz-date": time]
        for field in request.fields { fields[field.name.lowercased()] = field.value }
        let names = fields.keys.sorted()
        let canonical =
            [request.method.rawValue, url.percentEncodedPath, ""] + names.map { "\($0):\(fields[$0] ?? "")" }
            + ["", names.joined(separator: ";"), HMACSHA256.hash(request.body ?? []).hex]
        let digest = HMACSHA256.hash(Array(canonical.joined(separator: "\n").utf8)).hex
        let text = ["AWS4-HMAC-SHA256", time, scope, digest].joined(separator: "\n")
        let signature = key.withValue { key in
            let signing = scope.split(separator: "/").reduce(Array("AWS4\(key)".utf8)) {
                HMACSHA256.code(String($1), key: $0)
            }
            return HMACSHA256.code(text, key: signing).hex
        }
        return [
            "X-Amz-Date": time,
            "Authorization": "AWS4-HMAC-SHA256 Credential=\(id)/\(scope), "
                + "SignedHeaders=\(names.joined(separator: ";")), Signature=\(signature)",
        ]
    }

    func scrubbing(_ text: String) -> String { key.scrubbing(text) }
}
