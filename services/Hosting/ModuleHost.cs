using System.Data.Common;
using Matchmaking.Contracts;
using Matchmaking.Messaging;

namespace Matchmaking.Hosting;

/// <summary>
/// Builds a host from modules in one fixed order: settings, every module's services, one bus registration fed by all
/// subscriptions, then endpoints. One process or many differ in settings only.
/// </summary>
public static class ModuleHost
{
    private const string MigrateOption = "--migrate";

    // For a one-shot run whose database is away; a service itself waits for as long as it takes.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(2);

    private const int MostRequestBytes = 1024 * 1024;

    /// <summary>
    /// Builds and runs; with <c>--migrate</c> only brings the databases up to date and returns.
    /// </summary>
    /// <returns>1 where a setting or the machine keeps it from starting; what to do is said in one line.</returns>
    public static async Task<int> RunAsync(string[] args, params IReadOnlyList<IModule> modules)
    {
        try
        {
            await using var app = Build(args, modules);
            await (args.Contains(MigrateOption)
                ? app.Services.GetRequiredService<DatabaseMigrator>().MigrateAsync(LongestWait, CancellationToken.None)
                : app.RunAsync());
            return 0;
        }
        catch (Exception exception) when (exception is InvalidOperationException or UnauthorizedAccessException or DbException)
        {
            // Where it happened, if it was no setting, stands in the log above.
            await Console.Error.WriteLineAsync($"无法启动 · Cannot start: {exception.Message}");
            return 1;
        }
    }

    /// <summary>Builds the host without starting it.</summary>
    /// <param name="args">Command line; settings as <c>--Storage:Provider postgres</c>.</param>
    /// <param name="modules">The services of this process.</param>
    /// <param name="configure">Last word on services and settings, for a host with defaults of its own and for tests.</param>
    public static WebApplication Build(
        string[] args, IReadOnlyList<IModule> modules, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            // No assembly bears the application's name, so looking there for start-up code would only log a fault.
            // A bare option would swallow the next one as its value.
            Args = [.. args.Where(a => a != MigrateOption), "--preventHostingStartup=true"],
            ApplicationName = "Matchmaking",
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.Configuration.AddInMemoryCollection(Settings.FromEnvironment());
        // Quiet by default; Logging:LogLevel says otherwise.
        foreach (var category in new[] { "Microsoft", "MassTransit", "System.Net.Http", "Polly", "OpenIddict", "Yarp" })
        {
            builder.Configuration[$"Logging:LogLevel:{category}"] ??= "Warning";
        }

        // What fails is said by whoever asked; a first look for the table of migrations fails by design.
        foreach (var category in new[] { "Command", "Connection" })
        {
            builder.Configuration[$"Logging:LogLevel:Microsoft.EntityFrameworkCore.Database.{category}"] ??= "Critical";
        }

        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = MostRequestBytes);
        if (builder.Configuration["Urls"] is null)
        {
            builder.WebHost.UseUrls(Settings.DefaultAddress);
        }

        configure?.Invoke(builder);
        builder.LimitConnections(modules.Count(m => m.DbContext is not null));
        DataFolder.Close(builder.Configuration);
        builder.Services.AddSingleton(new HostedModules(modules));
        builder.Services.AddSingleton(TimeProvider.System);
        // First of all hosted services: what starts after it may rely on its tables.
        builder.Services.AddSingleton<DataFolderLock>();
        builder.Services.AddSingleton<DatabaseMigrator>();
        builder.Services.AddHostedService(services => services.GetRequiredService<DatabaseMigrator>());
        builder.AddForwarding();
        builder.AddTelemetry();
        builder.AddRepeatedLogs();
        builder.AddProblems();
        builder.AddAuth();
        builder.AddRateLimits();
        builder.AddOpenApiDocuments(modules);
        builder.AddServiceClients();
        builder.AddServiceTokens(modules);
        builder.AddHostHealth();
        builder.Services.AddHostedService<StartupGuard>();
        builder.Services.AddSingleton<OwnerFeeds>();
        builder.Services.AddSingleton<CopyKeeper>();
        builder.Services.AddHostedService(services => services.GetRequiredService<CopyKeeper>());
        builder.Services.AddHealthChecks().AddCheck<CopyHealth>("copies", tags: [HealthExtensions.Telling]);
        builder.Services.AddSingleton<IdempotencyCleaner>();
        builder.Services.AddHostedService(services => services.GetRequiredService<IdempotencyCleaner>());

        foreach (var module in modules)
        {
            module.AddServices(builder);
        }

        builder.Services.AddMessaging(
            builder.Configuration,
            [.. modules.Where(m => m.DbContext is not null).Select(m => new ServiceMessaging(m.Name, m.DbContext!, m.Subscribe))]);

        var app = builder.Build();
        app.UseForwardedHeaders();
        app.UseProblems();
        app.UseMiddleware<ResponseHeaders>();
        // Every cookie of every part, whatever it was given itself. Plain http on an office network: one marked Secure would
        // never come back.
        app.UseCookiePolicy(new CookiePolicyOptions
        {
            Secure = app.Configuration.IsPublicOverTls() ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest,
        });
        app.UseMiddleware<PlainQuery>();
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseRateLimiter();
        app.UseAntiforgery();
        foreach (var module in modules)
        {
            module.Use(app);
        }

        app.MapHostHealth();
        app.MapOpenApiDocuments(modules);
        // The portal's page for unknown addresses takes everything; below /api an unknown address is a problem instead. Not
        // a fallback, which would come after that page. What a known address cannot read comes here too.
        app.Map("/api/{**rest}", ProblemException (HttpContext http) =>
                throw (http.Request.ContentLength > 0 && !http.Request.HasJsonContentType()
                    ? ProblemException.MediaType()
                    : ProblemException.NotFound("没有这个接口", "There is no such endpoint")))
            .AllowAnonymous().ExcludeFromDescription();
        foreach (var module in modules)
        {
            if (module.DbContext is not null)
            {
                var api = app.MapGroup($"/api/{module.Name}")
                    .WithGroupName(module.Name)
                    .WithTags(module.Name)
                    .AddEndpointFilter(new IdempotencyFilter(module.DbContext));
                module.MapEndpoints(api);
                // Each act commits or fails in transactions of its own.
                api.MapGroup("").WithMetadata(new AnsweredApart()).MapMessagingOperations(module.DbContext, module.Name);
            }

            module.MapRoot(app);
        }

        return app;
    }
}

/// <summary>The modules of this process.</summary>
public sealed record HostedModules(IReadOnlyList<IModule> All)
{
    /// <summary>Whether the service runs in this process.</summary>
    public bool Has(string service) => All.Any(m => m.Name == service);

    /// <summary>Whether every service with an API runs here.</summary>
    public bool IsComplete => ServiceNames.All.All(Has);
}
