using MassTransit;
using Matchmaking.Contracts;
using Microsoft.Extensions.DependencyInjection;

namespace Matchmaking.Messaging.Inbox;

internal sealed class FactSubscriptions(ServiceMessaging service) : IFactSubscriptions
{
    private readonly List<Subscription> _bound = [];

    public IReadOnlyList<Subscription> Bound => _bound;

    public IFactSubscriptions On<TFact, THandler>(string purpose)
        where TFact : class, IFact
        where THandler : class, IFactHandler<TFact>
    {
        if (purpose.Length == 0 || purpose.Any(c => !char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '-'))
            throw new InvalidOperationException($"A queue's purpose has lower case letters, digits and hyphens: '{purpose}' of {service.Service}.");
        if (!FactNames.All.Values.Contains(typeof(TFact)))
            throw new InvalidOperationException($"{typeof(TFact).Name} is not in FactNames; {typeof(THandler).Name} would never hear of it.");
        _bound.Add(new Subscription(service.Service, service.DbContext, $"{service.Service}-{purpose}", typeof(TFact), typeof(THandler),
            (services, fact, context, cancellation) =>
                services.GetRequiredService<THandler>().HandleAsync((TFact)fact, context, cancellation),
            (endpoint, subscription, inbox) => endpoint.Consumer(() => new FactConsumer<TFact>(subscription, inbox))));
        return this;
    }
}
