using Matchmaking.Contracts;
using Matchmaking.Contracts.Identity;
using Matchmaking.Hosting;
using Matchmaking.Messaging;

namespace Matchmaking.Architecture.Tests;

/// <summary>Two handlers that share a queue by accident lose messages to each other once the services are split.</summary>
public sealed class QueueTests
{
    private static readonly IReadOnlyList<Bound> All = [.. Product.Modules.Where(m => m.DbContext is not null).SelectMany(Of)];

    [Fact]
    public void Every_fact_listened_to_is_one_of_the_named_facts()
    {
        Assert.True(All.Count >= 15);
        Product.ExpectNone(All.Where(b => FactNames.All.Values.All(t => t != b.Fact)).Select(b => b.Fact.Name));
    }

    [Fact]
    public void Every_service_but_identity_hears_which_accounts_have_ended() =>
        Assert.Equal(
            ServiceNames.All.Where(s => s != ServiceNames.Identity).Order(),
            All.Where(b => b.Purpose == "accounts" && b.Fact == typeof(AccountChanged)).Select(b => b.Service).Order());

    [Fact]
    public void No_queue_hears_a_fact_twice() =>
        Product.ExpectNone(All.GroupBy(b => (b.Queue, b.Fact)).Where(g => g.Count() > 1).Select(g => $"{g.Key.Queue}: {g.Key.Fact.Name}"));

    [Fact]
    public void No_two_services_share_a_queue() =>
        Product.ExpectNone(All.Select(b => (b.Queue, b.Service)).Distinct().GroupBy(b => b.Queue).Where(g => g.Count() > 1).Select(g => g.Key));

    [Fact]
    public void Purposes_are_plain_words() =>
        Product.ExpectNone(All.Where(b => !b.Purpose.All(c => c is '-' || char.IsAsciiLetterLower(c))).Select(b => b.Queue));

    private static IEnumerable<Bound> Of(IModule module)
    {
        var facts = new Recorder(module.Name);
        module.Subscribe(facts);
        return facts.Bound;
    }

    private sealed record Bound(string Service, string Purpose, Type Fact)
    {
        public string Queue => $"{Service}-{Purpose}";
    }

    private sealed class Recorder(string service) : IFactSubscriptions
    {
        public List<Bound> Bound { get; } = [];

        public IFactSubscriptions On<TFact, THandler>(string purpose)
            where TFact : class, IFact
            where THandler : class, IFactHandler<TFact>
        {
            Bound.Add(new(service, purpose, typeof(TFact)));
            return this;
        }
    }
}
