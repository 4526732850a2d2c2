using System.Text.Encodings.Web;
using System.Text.Unicode;
using Matchmaking.Contracts;
using Matchmaking.Hosting;
using Matchmaking.Messaging;
using Matchmaking.Web.Components;
using Matchmaking.Web.Services;
using Matchmaking.Web.Sheets;

namespace Matchmaking.Web;

/// <summary>The portal: pages rendered on the server over the services' HTTP interfaces.</summary>
public sealed class WebModule : IModule
{
    public string Name => ServiceNames.Web;

    public Type? DbContext => null;

    public void AddServices(IHostApplicationBuilder builder)
    {
        builder.Services.AddRazorComponents();
        // Chinese as it is written: entities would more than double the size of every page.
        builder.Services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
        builder.Services.AddHttpContextAccessor();
        builder.Services.AddCascadingAuthenticationState();
        builder.Services.AddMemoryCache();
        // Chinese as it is rather than as &#x…; entities, which make a page three times as heavy.
        builder.Services.AddSingleton<Assets>();
        builder.Services.AddSingleton<EnglishTexts>();
        builder.Services.AddScoped<Texts>();
        builder.Services.AddScoped<Api>();
        builder.Services.AddSingleton<SessionCheck>();
        builder.Services.AddSingleton<TokenRefresher>();
        builder.Services.AddSingleton<ServicesHealth>();
        builder.Services.AddHealthChecks().AddCheck<ServicesHealth>("services");
        builder.AddFormTokens();
        builder.AddPageCache();
        builder.AddWebAuth();
        builder.AddGateway();
    }

    public void Use(WebApplication app)
    {
        app.UseMiddleware<TypedQueries>();
        app.UseOutputCache();
        app.UseFormTokens();
    }

    public void Subscribe(IFactSubscriptions facts)
    {
    }

    public void MapEndpoints(IEndpointRouteBuilder api)
    {
    }

    public void MapRoot(WebApplication app)
    {
        app.MapAssets();
        app.MapWebAuth();
        app.MapLanguage();
        app.MapAutosave();
        app.MapMarks();
        app.MapExports();
        app.MapSheetTemplates();
        app.MapSitemap();
        app.MapGateway();
        app.MapRazorComponents<App>();
    }
}
