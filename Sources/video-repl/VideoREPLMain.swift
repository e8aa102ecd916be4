import MiniMaxHailuo
import OpenAIVideos
import VideoREPL

@main
struct VideoREPLMain {
    static func main() async {
        let plugins =
            MiniMaxHailuo.plugins + OpenAIVideos.plugins
        await VideoREPL(plugins).main()
    }
}
