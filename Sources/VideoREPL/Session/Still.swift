import VideoGeneration
import VideoPlatform

/// A still of a finished video in the terminal, where the terminal can show pictures and ffmpeg is there.
enum Still {
    /// How a terminal takes pictures.
    enum Support: Equatable {
        /// kitty's graphics protocol (sw.kovidgoyal.net/kitty/graphics-protocol).
        case kitty
        /// iTerm2's inline images (iterm2.com/documentation-images.html).
        case iTerm

        /// What a terminal says of itself in the environment; nil where it can do neither.
        init?(_ environment: [String: String]) {
            // A multiplexer in between swallows the codes.
            guard environment["TMUX"] == nil, environment["STY"] == nil else { return nil }
            switch (environment["TERM_PROGRAM"], environment["TERM"]) {
            case ("iTerm.app", _), ("WezTerm", _): self = .iTerm
            case ("ghostty", _), (_, "xterm-kitty"), (_, "xterm-ghostty"): self = .kitty
            // kitty with another TERM, and iTerm2 at the other end of ssh, say who they are like this.
            case _ where environment["KITTY_WINDOW_ID"] != nil: self = .kitty
            case _ where environment["LC_TERMINAL"] == "iTerm2": self = .iTerm
            default: return nil
            }
        }
    }

    /// Shows one, or nothing: it is a comfort, and no error is worth a word.
    static func show(_ task: VideoTask, _ session: Session, _ invocation: Invocation) async {
        guard session.console.hasColour, !invocation.has(.json), !invocation.isBackground,
            let support = Support(session.environment), let path = task.file?.path,
            let picture = await Program.output(
                "ffmpeg",
                [
                    "-v", "error", "-i", path, "-frames:v", "1", "-vf", "scale=320:-2", "-f", "image2pipe", "-c:v",
                    "png", "-",
                ],
                session.environment,
                session.clock
            ), !picture.isEmpty
        else { return }
        session.console.codes(codes(for: picture, support))
    }

    /// The escape codes of a PNG. kitty takes it in pieces of 4096 characters.
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
