using System.Globalization;
using Matchmaking.Hosting;
using Matchmaking.Search.Data;
using Matchmaking.Search.Feedback;

namespace Matchmaking.Search.Batch;

/// <summary>
/// <c>replay-feedback [settings]</c>: learns the weights once more from the stored feedback of the data folder (or
/// database) that the settings name, and prints both results with their hashes. It writes nothing.
/// </summary>
internal static class ReplayCommand
{
    /// <returns>0 where both are the same, 1 where they differ, 2 where there is no database to read.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output)
    {
        await using var app = ModuleHost.Build(["--Bus:AllowPartial", "true", "--Logging:LogLevel:Default", "Warning", .. args], [new SearchModule()]);
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<SearchDbContext>();
        if (!await db.Database.CanConnectAsync())
        {
            await output.WriteLineAsync("replay-feedback: there is no search database; name it with --Data:Path or --Storage:Postgres");
            return 2;
        }

        var (again, stored) = await scope.ServiceProvider.GetRequiredService<BlendLearner>().ReplayAsync(db, CancellationToken.None);
        await output.WriteLineAsync(Line("replayed", again));
        if (stored is null)
        {
            await output.WriteLineAsync("stored    nothing learned yet");
            return 0;
        }

        await output.WriteLineAsync(Line("stored", stored));
        var same = BlendLearner.HashOf(again) == BlendLearner.HashOf(stored);
        await output.WriteLineAsync(same ? "the same" : "DIFFERENT");
        return same ? 0 : 1;
    }

    private static string Line(string name, LearnedBlend row) => string.Create(
        CultureInfo.InvariantCulture,
        $"{name,-9} {BlendLearner.HashOf(row)}  entries {row.Entries} up to {row.Seq}, pairs {row.Pairs}  factors translation {row.Translation:F6} latent {row.Latent:F6} sentence {row.Sentence:F6} late {row.Late:F6}  {(row.Adopted ? "adopted" : "offline weights in force")}");
}
