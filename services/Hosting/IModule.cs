using Matchmaking.Messaging;

namespace Matchmaking.Hosting;

/// <summary>A service's public face. The same module runs alone in its own host and beside the others in one process.</summary>
public interface IModule
{
    /// <summary>Name as in <see cref="Contracts.ServiceNames"/>: route prefix, schema, database file and queue prefix.</summary>
    string Name { get; }

    /// <summary>The service's DbContext, or null for a module without data.</summary>
    Type? DbContext { get; }

    /// <summary>Registers the service's own parts.</summary>
    void AddServices(IHostApplicationBuilder builder);

    /// <summary>Names the facts the service listens to.</summary>
    void Subscribe(IFactSubscriptions facts);

    /// <summary>Maps endpoints into a group that already stands at <c>/api/&lt;name&gt;</c>.</summary>
    void MapEndpoints(IEndpointRouteBuilder api);

    /// <summary>Adds middleware behind authentication and before endpoints.</summary>
    void Use(WebApplication app) { }

    /// <summary>Maps what does not live under the API prefix, such as pages and token endpoints.</summary>
    void MapRoot(WebApplication app) { }
}
