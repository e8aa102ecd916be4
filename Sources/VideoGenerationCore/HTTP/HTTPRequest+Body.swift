extension HTTPRequest {
    /// Creates a GET request for JSON that caches must not serve.
    public static func reading(_ url: HTTPURL) -> HTTPRequest {
        HTTPRequest(.get, url, fields: ["Accept": "application/json", "Cache-Control": "no-cache"])
    }

    /// Creates a POST request that only reads, such as a poll whose ID is in the body. It can be repeated.
    public static func reading(_ url: HTTPURL, body: JSONObject) -> HTTPRequest {
        var request = posting(body, to: url)
        request.isSafe = true
        return request
    }

    /// Creates a POST request with a JSON object as its body.
    public static func posting(_ body: JSONObject, to url: HTTPURL) -> HTTPRequest {
        HTTPRequest(
            .post,
            url,
            fields: ["Accept": "application/json", "Content-Type": "application/json"],
            body: JSONValue.object(body).bytes
        )
    }

    /// Creates a PUT request without a body that accepts JSON, such as a request to cancel a task.
    public static func putting(_ url: HTTPURL) -> HTTPRequest {
        HTTPRequest(.put, url, fields: ["Accept": "application/json"])
    }

    /// Creates a DELETE request that accepts JSON.
    public static func deleting(_ url: HTTPURL) -> HTTPRequest {
        HTTPRequest(.delete, url, fields: ["Accept": "application/json"])
    }
}
