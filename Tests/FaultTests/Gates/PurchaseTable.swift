@testable import VideoGeneration
@testable import VideoGenerationCore

/// Every combination that the purchase table speaks of, with the parsing of each body done once.
struct PurchaseTable {
    /// Decides about a case; the case stands beside what the gate sees of it, because a mutant may read its body.
    typealias Judge = (SubmitCase, PurchaseOutcome.Response) -> PurchaseOutcome

    /// The statuses of the table and their neighbors.
    static let tableStatuses: [Int] = [
        200, 201, 202, 204, 299, 300, 301, 302, 303, 304, 307, 308, 400, 401, 402, 403, 404, 405, 406, 407, 408, 409,
        410, 411, 412, 413, 414, 415, 416, 417, 418, 421, 422, 423, 424, 425, 426, 428, 429, 430, 431, 444, 451, 499,
        500, 501, 502, 503, 504, 507, 520, 529, 599,
    ]

    private let endpoint: Endpoint
    /// What each body proves under 2xx and elsewhere.
    private let evidence: [(body: SubmitCase.Body, success: SubmitEvidence, other: SubmitEvidence)]

    init() throws {
        let endpoint = try Endpoint("https://api.example.com/v1")
        self.endpoint = endpoint
        evidence = SubmitCase.bodies.map { body in
            let (success, other) = (SubmitCase(status: 200, body: body), SubmitCase(status: 500, body: body))
            return (
                body, SubmitCase.reader.evidence(in: success.response, at: endpoint),
                SubmitCase.reader.evidence(in: other.response, at: endpoint)
            )
        }
    }

    /// The cases on which a judge and the table differ, at most so many.
    /// - Parameter isFull: whether every header stands with every body; else with two of them, which finds what is
    ///   wrong with the headers as well.
    func differences(of judge: Judge, statuses: some Sequence<Int>, isFull: Bool, limit: Int) -> [String] {
        var found: [String] = []
        for status in statuses {
            let isOfTable = Self.tableStatuses.contains(status)
            let heads = Self.heads(of: status, isOfTable ? SubmitCase.headers : Array(SubmitCase.headers.prefix(3)))
            for (number, (body, success, other)) in evidence.enumerated() {
                let evidence = (200..<300).contains(status) ? success : other
                for (index, (header, location, head)) in heads.enumerated() {
                    guard isFull || number < 2 || index < 2 else { continue }
                    for resends in status == 429 || index < 2 ? [true, false] : [true] {
                        let example = SubmitCase(
                            status: status,
                            body: body,
                            header: header,
                            location: location,
                            resendsAfter429: resends
                        )
                        let response = PurchaseOutcome.Response(
                            head: head,
                            evidence: evidence,
                            rules: SubmitCase.reader.rules,
                            endpoint: endpoint,
                            url: SubmitCase.url,
                            trusts429: resends
                        )
                        let outcome = judge(example, response)
                        guard outcome != example.expected else { continue }
                        found.append("\(example): \(outcome) instead of \(example.expected)")
                        if found.count >= limit { return found }
                    }
                }
            }
        }
        return found
    }

    /// A redirect's target says something under a redirect alone; elsewhere one stands for all.
    private static func heads(
        of status: Int,
        _ headers: [SubmitCase.Header]
    ) -> [(SubmitCase.Header, SubmitCase.Location, HTTPResponseHead)] {
        let isRedirect = [301, 302, 303, 304, 307, 308].contains(status)
        let targets = isRedirect ? SubmitCase.Location.allCases : [.missing]
        let body = SubmitCase.Body(text: "")
        return targets.flatMap { target in
            headers.prefix(isRedirect ? 4 : headers.count).map { header in
                (header, target, SubmitCase(status: status, body: body, header: header, location: target).head)
            }
        }
    }
}
