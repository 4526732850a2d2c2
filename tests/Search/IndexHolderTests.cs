using System.Net;
using Matchmaking.Contracts;
using Matchmaking.Search.Batch;
using Matchmaking.Search.Index;
using Matchmaking.Search.Matching;
using Matchmaking.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Matchmaking.Search.Tests;

/// <summary>The index and the document store, with the engine at hand.</summary>
public abstract class IndexHolderTests : IAsyncDisposable
{
    protected string Folder { get; } = Directory.CreateTempSubdirectory("search-").FullName;

    protected abstract string[] Settings { get; }

    [Fact]
    public async Task An_index_of_another_form_is_made_anew_beside_the_live_one()
    {
        await FillAsync(5);
        await MakeOlderAsync();
        var older = Assert.Single(await IndicesAsync());
        await using var host = await StartAsync();
        Assert.True(host.Index.Available);
        await Probe.Until(() => host.Index.RebuiltAt is not null, "the index is made anew");
        await host.UntilLevelAsync();
        await Probe.Until(async () => !(await IndicesAsync()).Contains(older), "the old one is deleted");
        Assert.Equal(5, (await host.Index.VersionsAsync(default)).Count);
    }

    [Fact]
    public async Task An_index_that_is_gone_is_filled_from_the_store()
    {
        await FillAsync(5);
        await LoseAsync();
        await using var host = await StartAsync();
        await host.UntilLevelAsync();
        Assert.Equal(5, (await host.StoredAsync()).Count);
    }

    [Fact]
    public async Task A_vector_gets_into_the_index_and_stays_there()
    {
        var format = new IndexFormat(4, "model");
        var document = Documents.Achievement("轴承密封");
        await using (var host = await SearchHost.StartAsync(Folder, format, Settings))
        {
            await host.TakeAsync(document);
            // Embedded, and killed before the index had the vector.
            await host.UseAsync(db => db.Texts.ExecuteUpdateAsync(set => set
                .SetProperty(t => t.Sentence, new byte[] { 127, 0, 0, 0 }).SetProperty(t => t.Model, "model")));
            Assert.Empty(await NearestAsync(host));
        }

        await using (var host = await SearchHost.StartAsync(Folder, format, Settings))
        {
            Assert.Equal([document.Id], await NearestAsync(host));
            await host.TakeAsync(document with { Version = 2, Status = "solved" });
            Assert.Equal([document.Id], await NearestAsync(host));
            await host.Index.RebuildAsync(next => host.Feeder.FillAsync(next, default), default);
            Assert.Equal([document.Id], await NearestAsync(host));
        }
    }

    [Fact]
    public async Task A_vector_that_comes_while_a_rebuild_writes_its_document_is_not_lost()
    {
        var document = Documents.Achievement("轴承密封");
        await using var host = await SearchHost.StartAsync(Folder, new IndexFormat(4, "model"), Settings);
        await host.TakeAsync(document);
        await host.Index.RebuildAsync(
            async next =>
            {
                // The document was read without it; it is embedded and written, and only then the rebuild writes what it read.
                await host.UseAsync(db => db.Texts.ExecuteUpdateAsync(set => set
                    .SetProperty(t => t.Sentence, new byte[] { 127, 0, 0, 0 }).SetProperty(t => t.Model, "model")));
                await host.Index.ApplyAsync([document with { Vector = [1, 0, 0, 0] }], default);
                await host.Index.RefreshAsync(default);
                await next.ApplyAsync([document], default);
            },
            default);
        Assert.Equal([document.Id], await NearestAsync(host));
    }

    [Fact]
    public async Task What_a_rebuild_left_behind_is_deleted_at_start()
    {
        await FillAsync(1);
        await LeaveBehindAsync();
        Assert.Equal(2, (await IndicesAsync()).Count);
        await using var host = await StartAsync();
        Assert.Single(await IndicesAsync());
        await host.UntilLevelAsync();
    }

