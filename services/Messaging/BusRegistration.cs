using MassTransit;
using MassTransit.Logging;
using MassTransit.Middleware;
using Matchmaking.Messaging.Faults;
using Matchmaking.Messaging.Inbox;
using Matchmaking.Messaging.Operations;
using Matchmaking.Messaging.Outbox;
using Matchmaking.Messaging.Upkeep;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Matchmaking.Messaging;

/// <summary>The one place where a process gets its bus.</summary>
public static class BusRegistration
{
    /// <summary>
    /// Registers the bus, and for every service its relay, handlers, upkeep and a health check <c>messaging:&lt;service&gt;</c>; one
    /// for a broker, <c>broker</c>. Settings: <c>Bus:Transport</c> inmemory or rabbitmq,
    /// <c>Bus:RabbitMq:Url</c>, sections <c>Outbox</c> and <c>Inbox</c>. The services' contexts are registered by the
    /// caller, scoped, under the type named in <see cref="ServiceMessaging.DbContext"/>, with
    /// <see cref="OutboxSignalInterceptor"/> and without a retrying execution strategy.
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// Called twice, a setting is wrong, or two services share a name, a context or a queue.
    /// </exception>
    public static IServiceCollection AddMessaging(
        this IServiceCollection services, IConfiguration configuration, IReadOnlyList<ServiceMessaging> modules)
    {
        if (services.Any(s => s.ServiceType == typeof(SubscriptionCatalog)))
            throw new InvalidOperationException("AddMessaging was called twice: a process has one bus.");
        var bus = Bind<BusOptions>(configuration, "Bus");
        var outbox = Bind<OutboxOptions>(configuration, "Outbox");
        if (outbox.LeaseSeconds <= outbox.SendTimeoutSeconds)
            throw new InvalidOperationException("Outbox:LeaseSeconds must exceed Outbox:SendTimeoutSeconds, or facts under way are sent again.");
        var catalog = SubscriptionCatalog.Of(modules);

        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(bus);
        services.AddSingleton(outbox);
        services.AddSingleton(Bind<InboxOptions>(configuration, "Inbox"));
        services.AddSingleton(catalog);
        services.AddSingleton<OutboxSignals>();
        services.AddSingleton(p => new OutboxSignalInterceptor(p.GetRequiredService<OutboxSignals>()));
        services.AddSingleton<WriterGates>();
        services.AddSingleton<DeliveryTracker>();
        services.AddMetrics();
        services.AddSingleton<MessagingTelemetry>();
        services.AddSingleton<InboxStore>();
        services.AddSingleton<InboxRunner>();
        services.AddSingleton<IFactSender, FactSender>();
        services.AddSingleton(p => new CopyMender(
            p.GetRequiredService<SubscriptionCatalog>(), p.GetRequiredService<InboxRunner>(), p.GetRequiredService<IFactSender>(),
            p.GetRequiredService<MessagingTelemetry>()));
        services.AddSingleton<BacklogReader>();
        services.AddSingleton<Cleaner>();
        services.AddSingleton<MessageOperations>();
        foreach (var handler in catalog.All.Select(s => s.Handler))
            services.TryAddScoped(handler);

        AddBus(services, bus, catalog);
        if (!bus.Embedded && modules.Count > 0)
        {
            services.AddSingleton<BrokerHealthCheck>();
            services.AddHealthChecks().AddCheck<BrokerHealthCheck>("broker");
        }
        // After the bus: hosted services stop in reverse, and a relay must not outlive its bus.
        foreach (var module in modules)
        {
            services.AddSingleton<IHostedService>(provider => ActivatorUtilities.CreateInstance<OutboxRelay>(
                provider, module, ActivatorUtilities.CreateInstance<OutboxStore>(provider, module.DbContext)));
            services.AddSingleton<IHostedService>(provider => ActivatorUtilities.CreateInstance<Housekeeper>(provider, module));
            services.AddHealthChecks().Add(new HealthCheckRegistration(
                $"messaging:{module.Service}", provider => ActivatorUtilities.CreateInstance<MessagingHealthCheck>(provider, module),
                failureStatus: null, tags: null));
        }
        return services;
    }

    private static void AddBus(IServiceCollection services, BusOptions bus, SubscriptionCatalog catalog)
    {
        // Kept per asynchronous flow: without this a second host of the flow logs to the first one's disposed logger.
        LogContext.Current = null!;
        services.AddMassTransit(x =>
        {
            x.DisableUsageTelemetry();
            if (bus.Embedded)
                x.UsingInMemory((context, factory) => Configure(context, factory, catalog));
            else
                x.UsingRabbitMq((context, factory) =>
                {
                    RabbitMqAddress.Parse(bus.RabbitMq.Url).Apply(factory);
                    Configure(context, factory, catalog);
                });
        });
        services.Configure<MassTransitHostOptions>(o =>
        {
            o.StopTimeout = TimeSpan.FromSeconds(10);
            // Past it a handler is cancelled and its message goes back; handlers are short, only an absent database takes longer.
            o.ConsumerStopTimeout = TimeSpan.FromSeconds(2);
        });
    }

    private static void Configure<TEndpoint>(
        IBusRegistrationContext context, IBusFactoryConfigurator<TEndpoint> factory, SubscriptionCatalog catalog)
        where TEndpoint : IReceiveEndpointConfigurator
    {
        LogContext.ConfigureCurrentLogContext(context.GetRequiredService<ILoggerFactory>());
        factory.ConfigureJsonSerializerOptions(FactJson.Configure);
        var inbox = context.GetRequiredService<InboxRunner>();
        var concurrency = context.GetRequiredService<InboxOptions>().Concurrency;
        foreach (var endpoint in catalog.All.GroupBy(s => s.Endpoint))
            factory.ReceiveEndpoint(endpoint.Key, e =>
            {
                e.PrefetchCount = concurrency * 4;
                e.ConcurrentMessageLimit = concurrency;
                e.ConfigureError(pipe =>
                {
                    pipe.UseFilter(ActivatorUtilities.CreateInstance<UnreadableFilter>(context, (IReadOnlyList<Subscription>)[.. endpoint]));
                    pipe.UseFilter(new ErrorTransportFilter());
                });
                foreach (var subscription in endpoint)
                    subscription.Connect(e, subscription, inbox);
            });
    }

    private static T Bind<T>(IConfiguration configuration, string section) where T : new() =>
        configuration.GetSection(section).Get<T>() ?? new T();
}
