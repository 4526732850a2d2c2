using System.Reflection;
using Matchmaking.Contracts;
using Matchmaking.Hosting;

namespace Matchmaking.Architecture.Tests;

public sealed class ModuleTests
{
    private const int FewestModules = 8;

    /// <summary>Assemblies that a service may build on.</summary>
    private static readonly string[] Shared = ["Matchmaking.Contracts", "Matchmaking.Hosting", "Matchmaking.Messaging", "Matchmaking.Records"];

    private static IEnumerable<Assembly> Services =>
        Product.Modules.Where(m => m.Name != "demo").Select(m => m.GetType().Assembly).Distinct();

    [Fact]
    public void Discovery_finds_every_module()
    {
        Assert.True(Product.Modules.Count >= FewestModules, "Only " + string.Join(", ", Product.Modules.Select(m => m.Name)));
        Assert.Empty(ServiceNames.All.Except(Product.Modules.Select(m => m.Name)));
        Assert.Contains(ServiceNames.Web, Product.Modules.Select(m => m.Name));
    }

    [Fact]
    public void Each_module_has_a_name_of_its_own() =>
        Assert.Equal(Product.Modules.Count, Product.Modules.Select(m => m.Name).Distinct().Count());

    [Fact]
    public void The_one_process_host_has_every_module() =>
        Assert.Equal(
            Product.Modules.Select(m => m.GetType().FullName).Order(),
            AllInOne.Program.Modules.Select(m => m.GetType().FullName).Order());

    [Fact]
    public void Every_service_has_an_api_prefix_and_a_context_of_its_own()
    {
        var withData = Product.Modules.Where(m => m.DbContext is not null).ToList();
        Assert.Equal(ServiceNames.All.Order(), withData.Select(m => m.Name).Order());
        Assert.Equal(withData.Count, withData.Select(m => m.DbContext).Distinct().Count());
    }

    [Fact]
    public void Services_do_not_reference_each_other()
    {
        var services = Services.Select(a => a.GetName().Name!).ToHashSet();
        Assert.True(services.Count >= FewestModules);
        Product.ExpectNone(Services.SelectMany(a => a.GetReferencedAssemblies()
            .Where(r => services.Contains(r.Name!))
            .Select(r => $"{a.GetName().Name} references {r.Name}")));
    }

    [Fact]
    public void Services_build_on_shared_parts_only() =>
        Product.ExpectNone(Services.SelectMany(a => a.GetReferencedAssemblies()
            .Where(r => r.Name!.StartsWith("Matchmaking.", StringComparison.Ordinal) && !Shared.Contains(r.Name))
            .Select(r => $"{a.GetName().Name} references {r.Name}")));

    [Fact]
    public void Contracts_depend_on_the_base_library_only()
    {
        var runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        Product.ExpectNone(typeof(ServiceNames).Assembly.GetReferencedAssemblies()
            .Where(r => !File.Exists(Path.Combine(runtime, r.Name + ".dll")))
            .Select(r => $"Contracts references {r.Name}"));
    }

    [Fact]
    public void Only_messaging_sees_the_bus()
    {
        var seeing = Product.Assemblies
            .Where(a => a.GetReferencedAssemblies().Any(r => r.Name!.StartsWith("MassTransit", StringComparison.Ordinal)))
            .Select(a => a.GetName().Name);
        Assert.Equal(["Matchmaking.Messaging"], seeing);
    }

    [Fact]
    public void Only_hosts_and_modules_are_known_to_the_web_host()
    {
        var hosting = typeof(IModule).Assembly.GetReferencedAssemblies().Select(r => r.Name!).ToList();
        Assert.Equal(
            ["Matchmaking.Contracts", "Matchmaking.Messaging"],
            hosting.Where(n => n.StartsWith("Matchmaking.", StringComparison.Ordinal)).Order());
    }
}
