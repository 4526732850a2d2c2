using System.Reflection;
using System.Text.Json;

namespace Matchmaking.Contracts;

/// <summary>One field of a form.</summary>
/// <param name="Name">Camel-case name as in JSON.</param>
/// <param name="Property">Where its value is.</param>
/// <param name="Attribute">What is known of it.</param>
public sealed record FormField(string Name, PropertyInfo Property, FieldAttribute Attribute)
{
    /// <summary>The fields of a form's record, in the order written.</summary>
    public static IReadOnlyList<FormField> Of(Type content) =>
        [.. content.GetProperties()
            .Select(p => (Property: p, Attribute: p.GetCustomAttribute<FieldAttribute>()))
            .Where(p => p.Attribute is not null)
            .Select(p => new FormField(JsonNamingPolicy.CamelCase.ConvertName(p.Property.Name), p.Property, p.Attribute!))];
}
