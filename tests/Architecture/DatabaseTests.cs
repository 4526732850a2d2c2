using Matchmaking.Contracts;
using Matchmaking.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Matchmaking.Architecture.Tests;

public sealed class DatabaseTests(Hosts hosts)
{
    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Migrations_are_level_with_the_models(string provider)
    {
        await using var scope = Host(provider).Services.CreateAsyncScope();
        var contexts = scope.ServiceProvider.GetServices<MigratedContext>().ToList();
        Assert.Equal(ServiceNames.All.Order(), contexts.Select(c => c.Service).Order());
        Product.ExpectNone(contexts
            .Where(c => ((DbContext)scope.ServiceProvider.GetRequiredService(c.Context)).Database.HasPendingModelChanges())
            .Select(c => $"{c.Context.Name} lacks a migration"));
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Every_context_has_migrations_of_its_own_provider(string provider)
    {
        await using var scope = Host(provider).Services.CreateAsyncScope();
        foreach (var (service, type) in scope.ServiceProvider.GetServices<MigratedContext>())
        {
            var database = ((DbContext)scope.ServiceProvider.GetRequiredService(type)).Database;
            Assert.NotEmpty(database.GetMigrations());
            Assert.StartsWith(provider, type.Name, StringComparison.OrdinalIgnoreCase);
            Assert.True(database.ProviderName!.Contains(provider == "sqlite" ? "Sqlite" : "Npgsql", StringComparison.Ordinal), service);
        }
    }

    private WebApplication Host(string provider) => provider == "sqlite" ? hosts.Sqlite : hosts.Postgres;
}
