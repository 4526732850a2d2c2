using System.Runtime.CompilerServices;
using Matchmaking.Contracts;
using Matchmaking.Contracts.Achievements;
using Matchmaking.Contracts.Experts;
using Matchmaking.Contracts.Needs;
using Matchmaking.Hosting;

namespace Matchmaking.Search.Index;

/// <summary>Reads the owners' records as they stand.</summary>
internal sealed class ChangeFeeds(OwnerFeeds feeds)
{
    private static readonly string[] Owners = [ServiceNames.Needs, ServiceNames.Achievements, ServiceNames.Experts];

    /// <summary>The documents of all records, a page at a time.</summary>
    public async IAsyncEnumerable<IReadOnlyList<SearchDocument>> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var owner in Owners)
        {
            await foreach (var page in feeds.ReadAsync(owner, cancellation))
            {
                yield return [.. page.Select(Of)];
            }
        }
    }

    private static SearchDocument Of(IFact fact) => fact switch
    {
        NeedChanged need => SearchDocuments.From(need),
        AchievementChanged achievement => SearchDocuments.From(achievement),
        ExpertChanged expert => SearchDocuments.From(expert),
        _ => throw new InvalidOperationException($"{fact.GetType().Name} is no record."),
    };
}
