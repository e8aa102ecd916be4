import OpenAIVideos
import VideoGeneration

/// The plugins of the OpenAI style.
enum OpenAIPlugins { static let all = OpenAIVideos.plugins }
