using Matchmaking.Contracts.Records;

namespace Matchmaking.Web.Components.Pages.Office;

/// <summary>Why a record waits for the bureau, in words.</summary>
internal static class Waits
{
    public static string Sort(RecordRow row) => row switch
    {
        { RevisionPending: true } => "公开记录的修改稿",
        { Status: "refining" } => "专家凝练中",
        { Status: "secondDiagnosis" } => "等二次诊断结果",
        { ReturnReason: not null } => "退回后再次提交",
        _ => "第一次提交",
    };
}
