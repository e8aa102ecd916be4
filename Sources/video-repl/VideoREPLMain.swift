import MiniMaxHailuo
import OpenAIVideos
import VideoREPL

@main
struct VideoREPLMain {
    static func main() async { await VideoREPL(MiniMaxHailuo.plugins + OpenAIVideos.plugins).main() }
}
