import MiniMaxHailuo
import OpenAIVideos
import VideoREPL

func startPrompt() async {
    await VideoREPL(MiniMaxHailuo.plugins + OpenAIVideos.plugins).main()
}
