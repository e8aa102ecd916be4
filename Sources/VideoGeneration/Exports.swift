// An app imports the engine and has the values with it.
@_exported public import VideoGenerationCore
