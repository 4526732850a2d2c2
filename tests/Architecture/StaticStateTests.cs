using System.Collections;
using System.Reflection;
using System.Text;

namespace Matchmaking.Architecture.Tests;

/// <summary>Two hosts in one process, and two requests in one host, must not meet in a static field.</summary>
public sealed class StaticStateTests
{
    private const BindingFlags Statics = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static IEnumerable<FieldInfo> Fields =>
        Product.Assemblies.SelectMany(a => a.GetTypes())
            .Where(t => t.Namespace?.StartsWith("Matchmaking.", StringComparison.Ordinal) == true && !Product.IsGenerated(t))
            .SelectMany(t => t.GetFields(Statics))
            .Where(f => !f.IsLiteral && (!f.Name.Contains('<', StringComparison.Ordinal) || f.Name.EndsWith("k__BackingField", StringComparison.Ordinal)));

    [Fact]
    public void The_search_for_static_fields_finds_some() => Assert.True(Fields.Count() > 100);

    [Fact]
    public void No_static_field_can_be_assigned_anew() =>
        Product.ExpectNone(Fields.Where(f => !f.IsInitOnly).Select(Name));

    [Fact]
    public void No_static_field_holds_a_collection_that_can_change() =>
        Product.ExpectNone(Fields.Where(f => f.IsInitOnly && IsMutable(f)).Select(f => $"{Name(f)}: {f.FieldType.Name}"));

    private static string Name(FieldInfo field) => $"{field.DeclaringType!.FullName}.{field.Name}";

    // A private array is a list of constants in all but name; a public one anybody could change.
    private static bool IsMutable(FieldInfo field)
    {
        var type = field.FieldType;
        if (type.IsArray)
        {
            return !field.IsPrivate;
        }

        if (type == typeof(StringBuilder))
        {
            return true;
        }

        var named = type.IsGenericType ? type.GetGenericTypeDefinition() : type;
        return type != typeof(string)
            && type.IsAssignableTo(typeof(IEnumerable))
            && named.Namespace?.StartsWith("System.Collections.Frozen", StringComparison.Ordinal) != true
            && named.Namespace?.StartsWith("System.Collections.Immutable", StringComparison.Ordinal) != true
            && !(named.IsInterface && named.Name.StartsWith("IReadOnly", StringComparison.Ordinal))
            && !(named.IsInterface && named.Name.StartsWith("IEnumerable", StringComparison.Ordinal));
    }
}
