using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Matchmaking.Contracts;
using Matchmaking.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Matchmaking.Messaging.Tests;

/// <summary>The names and the JSON of facts, as services of another build may still read them.</summary>
[Collection(BrokerCollection.Name)]
public sealed class WireTests
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static TheoryData<string> Names => new(FactNames.All.Keys.Order(StringComparer.Ordinal));

    [Theory, MemberData(nameof(Names))]
    public void A_fact_looks_as_pinned(string name)
    {
        var pinned = JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "wire.json")))!;
        var type = FactNames.All[name];
        var actual = new JsonObject { ["urn"] = WireNames.Of(type), ["json"] = JsonNode.Parse(FactJson.Write(Samples.Of(type))) };

        Assert.True(JsonNode.DeepEquals(pinned[name], actual),
            $"""
             {name} differs from wire.json. A new property is fine: put this in the file. Anything else breaks services that still run.
             "{name}": {actual.ToJsonString(Readable)}
             """);
    }

    [Fact]
    public void No_pinned_name_is_gone()
    {
        var pinned = JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "wire.json")))!.AsObject();
        Assert.Equal(pinned.Select(p => p.Key).Order(StringComparer.Ordinal), FactNames.All.Keys.Order(StringComparer.Ordinal));
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Every_fact_arrives_as_it_was_sent(bool rabbitMq)
    {
        await using var broker = TestBroker.Create(rabbitMq);
        await using var database = await PartyHost.DatabaseAsync(DatabaseKind.Sqlite);
        var heard = new ConcurrentDictionary<string, string>();
        await using var host = new PartyHost(database, broker.Settings)
        {
            Subscriptions = on =>
            {
                foreach (var type in FactNames.All.Values)
                    typeof(IFactSubscriptions).GetMethod(nameof(IFactSubscriptions.On))!
                        .MakeGenericMethod(type, typeof(Recorder<>).MakeGenericType(type)).Invoke(on, ["readers"]);
            },
            Also = services => services.AddSingleton(heard),
        };
        var facts = FactNames.All.ToDictionary(p => p.Key, p => Samples.Of(p.Value));
        await host.StartAsync();

        await host.PublishAsync(facts.Values);

        await host.SentAsync();
        await Probe.Until(() => heard.Count == facts.Count, "every fact is heard");
        Assert.All(facts, fact => Assert.Equal(FactJson.Write(fact.Value), heard[fact.Key]));
    }

    internal sealed class Recorder<TFact>(ConcurrentDictionary<string, string> heard) : IFactHandler<TFact> where TFact : class, IFact
    {
        public Task HandleAsync(TFact fact, FactContext context, CancellationToken cancellation)
        {
            heard[FactNames.Of(typeof(TFact))] = FactJson.Write(fact);
            return Task.CompletedTask;
        }
    }
}
