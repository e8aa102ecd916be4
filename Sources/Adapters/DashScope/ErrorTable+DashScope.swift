import VideoGenerationCore

extension ErrorTable {
    /// The codes of Model Studio's page of error codes (alibabacloud.com/help/en/model-studio/error-code) that are not in
    /// the common table.
    static let dashScope = common.adding([
        "AccessDenied.Unpurchased": Row(.permissionDenied),
        "Model.AccessDenied": Row(.permissionDenied),
        "Workspace.AccessDenied": Row(.permissionDenied),
        "AllocationQuota.FreeTierOnly": Row(.quotaExhausted),
        "InvalidURL": Row(.invalidRequest),
        "InvalidFile": Row(.invalidRequest),
        "Throttling": Row(.rateLimited, isTransient: true),
        "Throttling.RateQuota": Row(.rateLimited, isTransient: true),
        "Throttling.AllocationQuota": Row(.rateLimited, isTransient: true),
    ])
}
