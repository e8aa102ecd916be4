import VideoGenerationCore

/// The places of values in the provider's responses.
struct ManifestReading: Sendable {
    /// The outputs of a kind and their places.
    struct Output: Sendable {
        let kind: VideoOutput.Kind
        let pointers: [JSONPointer]
    }

    let id: [JSONPointer]
    let state: [JSONPointer]
    let progress: [JSONPointer]
    let outputs: [Output]
    let reason: [JSONPointer]
    let code: [JSONPointer]
    let charge: ManifestCharge?
    let file: [JSONPointer]
    let ownID: [JSONPointer]
    let created: [JSONPointer]
    let expires: [JSONPointer]
    let prompt: [JSONPointer]
    let statusURL: [JSONPointer]
    let resultURL: [JSONPointer]
    let cancelURL: [JSONPointer]
    /// Whether every response to a poll names its task.
    let pollsNameTask: Bool

    /// Reads `read`.
    init(_ object: ManifestObject) {
        id = object.pointers("id")
        state = object.pointers("state")
        progress = object.pointers("progress")
        reason = object.pointers("reason")
        code = object.pointers("code")
        file = object.pointers("file")
        ownID = object.pointers("ownID")
        created = object.pointers("created")
        expires = object.pointers("expires")
        prompt = object.pointers("prompt")
        statusURL = object.pointers("statusURL")
        resultURL = object.pointers("resultURL")
        cancelURL = object.pointers("cancelURL")
        pollsNameTask = object.bool("pollsNameTask") ?? false
        charge = object.object("charge", .charge).flatMap { ManifestCharge($0) }
        let found = object.object("outputs", .outputs)
        outputs = VideoOutput.Kind.allCases.compactMap { kind in
            guard let pointers = found?.pointers(kind.rawValue), !pointers.isEmpty else { return nil }
            return Output(kind: kind, pointers: pointers)
        }
    }
}

/// The place of the amount that the provider charged, and its unit.
struct ManifestCharge: Sendable {
    private let pointers: [JSONPointer]
    private let unit: String
    private let rate: Money?
    private let readOn: String?

    /// Reads `charge`.
    init?(_ object: ManifestObject) {
        pointers = object.pointers("at")
        guard let unit = object.text("unit", atMost: 40) else { return nil }
        self.unit = unit
        readOn = object.day("readOn")
        rate = object.money("rate", currency: object.text("currency") ?? "USD")
        if rate != nil, readOn == nil {
            object.problem("rate", "A rate needs the day on which it was read: \"readOn\".")
        }
    }

    /// Returns the charge in a response; nil if there is none.
    func charge(in document: JSONValue) -> Charge? {
        guard let amount = pointers.first(in: document)?.decimal else { return nil }
        return charge(amount)
    }

    /// Returns the charge of an amount.
    func charge(_ amount: Decimal) -> Charge {
        let isMoney = unit.utf8.count == 3 && unit.utf8.allSatisfy { (0x41...0x5A).contains($0) }
        return isMoney ? Charge(Money(amount, unit)) : Charge(amount, unit, rate: rate, readOn: readOn)
    }
}

extension ManifestObject {
    /// Returns an amount of money that is written as a text such as `"0.25"`, which keeps its digits.
    func money(_ name: String, currency: String) -> Money? {
        guard let node = self[name] else { return nil }
        let isCurrency = currency.utf8.count == 3 && currency.utf8.allSatisfy { (0x41...0x5A).contains($0) }
        guard isCurrency else {
            problem(name, "The currency must be a code of three capital letters, such as USD.")
            return nil
        }
        guard let text = node.string, let amount = JSONValue.string(text).decimal, amount >= 0, amount < 1_000_000
        else {
            problem(name, "This must be an amount in quotation marks, such as \"0.25\".")
            return nil
        }
        return Money(amount, currency)
    }
}
