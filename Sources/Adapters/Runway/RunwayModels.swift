import VideoGenerationCore

/// The models behind Runway's API.
///
/// The fields, ratios, lengths and limits are those of the types in the package `runwayml` 5.24.0 (PyPI), which are
/// generated from Runway's API description. Lengths that it does not state are unknown here. The prices are those in the
/// price map of litellm 1.110.2. No retirement date was found.
enum RunwayModels {
    static let readOn = "2026-11-27"

    /// Returns a model by its name; nil if it is not in the list.
    static func named(_ name: String) -> RunwayModel? { all.first { $0.name == name } }

    static let all = runway + veo + kling + seedance + others

    private static let landscape = ["1280:720", "720:1280"]
    private static let gen4 = ["1280:720", "720:1280", "1104:832", "960:960", "832:1104", "1584:672"]

    private static let runway = [
        RunwayModel(
            name: "gen4.5",
            promptLimit: 1_000,
            seconds: Array(2...10),
            requiredSeconds: 5,
            cents: 12,
            text: .pixels(landscape, isRequired: true),
            image: .init(shape: .pixels(gen4, isRequired: true), needsPrompt: true)
        ),
        RunwayModel(
            name: "gen4_turbo",
            promptLimit: 1_000,
            cents: 5,
            image: .init(shape: .pixels(gen4, isRequired: true))
        ),
        RunwayModel(
            name: "aleph2",
            cents: 28,
            video: .init(
                field: "videoUri",
                shape: RunwayShape(
                    ratios: ["16:9", "4:3", "3:2", "1:1", "2:3", "3:4", "9:16", "21:9"],
                    field: "targetAspectRatio"
                ),
                takesReferences: false
            )
        ),
    ]

    private static let veo = [("veo3.1", 40), ("veo3.1_fast", 15)].map { name, cents in
        let shape = RunwayShape.pixels(["1280:720", "720:1280", "1080:1920", "1920:1080"], isRequired: true)
        return RunwayModel(
            name: name,
            promptLimit: 1_000,
            seconds: [4, 6, 8],
            cents: cents,
            text: shape,
            image: .init(shape: shape, takesLastFrame: true)
        )
    }

    private static let kling =
        [
            kling("kling3.0_standard", ["1280:720", "720:1280", "960:960"]),
            kling("kling3.0_pro", ["1920:1080", "1080:1920", "1440:1440"]),
            kling("kling3.0_4k", ["3840:2160", "2160:3840", "2880:2880"]),
            kling("klingO3_standard", ["1280:720", "720:1280", "960:960"], video: .init(field: "promptVideo")),
            kling("klingO3_pro", ["1920:1080", "1080:1920", "1440:1440"], video: .init(field: "promptVideo")),
            kling("klingO3_4k", ["3840:2160", "2160:3840", "2880:2880"], video: .init(field: "promptVideo")),
        ] + [
            RunwayModel(
                name: "kling2.5_turbo_pro",
                seconds: [5, 10],
                text: .pixels(["1280:720", "720:720", "720:1280", "1920:1080", "1440:1440", "1080:1920"]),
                image: .init(shape: .none, takesLastFrame: true, needsPrompt: true)
            ),
            RunwayModel(
                name: "kling_4",
                text: .pixels([
                    "1280:720", "720:1280", "940:940", "1460:624", "1920:1080", "1080:1920", "1440:1440", "2200:940",
                ]),
                references: .init(pictures: 10),
                image: .init(shape: .automatic(["720p", "1080p"])),
                video: .init(field: "videoUri", shape: .automatic(["720p", "1080p"]))
            ),
        ]

    private static func kling(_ name: String, _ sizes: [String], video: RunwayModel.Video? = nil) -> RunwayModel {
        RunwayModel(
            name: name,
            text: .pixels(sizes, isRequired: true),
            image: .init(shape: .pixels(sizes), takesLastFrame: true),
            video: video
        )
    }

    private static let lines480 = ["864:496", "496:864", "992:432", "752:560", "640:640", "560:752"]
    private static let lines720 = ["1280:720", "720:1280", "1470:630", "1112:834", "960:960", "834:1112"]
    private static let lines1080 = ["1920:1080", "1080:1920", "2206:946", "1664:1248", "1440:1440", "1248:1664"]
    private static let lines2160 = ["3840:2160", "2160:3840", "3840:1646", "3840:2880", "3840:3840", "2880:3840"]

    private static let seedance = [
        seedance("seedance2", cents: 36, lines720 + lines480 + lines1080 + lines2160),
        seedance("seedance2_fast", lines720 + lines480),
        seedance("seedance2_mini", lines720 + lines480),
        seedance(
            "seedance2_5",
            promptLimit: 15_000,
            pictures: 30,
            lines720 + ["854:480", "480:854", "992:432", "752:560", "640:640", "560:752"] + lines1080,
            hasModes: true
        ),
    ]

    private static func seedance(
        _ name: String,
        promptLimit: Int = 3_500,
        cents: Int? = nil,
        pictures: Int = 9,
        _ sizes: [String],
        hasModes: Bool = false
    ) -> RunwayModel {
        RunwayModel(
            name: name,
            promptLimit: promptLimit,
            cents: cents,
            text: .pixels(sizes),
            references: .init(pictures: pictures, takesVideos: true, takesAudio: true),
            image: .init(shape: .pixels(sizes), takesLastFrame: true),
            video: .init(
                field: "promptVideo",
                shape: .pixels(sizes),
                hasModes: hasModes,
                takesSeconds: true,
                editsNeedAutomaticLength: hasModes
            )
        )
    }
}