    [Fact]
    public async Task Searches_are_answered_and_changes_arrive_all_through_a_rebuild()
    {
        await FillAsync(5);
        await using var host = await StartAsync();
        var first = Documents.Achievement("轴承密封");
        await host.TakeAsync(first);
        await host.Index.RefreshAsync(default);
        using var done = new CancellationTokenSource();
        var asking = Task.Run(async () =>
        {
            var count = 0;
            for (; !done.IsCancellationRequested; count++)
            {
                var page = await host.Index.SearchAsync(Query("轴承密封"), default);
                Assert.Contains(first.Id, page.Hits.Select(h => h.Id));
            }

            return count;
        });
        var late = Documents.Achievement("轴承密封圈");
        await host.Index.RebuildAsync(
            async next =>
            {
                await host.Feeder.FillAsync(next, default);
                await host.TakeAsync(first with { Version = 2 }, late);
                // The feed is behind the facts now: what it brings must not win.
                await next.ApplyAsync([first], default);
            },
            default);
        await done.CancelAsync();
        Assert.InRange(await asking, 1, int.MaxValue);
        await host.UntilLevelAsync();
        Assert.Equal(2, (await host.Index.VersionsAsync(default))[first.Id]);
        Assert.Single(await IndicesAsync());
    }

    [Fact]
    public async Task A_rebuild_under_a_stream_of_changes_loses_none()
    {
        await FillAsync(5);
        await using var host = await StartAsync();
        using var done = new CancellationTokenSource();
        var streaming = Task.FromResult(new List<Guid>());
        // Not in the store, as if their transactions were still open: the comparison after the switch cannot make up for them.
        await host.Index.RebuildAsync(
            async next =>
            {
                streaming = Task.Run(StreamAsync);
                await host.Feeder.FillAsync(next, default);
            },
            default);
        await done.CancelAsync();
        var streamed = await streaming;
        await host.Index.RefreshAsync(default);
        var indexed = await host.Index.VersionsAsync(default);
        Assert.Equal(streamed.Count + 5, indexed.Count);
        Assert.All(streamed, id => Assert.Contains(id, indexed.Keys));
        Assert.Equal((0, null), (host.Index.Behind, host.Index.Problem));

        async Task<List<Guid>> StreamAsync()
        {
            List<Guid> ids = [];
            while (!done.IsCancellationRequested)
            {
                var document = Documents.Achievement("轴承密封");
                await host.Index.ApplyAsync([document], default);
                ids.Add(document.Id);
            }

            return ids;
        }
    }

    [Fact]
    public async Task A_document_that_the_engine_rejects_does_not_keep_the_others_of_its_batch_out()
    {
        await using var host = await StartAsync();
        // Longer than a term may be.
        var wrong = Documents.Achievement("轴承密封") with { Avoid = [new string('x', 40_000)] };
        List<SearchDocument> right = [.. Enumerable.Range(0, 20).Select(i => Documents.Achievement($"轴承 word{i}"))];
        // Its older version, which may be open to more readers, must not stay either.
        await host.TakeAsync(wrong with { Avoid = [], Version = 0 });
        await host.Index.RefreshAsync(default);
        await host.TakeAsync([.. right[..10], wrong, .. right[10..]]);
        await host.Index.RefreshAsync(default);
        Assert.Equal(right.Select(d => d.Id).Order(), (await host.Index.VersionsAsync(default)).Keys.Order());
        Assert.Contains(wrong.Id.ToString(), (await host.StateAsync()).LastError, StringComparison.Ordinal);
        Assert.Equal(0, host.Index.Behind);
        await host.TakeAsync(wrong with { Avoid = [], Version = 2 });
        await host.UntilLevelAsync();
    }

    [Fact]
    public async Task A_graceful_stop_writes_what_waits()
    {
        List<SearchDocument> documents = [.. Enumerable.Range(0, 300).Select(i => Documents.Achievement($"轴承 word{i}"))];
        // The writer rests after its first batch and never wakes: what comes then is left to the stop.
        await using (var host = await SearchHost.StartAsync(Folder, new SleepingClock(), Settings))
        {
            await host.Index.ApplyAsync([documents[0]], default);
            await host.Index.RefreshAsync(default);
            // Not in the store: the comparison at the next start cannot make up for them.
            foreach (var document in documents)
            {
                await host.Index.ApplyAsync([document], default);
            }
        }

        await using (var host = await StartAsync())
        {
            Assert.Equal(documents.Select(d => d.Id).Order(), (await host.Index.VersionsAsync(default)).Keys.Order());
        }
    }

