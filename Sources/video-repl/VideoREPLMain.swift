import MiniMaxHailuo
import OpenAIVideos
import Seedance
import VideoREPL

@main
struct VideoREPLMain {
    static func main() async {
        let plugins =
            MiniMaxHailuo.plugins + OpenAIVideos.plugins + Seedance.plugins
        await VideoREPL(plugins).main()
    }
}
