import VideoGeneration
import VideoPlatform

/// The routes of `/v1/videos/characters`. A character is created from a video and named in later requests.
enum CharacterRoutes {
    static let all = [
        Route("POST", "/v1/videos/characters", .upload, .openAI) { context throws(Refusal) in
            let form = try CreateForm(context)
            guard let name = form.fields["name"]?.text else { throw .missing("name") }
            guard name.count <= 80 else {
                throw Refusal(.invalidRequest, "'name' is longer than 80 characters.", parameter: "name")
            }
            guard form.files["video"] != nil else { throw .missing("video") }
            let character = VideoCharacter(
                id: "char_" + IDGenerator.hexadecimal(32),
                name: name,
                created: Int(Date().timeIntervalSince1970)
            )
            context.backend.keep(character)
            return describe(character)
        },
        Route("GET", "/v1/videos/characters/{id}", .file, .openAI) { context throws(Refusal) in
            describe(try context.backend.character(context.parameter("id")))
        },
    ]

    private static func describe(_ character: VideoCharacter) -> SimulatedResponse {
        SimulatedResponse([
            "id": .string(character.id), "object": "character", "name": .string(character.name),
            "created_at": JSONValue(character.created),
        ])
    }
}
