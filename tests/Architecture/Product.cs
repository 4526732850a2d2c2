using System.Reflection;
using System.Runtime.CompilerServices;
using Matchmaking.Hosting;

namespace Matchmaking.Architecture.Tests;

/// <summary>What the build put beside these tests: every assembly of the product, found by file name, not by a list.</summary>
internal static class Product
{
    /// <summary>Assemblies of the product, without those of tests.</summary>
    public static IReadOnlyList<Assembly> Assemblies { get; } =
        [.. Directory.EnumerateFiles(AppContext.BaseDirectory, "Matchmaking.*.dll")
            .Select(f => Path.GetFileNameWithoutExtension(f))
            .Where(n => !n.EndsWith(".Tests", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(Assembly.Load)];

    /// <summary>One of every module that any of them holds.</summary>
    public static IReadOnlyList<IModule> Modules { get; } =
        [.. Assemblies.SelectMany(a => a.GetTypes())
            .Where(t => t is { IsClass: true, IsAbstract: false } && t.IsAssignableTo(typeof(IModule)))
            .Select(t => (IModule)Activator.CreateInstance(t, nonPublic: true)!)];

    /// <summary>The repository's root folder.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Whether the compiler or a generator wrote the type.</summary>
    public static bool IsGenerated(Type type) =>
        type.Name.Contains('<', StringComparison.Ordinal)
        || type.IsDefined(typeof(CompilerGeneratedAttribute), false)
        || (type.DeclaringType is { } outer && IsGenerated(outer));

    /// <summary>Fails with one line a fault.</summary>
    public static void ExpectNone(IEnumerable<string> faults)
    {
        var all = faults.ToList();
        Assert.True(all.Count == 0, $"{all.Count} faults:\n" + string.Join('\n', all));
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "global.json")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("No global.json above " + AppContext.BaseDirectory);
    }
}
