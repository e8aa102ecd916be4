import VideoGenerationCore

extension RunwayModels {
    /// The models of MiniMax, Alibaba, Google and xAI.
    static let others =
        [
            RunwayModel(
                name: "hailuo3",
                cents: 10,
                text: hailuo(hailuoRatios),
                references: .init(pictures: 9, takesVideos: true, takesAudio: true),
                image: .init(shape: hailuo(["adaptive"] + hailuoRatios), takesLastFrame: true, needsPrompt: true),
                video: .init(field: "promptVideo", shape: hailuo(["adaptive"] + hailuoRatios), takesSeconds: true)
            ),
            RunwayModel(
                name: "h3_max",
                text: RunwayShape(resolutions: ["480p", "768p"]),
                image: .init(
                    shape: RunwayShape(resolutions: ["480p", "768p"]),
                    takesLastFrame: true,
                    needsPrompt: true
                )
            ),
            wan("wan3"),
            wan("wan3_prime"),
            RunwayModel(
                name: "happyhorse_1_0",
                promptLimit: 2_500,
                text: .pixels([
                    "1280:720", "720:1280", "960:960", "1108:832", "832:1108", "1920:1080", "1080:1920", "1440:1440",
                    "1662:1248", "1248:1662",
                ]),
                image: .init(shape: RunwayShape(resolutions: ["720p", "1080p"]))
            ),
        ] + gemini + grok

    /// `adaptive` follows a picture or a video, so it is not for text alone.
    private static let hailuoRatios = ["16:9", "9:16", "21:9", "4:3", "1:1", "3:4"]

    private static func hailuo(_ ratios: [String]) -> RunwayShape {
        RunwayShape(ratios: ratios, resolutions: ["768p", "2k"])
    }

    private static func wan(_ name: String) -> RunwayModel {
        RunwayModel(
            name: name,
            text: .pixels([
                "1280:720", "720:1280", "1104:832", "960:960", "832:1104", "832:480", "480:832", "720:544", "624:624",
                "544:720", "1920:1080", "1080:1920", "1648:1248", "1440:1440", "1248:1648",
            ]),
            references: .init(pictures: 10, takesVideos: true, takesAudio: true),
            image: .init(shape: .automatic(["480p", "720p", "1080p"]), takesLastFrame: true, needsPrompt: true)
        )
    }

    private static let gemini: [RunwayModel] = {
        let sizes = [
            "1280:720", "720:1280", "640:360", "360:640", "1920:1080", "1080:1920", "3840:2160", "2160:3840",
        ]
        return [
            RunwayModel(
                name: "gemini_omni_flash",
                seconds: Array(3...10),
                text: .pixels(["1280:720", "720:1280"]),
                image: .init(shape: .pixels(["1280:720", "720:1280"])),
                video: .init(field: "videoUri")
            ),
            RunwayModel(
                name: "gemini_omni_flash_1.1",
                seconds: Array(3...10),
                text: .pixels(sizes),
                references: .init(),
                image: .init(shape: .pixels(sizes), takesLastFrame: true, needsPrompt: true),
                video: .init(field: "videoUri", shape: .pixels(sizes), hasModes: true, takesSeconds: true)
            ),
        ]
    }()

    private static let grok = [
        RunwayModel(
            name: "grok_imagine_1_5",
            text: RunwayShape(
                ratios: ["16:9", "9:16", "1:1", "4:3", "3:4", "3:2", "2:3"],
                resolutions: ["480p", "720p", "1080p"]
            ),
            references: .init(takesAudio: true),
            image: .init(shape: RunwayShape(resolutions: ["480p", "720p", "1080p"]))
        ),
        RunwayModel(
            name: "grok_imagine_1_5_lite",
            text: .pixels([
                "1280:720", "720:1280", "720:720", "960:720", "720:960", "1088:720", "720:1088", "848:480", "480:848",
                "480:480", "640:480", "480:640", "720:480", "480:720", "1904:1072", "1072:1904", "1424:1424",
                "1648:1232", "1232:1648", "1744:1152", "1152:1744",
            ]),
            image: .init(shape: .automatic(["480p", "720p", "1080p"]))
        ),
    ]
}