    [Fact]
    public async Task A_newer_version_stays_when_an_older_one_comes_later()
    {
        await using var host = await StartAsync();
        var (waiting, written) = (Documents.Achievement("轴承密封"), Documents.Achievement("轴承漏油"));
        await host.Index.ApplyAsync([waiting with { Version = 2 }, waiting, written with { Version = 2 }], default);
        await host.Index.RefreshAsync(default);
        await host.Index.ApplyAsync([written], default);
        await host.Index.RefreshAsync(default);
        Assert.All((await host.Index.VersionsAsync(default)).Values, version => Assert.Equal(2, version));
    }

    [Fact]
    public async Task A_rebuild_that_fails_leaves_the_live_index_and_nothing_else()
    {
        await FillAsync(3);
        await using var host = await StartAsync();
        var before = await IndicesAsync();
        await Assert.ThrowsAsync<InvalidDataException>(() => host.Index.RebuildAsync(_ => throw new InvalidDataException(), default));
        Assert.Equal(before, await IndicesAsync());
        await host.UntilLevelAsync();
    }

    [Fact]
    public async Task A_published_record_becomes_findable_by_itself()
    {
        await using var host = await StartAsync();
        await host.TakeAsync(Documents.Achievement("预热"));
        for (var i = 0; i < 3; i++)
        {
            var document = Documents.Achievement($"word{i}x");
            await host.TakeAsync(document);
            await Probe.Until(async () => (await host.Index.SearchAsync(Query($"word{i}x"), default)).Total == 1, "it is found");
        }
    }

    [Fact]
    public async Task The_state_of_a_healthy_index_is_available_and_not_behind()
    {
        await FillAsync(2);
        await using var host = await StartAsync();
        var state = await host.StateAsync();
        Assert.Equal((Settings[1], true, 0, null), (state.Engine, state.Available, state.Behind, state.LastError));
        // The bus comes up after the host.
        await Probe.Until(async () => await HealthAsync(host) == (HttpStatusCode.OK, "Healthy\n\ncopies: nothing to compare\nembedding: no model, records are ranked by words"), "all is well");
    }

    [Fact]
    public async Task Verify_tells_an_equal_index_from_one_that_differs()
    {
        var kept = Documents.Achievement("轴承密封");
        await using (var host = await StartAsync())
        {
            await host.TakeAsync(kept, Documents.Achievement("轴承漏油"));
        }

        Assert.Equal((0, "documents 2  missing 0  stale 0  surplus 0"), await VerifyAsync("--store"));
        await using (var host = await StartAsync())
        {
            await host.Index.ApplyAsync([kept with { Version = 2 }, Documents.Achievement("多余")], default);
            await host.Index.RefreshAsync(default);
        }

        var (code, counts) = await VerifyAsync("--store");
        Assert.Equal((1, "documents 3  missing 0  stale 1  surplus 1"), (code, counts));
    }

    [Fact]
    public async Task Verify_compares_with_what_the_owners_say()
    {
        var (known, changed) = (Need("轴承密封", 1), Need("轴承漏油", 1));
        await using (var host = await StartAsync())
        {
            await host.TakeAsync(SearchDocuments.From(known), SearchDocuments.From(changed));
        }

        // The first is as it was told; the second was changed, and a third is not known yet.
        await using var owners = await OwnersAsync(
            known, changed with { Version = 2, Need = changed.Need with { Content = new() { Title = "齿轮修形" } } }, Need("润滑脂", 1));
        var (code, counts) = await VerifyAsync(
            ["--Auth:InternalSecret", "any", .. new[] { "identity", "needs", "achievements", "experts" }.SelectMany(s => new[] { $"--Services:{s}:Url", owners.Urls.First() })]);
        Assert.Equal((1, "documents 2  missing 1  stale 1  surplus 0"), (code, counts));
    }

    [Fact]
    public async Task Verify_says_when_it_could_not_compare()
    {
        Assert.Equal(2, (await VerifyAsync("--store")).Code);
        Assert.False(File.Exists(Path.Combine(Folder, "search.db")));
        await FillAsync(1);
        Assert.Equal(2, (await VerifyAsync("--Auth:InternalSecret", "any", "--Services:identity:Url", "http://127.0.0.1:1")).Code);
        await LoseAsync();
        Assert.Equal(2, (await VerifyAsync("--store")).Code);
    }

