using Microsoft.Extensions.Configuration;
using Npgsql;

namespace Matchmaking.Hosting.Tests;

public sealed class ConnectionTests
{
    [Theory]
    [InlineData("Host=db;Database=m", 1, 12)]
    [InlineData("Host=db;Database=m", 7, 84)]
    [InlineData("Host=db;Database=m;Maximum Pool Size=20", 7, 20)]
    [InlineData("Host=db;Database=m;MaxPoolSize=9", 1, 9)]
    public void All_services_together_stay_under_what_PostgreSQL_allows(string setting, int services, int most)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration["Storage:Postgres"] = setting;
        builder.LimitConnections(services);
        Assert.Equal(most, new NpgsqlConnectionStringBuilder(builder.Configuration["Storage:Postgres"]).MaxPoolSize);
    }

    [Fact]
    public void A_connection_string_that_is_none_is_said_in_one_line()
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration["Storage:Postgres"] = "postgres://db/m";
        Assert.Contains("Storage:Postgres", Assert.Throws<InvalidOperationException>(() => builder.LimitConnections(1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_service_may_have_several_addresses()
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Services:needs:Url"] = "http://needs-1:8080; http://needs-2:8080",
            ["Services:search:Url"] = "needs-1",
        }).Build();
        Assert.Equal(["http://needs-1:8080/", "http://needs-2:8080/"], settings.ServiceUrls("needs").Select(u => u.ToString()));
        Assert.Equal("http://localhost:5080/", settings.ServiceUrls("experts").Single().ToString());
        Assert.Contains("Services:search:Url", Assert.Throws<InvalidOperationException>(() => settings.ServiceUrls("search")).Message, StringComparison.Ordinal);
    }
}
