using Matchmaking.Contracts;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
namespace Matchmaking.Messaging;
public static class Stub
{
    public static void AddMessaging(this ModelBuilder b) { }
    public static void Publish<T>(this DbContext db, T fact) where T : class, IFact { }
    public static void AddMessaging(this IServiceCollection s, IConfiguration c, IReadOnlyList<ServiceMessaging> m) { }
    public static void MapMessagingOperations(this IEndpointRouteBuilder group, Type dbContext, string service) { }
}
