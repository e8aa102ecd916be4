import VideoGeneration
import VideoPlatform

/// An image of a finished video, shown if the terminal supports pictures and ffmpeg is installed.
enum PreviewImage {
    /// The protocol by which a terminal shows pictures.
    enum Support: Equatable {
        /// kitty's graphics protocol (sw.kovidgoyal.net/kitty/graphics-protocol).
        case kitty
        /// iTerm2's inline images (iterm2.com/documentation-images.html).
        case iTerm

        /// Detects the protocol from the environment; nil if the terminal supports neither.
        init?(_ environment: [String: String]) {
            // A terminal multiplexer does not pass the codes on.
            guard environment["TMUX"] == nil, environment["STY"] == nil else { return nil }
            switch (environment["TERM_PROGRAM"], environment["TERM"]) {
            case ("iTerm.app", _), ("WezTerm", _): self = .iTerm
            case ("ghostty", _), (_, "xterm-kitty"), (_, "xterm-ghostty"): self = .kitty
            // These variables identify kitty with another TERM, and iTerm2 at the other end of ssh.
            case _ where environment["KITTY_WINDOW_ID"] != nil: self = .kitty
            case _ where environment["LC_TERMINAL"] == "iTerm2": self = .iTerm
            default: return nil
            }
        }
    }

    /// Shows an image of a stored video, or nothing. The image is optional, so errors are not reported.
    /// - Parameter variables: the environment variables, which identify the terminal and hold the path of ffmpeg.
    static func show(
        _ task: VideoTask,
        _ console: Console,
        _ variables: [String: String],
        _ clock: any EngineClock
    ) async {
        let words = ["-frames:v", "1", "-vf", "scale=320:-2", "-f", "image2pipe", "-c:v", "png", "-"]
        guard console.hasColour, let support = Support(variables), let path = task.file?.path,
            let picture = await ExternalProgram.output(
                "ffmpeg",
                ["-v", "error", "-i", path] + words,
                variables,
                clock
            ),
            !picture.isEmpty
        else { return }
        console.codes(codes(for: picture, support))
    }

    /// Returns the escape codes that show a PNG. kitty takes the picture in pieces of 4096 characters.
    static func codes(for picture: [UInt8], _ support: Support) -> String {
        let text = Data(picture).base64EncodedString()
        guard support == .kitty else {
            return "\u{1B}]1337;File=inline=1;size=\(picture.count):\(text)\u{7}"
        }
        var codes = ""
        var rest = text[...]
        var isFirst = true
        repeat {
            let piece = rest.prefix(4096)
            rest = rest.dropFirst(4096)
            codes += "\u{1B}_G\(isFirst ? "a=T,f=100," : "")m=\(rest.isEmpty ? 0 : 1);\(piece)\u{1B}\\"
            isFirst = false
        } while !rest.isEmpty
        return codes
    }
}