    [Theory]
    [InlineData(401, true)]
    [InlineData(503, false)]
    public async Task Verify_tells_a_wrong_secret_from_an_identity_that_cannot_answer_now(int status, bool aboutTheSecret)
    {
        await FillAsync(1);
        await using var identity = WebApplication.CreateSlimBuilder().Build();
        identity.Urls.Add($"http://127.0.0.1:{Ports.Free()}");
        identity.MapPost("/connect/token", () => Results.StatusCode(status));
        await identity.StartAsync();
        var (code, said) = await VerifyAsync("--Auth:InternalSecret", "any", "--Services:identity:Url", identity.Urls.First());
        Assert.Equal(2, code);
        Assert.Contains(status.ToString(null, null), said, StringComparison.Ordinal);
        Assert.Equal(aboutTheSecret, said.Contains("Auth:InternalSecret", StringComparison.Ordinal));
    }

    public async ValueTask DisposeAsync()
    {
        await CleanAsync();
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>Leaves an index of another form as the current one.</summary>
    protected abstract Task MakeOlderAsync();

    /// <summary>Deletes every index behind the service's back.</summary>
    protected abstract Task LoseAsync();

    /// <summary>Makes what a rebuild leaves that is killed.</summary>
    protected abstract Task LeaveBehindAsync();

    /// <summary>Names of all indices.</summary>
    protected abstract Task<List<string>> IndicesAsync();

    protected virtual Task CleanAsync() => Task.CompletedTask;

    private protected Task<SearchHost> StartAsync() => SearchHost.StartAsync(Folder, Settings);

    /// <summary>Leaves a store and an index with some documents.</summary>
    private protected async Task FillAsync(int count)
    {
        await using var host = await StartAsync();
        await host.TakeAsync([.. Enumerable.Range(0, count).Select(i => Documents.Achievement($"轴承 word{i}"))]);
    }

    private static IndexQuery Query(string text) => new(QueryTokens.Of(text), Disclosure.L1, [], 0, 100);

    private static async Task<(HttpStatusCode Status, string Body)> HealthAsync(SearchHost host)
    {
        var (response, body) = await host.GetAsync("/health");
        return (response.StatusCode, body);
    }

    private static Contracts.Needs.NeedChanged Need(string title, long version) => new(
        Guid.NewGuid(), version, new DateTime(2026, 3, 1, 0, 0, 0, DateTimeKind.Utc),
        new("N-1", "published", true, Disclosure.L0, Guid.NewGuid(), "某单位", true, Guid.NewGuid(), null, null, [], new() { Title = title }));

    // Identity, and the owners of records, as far as the command asks them.
    private static async Task<WebApplication> OwnersAsync(params Contracts.Needs.NeedChanged[] needs)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add($"http://127.0.0.1:{Ports.Free()}");
        app.MapPost("/connect/token", () => Results.Json(new { access_token = "any", expires_in = 1800 }));
        app.MapGet("/api/needs/changes", () => Results.Json(new { facts = needs, next = (string?)null }, Hosting.JsonDefaults.Options));
        app.MapGet("/api/achievements/changes", () => Results.Json(new { facts = Array.Empty<object>(), next = (string?)null }));
        app.MapGet("/api/experts/changes", () => Results.Json(new { facts = Array.Empty<object>(), next = (string?)null }));
        await app.StartAsync();
        return app;
    }

    private static async Task<List<Guid>> NearestAsync(SearchHost host)
    {
        await host.Index.RefreshAsync(default);
        return [.. (await host.Index.NearestAsync([1, 0, 0, 0], Query(""), 10, default)).Select(h => h.Id)];
    }

    private async Task<(int Code, string Counts)> VerifyAsync(params string[] options)
    {
        using var output = new StringWriter();
        var code = await VerifyCommand.RunAsync(["--Data:Path", Folder, .. Settings, .. options], output);
        return (code, output.ToString().Split('\n')[0].Trim());
    }
}
