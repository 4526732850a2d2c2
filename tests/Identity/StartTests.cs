using System.Text.Json.Nodes;
using Matchmaking.Contracts.Identity;
using Matchmaking.Hosting;
using Matchmaking.Identity.Data.Postgres;
using Matchmaking.Identity.Data.Sqlite;
using Matchmaking.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Matchmaking.Identity.Tests;

public sealed class StartTests
{
    [Theory]
    [InlineData("sqlite"), InlineData("postgres")]
    public async Task Migrations_hold_the_whole_model(string provider)
    {
        var folder = Directory.CreateTempSubdirectory("identity-").FullName;
        string[] args = ["--Storage:Provider", provider, "--Storage:Postgres", "Host=nowhere", "--Data:Path", folder, "--Bus:AllowPartial", "true"];
        await using (var app = ModuleHost.Build(args, [new IdentityModule()]))
        {
            await using var scope = app.Services.CreateAsyncScope();
            var type = provider == "sqlite" ? typeof(SqliteIdentityDbContext) : typeof(PostgresIdentityDbContext);
            Assert.False(((DbContext)scope.ServiceProvider.GetRequiredService(type)).Database.HasPendingModelChanges());
        }

        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task Demo_data_gives_accounts_to_sign_in_with(DatabaseKind kind)
    {
        await using var host = await IdentityHost.StartAsync(kind);
        var folder = Directory.CreateTempSubdirectory("demo-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "organisations.json"), """
            [{"key":"mill","kind":"enterprise","name":"示范轴承有限公司","shortName":"示范轴承","creditCode":"91350100M000100Y43",
              "industry":"3451","town":"t10","sizeBand":"medium","aboveScale":true,"highTech":false,"status":"approved"},
             {"key":"bureau","kind":"bureau","name":"示范区科技局","status":"approved"}]
            """);
        await File.WriteAllTextAsync(Path.Combine(folder, "accounts.json"), """
            [{"key":"chen","organisation":"mill","name":"陈工","email":"demo@example.com","roles":["enterprise","org-admin"],
              "showcase":true,"label":{"zh":"企业","en":"Enterprise"}},
             {"key":"sun","organisation":"bureau","name":"孙科长","email":"sun@example.com","roles":["organizer"]}]
            """);
        await using (var scope = host.Services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<IDemoLoader>()
                .LoadAsync(new DemoFolder(folder, TimeProvider.System.GetUtcNow().UtcDateTime), CancellationToken.None);
        }

        Directory.Delete(folder, recursive: true);
        using var browser = host.Browser();
        var shown = await browser.GetAsync<List<DemoAccount>>("demo-accounts");
        Assert.Equal(("demo@example.com", "企业"), (shown.Single().Email, shown.Single().Label));
        Assert.Null(await browser.SignInAsync("demo@example.com", DemoFolder.Password));
        Assert.Equal(["true"], browser.Claims("verified"));
        Assert.Equal([DemoFolder.IdOf("account", "chen").ToString()], browser.Claims("sub"));
        Assert.Equal([DemoFolder.IdOf("organisation", "mill").ToString()], browser.Claims("org"));
        Assert.Contains("identity.account-changed", await host.FactsAboutAsync(DemoFolder.IdOf("account", "chen")));
        Assert.Contains("identity.organisation-changed", await host.FactsAboutAsync(DemoFolder.IdOf("organisation", "mill")));
    }

    [Fact]
    public async Task Services_get_tokens_with_the_shared_secret()
    {
        await using var host = await IdentityHost.StartAsync(DatabaseKind.Sqlite);
        var tokens = host.Services.GetRequiredService<ServiceTokens>();
        var token = await tokens.GetAsync(CancellationToken.None);
        Assert.Equal(token, await tokens.GetAsync(CancellationToken.None));
        using var request = new HttpRequestMessage(HttpMethod.Get, host.Url + "/api/identity/changes");
        await tokens.AuthorizeAsync(request, CancellationToken.None);
        using var client = new HttpClient();
        using var answer = await client.SendAsync(request);
        Assert.Equal(System.Net.HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Tokens_and_sessions_outlive_a_restart()
    {
        var folder = Directory.CreateTempSubdirectory("identity-").FullName;
        var url = $"http://127.0.0.1:{Ports.Free()}";
        string[] args =
        [
            "--Urls", url, "--Data:Path", folder, "--Bus:AllowPartial", "true", "--Bootstrap:Email", IdentityHost.BureauEmail,
            "--Bootstrap:Password", IdentityHost.BureauPassword, "--Logging:LogLevel:Default", "Error",
        ];
        using var browser = new Browser(url);
        await using (var first = ModuleHost.Build(args, [new IdentityModule()]))
        {
            await first.StartAsync();
            Assert.Null(await browser.SignInAsync(IdentityHost.BureauEmail, IdentityHost.BureauPassword));
            await first.StopAsync();
        }

        await using (var second = ModuleHost.Build(args, [new IdentityModule()]))
        {
            await second.StartAsync();
            Assert.Equal(IdentityHost.BureauEmail, (await browser.GetAsync<MeView>("me")).Email);
            Assert.Null(await browser.FinishAsync(browser.AuthorizeAddress()));
            Assert.True(await browser.RenewAsync());
            await second.StopAsync();
        }

        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_weak_first_password_stops_the_start()
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            IdentityHost.StartAsync(DatabaseKind.Sqlite, "--Bootstrap:Password", "123"));
        Assert.Contains("Bootstrap:Password", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fake-change-me-internal-secret"), InlineData("short"), InlineData("00000000000000000000000000000000000000000000")]
    public async Task A_secret_that_others_know_stops_the_start(string secret)
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            IdentityHost.StartAsync(DatabaseKind.Sqlite, "--Auth:InternalSecret", secret));
        Assert.Contains("Auth:InternalSecret", failure.Message, StringComparison.Ordinal);
        Assert.Contains("openssl rand", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Over_TLS_every_cookie_is_Secure_and_browsers_are_told_to_stay_there()
    {
        await using var host = await IdentityHost.StartAsync(DatabaseKind.Sqlite, "--Public:Url", "https://duijie.example.gov.cn");
        using var browser = host.Browser();
        using var answer = await browser.PostFormAsync(
            "/connect/sign-in", "https://duijie.example.gov.cn", [("email", IdentityHost.BureauEmail), ("password", IdentityHost.BureauPassword)]);
        var cookies = answer.Headers.GetValues("Set-Cookie").ToList();
        Assert.Contains(cookies, c => c.StartsWith("mm.device=", StringComparison.Ordinal));
        Assert.All(cookies, c => Assert.Contains("secure", c, StringComparison.OrdinalIgnoreCase));
        Assert.Equal("max-age=31536000", Assert.Single(answer.Headers.GetValues("Strict-Transport-Security")));

        using var swagger = await browser.GetRawAsync(new HttpRequestMessage(HttpMethod.Get, "/swagger/index.html"));
        var policy = Assert.Single(swagger.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("base-uri 'self'", policy, StringComparison.Ordinal);
        Assert.Contains("form-action 'self'", policy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_data_folder_is_closed_to_other_users_of_the_machine()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        await using var host = await IdentityHost.StartAsync(DatabaseKind.Sqlite);
        const UnixFileMode others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
            | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
        var entries = Directory.EnumerateFileSystemEntries(host.Folder, "*", SearchOption.AllDirectories).Append(host.Folder).ToList();
        Assert.Contains(entries, e => e.EndsWith("identity.db", StringComparison.Ordinal));
        Assert.All(entries, e => Assert.Equal((e, UnixFileMode.None), (e, new FileInfo(e).UnixFileMode & others)));
    }

    [Fact]
    public async Task The_demo_district_keeps_the_rules()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "global.json")))
        {
            folder = folder.Parent!;
        }

        var demo = new DemoFolder(Path.Combine(folder.FullName, "services", "AllInOne", "Demo"), default);
        var organisations = await demo.ReadAsync<JsonObject>("organisations.json", CancellationToken.None);
        var kinds = organisations.ToDictionary(o => (string)o["key"]!, o => Enum.Parse<OrganisationKind>((string)o["kind"]!, ignoreCase: true));
        Assert.All(organisations.Where(o => o["creditCode"] is not null), o => Assert.Null(CreditCode.FaultOf((string)o["creditCode"]!)));
        Assert.Equal(organisations.Count, organisations.DistinctBy(o => (string?)o["creditCode"] ?? (string)o["key"]!).Count());
        Assert.All(
            await demo.ReadAsync<JsonObject>("accounts.json", CancellationToken.None),
            a => Assert.Subset(
                OrganisationKinds.RolesOf(kinds[(string)a["organisation"]!]).ToHashSet(),
                a["roles"]!.AsArray().Select(r => (string)r!).ToHashSet()));
    }
}
