using Matchmaking.Contracts;
using Matchmaking.Contracts.Records;
using Matchmaking.Contracts.Search;
using Matchmaking.Hosting;
using Matchmaking.Search.Data;
using Matchmaking.Search.Index;
using Matchmaking.Search.Matching;
using Microsoft.AspNetCore.Mvc;

namespace Matchmaking.Search.Features;

/// <summary>Ranked partners of a record with reasons, for its owner and the bureau.</summary>
internal static class SuggestPartners
{
    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/suggestions/{kind}/{id:guid}", HandleAsync)
        .WithName("search.suggestions").WithSummary("Ranked partners of a published record").RequireAuthorization(Policies.Member);

    private static async Task<Page<Suggestion>> HandleAsync(
        string kind, Guid id, Actor reader, PageQuery page, DocumentStore documents, Matcher matcher, CancellationToken cancellation,
        [FromQuery(Name = "for")] string? wanted = null)
    {
        var source = Parse("kind", kind);
        var target = wanted is null ? source == RecordKind.Need ? RecordKind.Achievement : RecordKind.Need : Parse("for", wanted);
        if ((source == RecordKind.Need) == (target == RecordKind.Need))
        {
            throw ProblemException.Invalid("for", "需求只能推荐成果或专家，成果和专家只能推荐需求", "A need is matched with achievements or experts, those with needs");
        }

        var document = await SourceAsync(kind, id, reader, documents, cancellation);
        return document.Visible
            ? await matcher.SuggestAsync(document, target, page.Number, page.Size, reader.Language, cancellation)
            : new([], 0, page.Number, page.Size);
    }

    /// <summary>The record that looks for partners.</summary>
    /// <exception cref="ProblemException">It does not exist, or the reader is neither its owner nor the bureau.</exception>
    internal static async Task<SearchDocument> SourceAsync(
        string kind, Guid id, Actor reader, DocumentStore documents, CancellationToken cancellation)
    {
        var source = Parse("kind", kind);
        var document = await documents.FindAsync(id, cancellation);
        return document is not null && document.Kind == source && (reader.IsOrganizer || reader.Owns(document))
            ? document
            : throw ProblemException.NotFound("没有找到这条记录，或它不对您公开", "This record does not exist or is not open to you");
    }

    private static RecordKind Parse(string name, string text) =>
        Enum.TryParse<RecordKind>(text, true, out var kind) && Enum.IsDefined(kind)
            ? kind
            : throw ProblemException.Invalid(name, $"没有“{text}”这一类，可选 need、achievement、expert", $"There is no kind '{text}': need, achievement or expert");
}
