using Matchmaking.Contracts.Records;

namespace Matchmaking.Web.Forms;

/// <summary>One field of a step, with help and, for the fields that decide quality, a good and a bad example; all in Chinese.</summary>
public sealed record StepField(string Name, string? Help = null, string? Good = null, string? Bad = null);

/// <summary>One step of a form: one thought.</summary>
public sealed record FormStep(string Title, string Lead, IReadOnlyList<StepField> Fields);

/// <summary>The steps of each kind's form.</summary>
public static class FormSteps
{
    public static IReadOnlyList<FormStep> Of(RecordKind kind) => kind switch
    {
        RecordKind.Need => NeedForm.Steps,
        RecordKind.Achievement => AchievementForm.Steps,
        _ => ExpertForm.Steps,
    };

    /// <summary>What is asked for before there is a draft.</summary>
    public static IReadOnlyList<StepField> First(RecordKind kind)
    {
        string[] names = kind switch
        {
            RecordKind.Need => ["title", "problem"],
            RecordKind.Achievement => ["title", "summary"],
            _ => ["name", "title", "profile"],
        };
        return [.. Of(kind)[0].Fields.Where(f => names.Contains(f.Name))];
    }
}
