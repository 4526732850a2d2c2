using Matchmaking.Contracts;
using Matchmaking.Contracts.Records;
using Matchmaking.Search.Index;

namespace Matchmaking.Search.Tests;

/// <summary>Documents for tests; what is not said is empty.</summary>
internal static class Documents
{
    public static SearchDocument Of(RecordKind kind, string title, string text = "", Disclosure level = Disclosure.L0, long version = 1) => new()
    {
        Kind = kind,
        Id = Guid.NewGuid(),
        Version = version,
        Visible = true,
        Level = level,
        OrganisationId = Guid.NewGuid(),
        OrganisationName = "某单位",
        Named = true,
        AuthorId = Guid.NewGuid(),
        Number = "X-1",
        Status = "published",
        PublishedAt = new DateTime(2026, 3, 1, 0, 0, 0, DateTimeKind.Utc),
        Title = title,
        Texts = [new("title", title, Disclosure.L0, 2), .. text.Length > 0 ? new[] { new SearchText("summary", text, Disclosure.L0, 1.2) } : []],
    };

    public static SearchDocument Need(string title, string text = "") => Of(RecordKind.Need, title, text);

    public static SearchDocument Achievement(string title, string text = "") => Of(RecordKind.Achievement, title, text);

    public static SearchDocument Secretly(this SearchDocument document, string text) =>
        document with { Texts = [.. document.Texts, new("problem", text, Disclosure.L1, 1.2)] };
}
