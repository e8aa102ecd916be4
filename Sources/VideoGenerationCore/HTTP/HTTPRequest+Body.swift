extension HTTPRequest {
    /// A request for JSON.
    public static func reading(_ url: HTTPURL) -> HTTPRequest {
        HTTPRequest(.get, url, fields: ["Accept": "application/json", "Cache-Control": "no-cache"])
    }

    /// A POST of a JSON object.
    public static func posting(_ body: JSONObject, to url: HTTPURL) -> HTTPRequest {
        HTTPRequest(
            .post,
            url,
            fields: ["Accept": "application/json", "Content-Type": "application/json"],
            body: JSONValue.object(body).bytes
        )
    }

    /// A POST of a form.
    public static func posting(_ form: MultipartForm, to url: HTTPURL) -> HTTPRequest {
        let (type, body) = form.encoded()
        return HTTPRequest(
            .post,
            url,
            fields: ["Accept": "application/json", "Content-Type": type],
            body: body
        )
    }

    /// A DELETE.
    public static func deleting(_ url: HTTPURL) -> HTTPRequest {
        HTTPRequest(.delete, url, fields: ["Accept": "application/json"])
    }
}
