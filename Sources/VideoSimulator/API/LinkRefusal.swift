/// A refusal of the storage, which is sent as XML.
struct LinkRefusal: Error {
    var code: String

    static let expired = LinkRefusal(code: "AccessDenied")

    var response: SimulatedResponse {
        let message = code == "AccessDenied" ? "Request has expired." : "The signature does not match."
        return SimulatedResponse(
            status: 403,
            text: """
                <?xml version="1.0" encoding="UTF-8"?>
                <Error>
                  <Code>\(code)</Code>
                  <Message>\(message)</Message>
                  <RequestId>\(IDGenerator.hexadecimal(24).uppercased())</RequestId>
                </Error>

                """,
            type: "application/xml"
        )
    }
}
