using Microsoft.AspNetCore.Builder;
[assembly: Xunit.AssemblyFixture(typeof(Matchmaking.Architecture.Tests.Hosts))]

namespace Matchmaking.Architecture.Tests;

/// <summary>The one-process host, built but never started: its endpoints, queues and models can be read without a database.</summary>
public sealed class Hosts : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("architecture-").FullName;

    public Hosts()
    {
        string[] common = ["--Data:Path", _folder, "--Demo:Load", "false", "--Urls", "http://127.0.0.1:1", "--Logging:LogLevel:Default", "Warning"];
        Sqlite = AllInOne.Program.Build(common);
        Postgres = AllInOne.Program.Build([.. common, "--Storage:Provider", "postgres", "--Storage:Postgres", "Host=nowhere.invalid;Database=none"]);
    }

    public WebApplication Sqlite { get; }

    public WebApplication Postgres { get; }

    public async ValueTask DisposeAsync()
    {
        await Sqlite.DisposeAsync();
        await Postgres.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
