using Matchmaking.Contracts;
using Matchmaking.Contracts.Achievements;
using Matchmaking.Contracts.Cooperation;
using Matchmaking.Contracts.Experts;
using Matchmaking.Contracts.Identity;
using Matchmaking.Contracts.Needs;
using Matchmaking.Contracts.Notifications;
using Matchmaking.Contracts.Search;
using Matchmaking.Hosting;
using Matchmaking.Messaging;
using Matchmaking.Notifications.Consumers;
using Matchmaking.Notifications.Data;
using Matchmaking.Notifications.Features;
using Matchmaking.Notifications.Mail;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Matchmaking.Notifications;

/// <summary>In-app inbox and e-mail.</summary>
public sealed class NotificationsModule : IModule
{
    public string Name => ServiceNames.Notifications;

    public Type DbContext => typeof(NotificationsDbContext);

    public void AddServices(IHostApplicationBuilder builder)
    {
        builder.AddServiceDatabase<NotificationsDbContext, SqliteNotificationsDbContext, PostgresNotificationsDbContext>(Name);
        builder.Services.AddSingleton<MailTemplates>();
        builder.Services.TryAddSingleton(MailTransports.Create);
        builder.Services.AddScoped<MailPauses>();
        builder.Services.AddScoped<MailQueue>();
        builder.Services.AddHostedService<MailSender>();
        builder.Services.AddSingleton<MailCleaner>();
        builder.Services.AddHostedService(services => services.GetRequiredService<MailCleaner>());
        builder.Services.AddHealthChecks().AddCheck<MailHealthCheck>("mail");
        builder.Services.AddScoped<Inbox>();
        builder.Services.AddScoped<RecordNews>();
    }

    public void Subscribe(IFactSubscriptions facts) => facts
        .On<AccountChanged, AccountEndings<NotificationsDbContext>>("accounts")
        .On<MailRequested, MailHandler>("mail")
        .On<AccountChanged, AccountHandler>("people")
        .On<InterestChanged, InterestNews>("news")
        .On<NeedChanged, NeedNews>("news")
        .On<AchievementChanged, AchievementNews>("news")
        .On<ExpertChanged, ExpertNews>("news")
        .On<MatchSuggested, MatchNews>("news")
        .On<WatchMatched, WatchNews>("watches");

    public void MapEndpoints(IEndpointRouteBuilder api) => InboxEndpoints.Map(api);
}
