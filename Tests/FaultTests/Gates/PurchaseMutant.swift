import Testing

@testable import VideoGeneration
@testable import VideoGenerationCore

private typealias Gate = PurchaseOutcome

/// The purchase gate with one rule broken.
struct PurchaseMutant: Sendable, CustomTestStringConvertible {
    let name: String
    let judge: @Sendable (SubmitCase, PurchaseOutcome.Response) -> PurchaseOutcome

    var testDescription: String { name }

    /// Other rules in the same gate.
    private init(_ name: String, rules: [PurchaseOutcome.Rule]) {
        self.name = name
        judge = { PurchaseOutcome(of: $1, by: rules) }
    }

    /// A rule that is asked before the others.
    private init(_ name: String, first rule: @escaping @Sendable (PurchaseOutcome.Response) -> PurchaseOutcome?) {
        self.init(name, rules: [PurchaseOutcome.Rule(name: name, outcome: rule)] + PurchaseOutcome.rules)
    }

    /// A rule that is asked if no other one decides, as one for a status or a text would be added.
    private init(_ name: String, last rule: @escaping @Sendable (SubmitCase) -> PurchaseOutcome?) {
        self.name = name
        judge = { example, response in
            let outcome = PurchaseOutcome(of: response)
            let isCutOff = response.evidence.isCutOff
            return outcome == .unknown && !isCutOff ? rule(example) ?? .unknown : outcome
        }
    }

    /// The gate with another response put before it.
    private init(_ name: String, seeing change: @escaping @Sendable (inout PurchaseOutcome.Response) -> Void) {
        self.name = name
        judge = { _, response in
            var response = response
            change(&response)
            return PurchaseOutcome(of: response)
        }
    }

    static let all = removed + swapped + added + blind + lenient

    private static let removed = PurchaseOutcome.rules.indices.map { index in
        var rules = PurchaseOutcome.rules
        let rule = rules.remove(at: index)
        return PurchaseMutant("without the rule: \(rule.name)", rules: rules)
    }

    /// The neighbors of which both can match one response, and the ID moved behind everything else.
    private static let swapped: [PurchaseMutant] = [
        PurchaseMutant(
            "a declared code before the video",
            rules: [
                Gate.taskID, Gate.declared, Gate.output, Gate.refusingStatus, Gate.refusingObject, Gate.movedAddress,
                Gate.tooManyRequests,
            ]
        ),
        PurchaseMutant(
            "a refusing status before the declared code",
            rules: [
                Gate.taskID, Gate.output, Gate.refusingStatus, Gate.declared, Gate.refusingObject, Gate.movedAddress,
                Gate.tooManyRequests,
            ]
        ),
        PurchaseMutant(
            "a refusing object before the declared code",
            rules: [
                Gate.taskID, Gate.output, Gate.refusingObject, Gate.declared, Gate.refusingStatus, Gate.movedAddress,
                Gate.tooManyRequests,
            ]
        ),
        PurchaseMutant(
            "the ID behind everything else",
            rules: Array(PurchaseOutcome.rules.dropFirst()) + [Gate.taskID]
        ),
    ]

    private static let added: [PurchaseMutant] =
        [
            PurchaseMutant("503 with Retry-After is not now") {
                $0.status == 503 && $0.header.name == "Retry-After" ? .notNow : nil
            },
            PurchaseMutant("a 5xx that quotes [429] is not now") {
                $0.status >= 500 && $0.body.text.contains("[429]") ? .notNow : nil
            },
            PurchaseMutant("a 5xx with the code too_many_requests is not now") {
                $0.status >= 500 && $0.body.text.contains("too_many_requests") ? .notNow : nil
            },
            PurchaseMutant("a date in the words is not now") { $0.body.text.contains("resets at") ? .notNow : nil },
            PurchaseMutant("a page about the content policy refuses") {
                $0.body.text.contains("content policy") ? .refused : nil
            },
            PurchaseMutant("an error object without an ID refuses under 2xx") {
                (200..<300).contains($0.status) && $0.body.text.contains("\"error\"") ? .refused : nil
            },
            PurchaseMutant("a page refuses under 400") { $0.status == 400 && $0.body.form == .other ? .refused : nil },
            PurchaseMutant("any redirect of the three refuses") {
                [301, 307, 308].contains($0.status) ? .refused : nil
            },
            PurchaseMutant("an empty 204 refuses") { $0.status == 204 ? .refused : nil },
            PurchaseMutant("x-should-retry is believed") { $0.header.name == "x-should-retry" ? .notNow : nil },
        ]
        + [302, 303, 406, 408, 409, 410, 424, 425, 499, 500, 501, 502, 503, 504, 529].map { status in
            PurchaseMutant("\(status) refuses") { $0.status == status ? .refused : nil }
        }

    private static let blind: [PurchaseMutant] =
        [401, 402, 403, 404, 405, 407, 411, 413, 414, 415, 417, 426, 431, 400, 422, 451, 429].map { status in
            PurchaseMutant("\(status) proves nothing", first: { $0.head.status == status ? .unknown : nil })
        } + [
            PurchaseMutant(
                "a complaint beside an ID refuses",
                first: { $0.evidence.taskID != nil && !$0.evidence.codes.isEmpty ? .refused : nil }
            ),
            PurchaseMutant(
                "an ID under 4xx is none",
                first: { $0.evidence.taskID != nil && $0.head.status >= 400 ? .refused : nil }
            ),
            PurchaseMutant(
                "an ID is never provisional",
                first: { $0.evidence.taskID == nil ? nil : .accepted(isProvisional: false) }
            ),
            PurchaseMutant("an ID used before refuses", first: { $0.evidence.codes == ["key_used"] ? .refused : nil }),
        ]

    private static let lenient: [PurchaseMutant] =
        [
            PurchaseMutant("a body that was cut off is judged", seeing: { $0.evidence.isCutOff = false }),
            PurchaseMutant("anything is the API's own object", seeing: { $0.evidence.isSpoken = true }),
            PurchaseMutant("429 is always trusted", seeing: { $0.trusts429 = true }),
            PurchaseMutant("429 is never trusted", seeing: { $0.trusts429 = false }),
            PurchaseMutant(
                "a query of the new address is overlooked",
                seeing: { response in
                    let target = response.head.fields["Location"].map { String($0.prefix { $0 != "?" }) }
                    if let target, target != SubmitCase.url?.string { response.head.fields["Location"] = target }
                    if let target, target == SubmitCase.url?.string {
                        response.head.fields["Location"] = target + "/"
                    }
                }
            ),
            PurchaseMutant(
                "no free text is an ID",
                seeing: { if $0.evidence.taskID?.hasPrefix("v-") == true { $0.evidence.taskID = nil } }
            ),
        ]
        + ["x-litellm-attempted-retries", "x-litellm-attempted-fallbacks", "x-litellm-response-cost"].map { name in
            PurchaseMutant("\(name) is overlooked", seeing: { $0.head.fields[name] = nil })
        }
        + ["0", "0.0", "None", "abc"].map { value in
            PurchaseMutant(
                "an attempt is seen in the value \(value)",
                seeing: { response in
                    let name = "x-litellm-response-cost"
                    if response.head.fields[name] == value { response.head.fields[name] = "1" }
                }
            )
        }
}
