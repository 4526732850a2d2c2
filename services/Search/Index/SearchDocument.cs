using System.Text.Json;
using Matchmaking.Contracts;
using Matchmaking.Contracts.Achievements;
using Matchmaking.Contracts.Experts;
using Matchmaking.Contracts.Needs;
using Matchmaking.Contracts.Records;

namespace Matchmaking.Search.Index;

/// <summary>A text field of a record, with the first audience that may search it and its weight.</summary>
/// <param name="Name">Property name in camel case.</param>
public sealed record SearchText(string Name, string Text, Disclosure Tier, double Weight);

/// <summary>A record as the index holds it. Nothing above tier L1 ever arrives here.</summary>
public sealed record SearchDocument
{
    public required RecordKind Kind { get; init; }

    public required Guid Id { get; init; }

    public required long Version { get; init; }

    /// <summary>Others may find it; a document that is not visible is removed from the index.</summary>
    public required bool Visible { get; init; }

    public required Disclosure Level { get; init; }

    public required Guid OrganisationId { get; init; }

    public required string OrganisationName { get; init; }

    public required bool Named { get; init; }

    public required Guid AuthorId { get; init; }

    public required string Number { get; init; }

    public required string Status { get; init; }

    public DateTime? PublishedAt { get; init; }

    public required string Title { get; init; }

    /// <summary>Title for members, where it says more than the public one: an expert's name.</summary>
    public string? MemberTitle { get; init; }

    public required IReadOnlyList<SearchText> Texts { get; init; }

    public IReadOnlyList<string> Keywords { get; init; } = [];

    public string? Field { get; init; }

    public string? Industry { get; init; }

    public IReadOnlyList<string> Modes { get; init; } = [];

    /// <summary>An achievement's TRL, or the lowest one that a need accepts.</summary>
    public int? Trl { get; init; }

    /// <summary>A need's budget, or an achievement's lowest price.</summary>
    public double? AmountWan { get; init; }

    public string? IpSummary { get; init; }

    /// <summary>Keys of organisations to keep apart, see <see cref="Avoidance"/>.</summary>
    public IReadOnlyList<string> Avoid { get; init; } = [];

    /// <summary>What the text of tier L1 means, as a direction of unit length; null where no model is active.</summary>
    public float[]? Vector { get; init; }

    /// <summary>Whether a reader may find it.</summary>
    /// <param name="reader">Keys of the reader's organisation, see <see cref="Avoidance.KeysOf"/>; none for nobody in particular.</param>
    public bool IsOpenTo(Disclosure audience, IReadOnlyList<string> reader) =>
        Visible && Level <= audience && !reader.Any(Avoid.Contains);

    /// <summary>The title that a reader of a tier sees.</summary>
    public string TitleFor(Disclosure tier) => tier >= Disclosure.L1 ? MemberTitle ?? Title : Title;

    /// <summary>All text that takes part in matching.</summary>
    public string MatchedText() => TextFor(Disclosure.L1);

    /// <summary>All text that a reader of a tier may search.</summary>
    public string TextFor(Disclosure tier) => Texts.Where(t => t.Tier <= tier).Joined();
}

/// <summary>Makes documents from the owners' facts.</summary>
public static class SearchDocuments
{
    public static SearchDocument From(NeedChanged fact) => Create(RecordKind.Need, fact, fact.Need) with
    {
        Title = fact.Need.Content.Title,
        Keywords = fact.Need.Content.Keywords,
        Field = fact.Need.Content.Field,
        Industry = fact.Need.Content.Industry,
        Modes = fact.Need.Content.Modes,
        Trl = fact.Need.Content.MinTrl,
        AmountWan = fact.Need.Content.BudgetWan,
    };

    public static SearchDocument From(AchievementChanged fact) => Create(RecordKind.Achievement, fact, fact.Achievement) with
    {
        Title = fact.Achievement.Content.Title,
        Keywords = fact.Achievement.Content.Keywords,
        Field = fact.Achievement.Content.Field,
        Industry = fact.Achievement.Content.Industry,
        Modes = fact.Achievement.Content.Modes,
        Trl = fact.Achievement.Content.Trl,
        AmountWan = fact.Achievement.Content.PriceFromWan,
        IpSummary = fact.Achievement.Content.IpSummary,
    };

    // An expert's name is open to members only: the public title is rank and discipline.
    public static SearchDocument From(ExpertChanged fact) => Create(RecordKind.Expert, fact, fact.Expert) with
    {
        Title = $"{fact.Expert.Content.Discipline} {fact.Expert.Content.Title}".Trim(),
        MemberTitle = $"{fact.Expert.Content.Name} {fact.Expert.Content.Title}（{fact.Expert.Content.Discipline}）",
        Keywords = fact.Expert.Content.Keywords,
        Field = fact.Expert.Content.Field,
        Modes = fact.Expert.Content.Services,
    };

    private static SearchDocument Create<TContent>(RecordKind kind, IFact fact, RecordSnapshot<TContent> snapshot) where TContent : class => new()
    {
        Kind = kind,
        Id = fact.Id,
        Version = fact.Version,
        Visible = snapshot.Visible,
        Level = snapshot.Level,
        OrganisationId = snapshot.OrganisationId,
        OrganisationName = snapshot.OrganisationName,
        Named = snapshot.Named,
        AuthorId = snapshot.AuthorId,
        Number = snapshot.Number,
        Status = snapshot.Status,
        PublishedAt = snapshot.PublishedAt,
        Title = "",
        Avoid = snapshot.Avoid,
        Texts = snapshot.Visible ? TextsOf(snapshot.Content) : [],
    };

    /// <summary>The fields of a form that are matched.</summary>
    internal static IReadOnlyList<SearchText> TextsOf(object content) =>
        [.. FormField.Of(content.GetType())
            .Where(f => f.Attribute.Search > 0 && f.Attribute.Tier <= Disclosure.L1)
            .Select(f => new SearchText(f.Name, Words(f.Property.GetValue(content)), f.Attribute.Tier, f.Attribute.Search))
            .Where(t => t.Text.Length > 0)];

    /// <summary>Texts one after the other, a line each.</summary>
    internal static string Joined(this IEnumerable<SearchText> texts) => string.Join('\n', texts.Select(t => t.Text));

    private static string Words(object? value) => value switch
    {
        string text => text,
        IEnumerable<string> items => string.Join('、', items),
        IEnumerable<NeedIndicator> indicators => string.Join('；', indicators.Select(i => $"{i.Name} {i.Current} 目标{i.Target}{i.Unit} {i.TestMethod}")),
        _ => "",
    };
}
