using System.Reflection;
using Matchmaking.Contracts;

namespace Matchmaking.Messaging.Tests;

/// <summary>One filled fact of each kind, the same in every run.</summary>
internal static class Samples
{
    public static IFact Of(Type fact) => (IFact)Fill(fact, fact.Name, 0)!;

    private static object? Fill(Type type, string name, int depth)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string))
            return name;
        if (type == typeof(Guid))
            return Guid.Parse("00000000-0000-0000-0000-000000000001");
        if (type == typeof(DateTime))
            return new DateTime(2026, 3, 1, 8, 0, 0, DateTimeKind.Utc);
        if (type == typeof(DateOnly))
            return new DateOnly(2026, 3, 1);
        if (type == typeof(bool))
            return true;
        if (type.IsEnum)
            return Enum.GetValues(type).GetValue(1);
        if (type.IsPrimitive || type == typeof(decimal))
            return Convert.ChangeType(7, type, null);
        if (type.IsArray)
            return List(type.GetElementType()!, name, depth);
        if (type.IsGenericType && type.GetGenericArguments() is [var key, var value])
        {
            var map = (System.Collections.IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(key, value))!;
            map.Add(Fill(key, "key", depth + 1)!, Fill(value, "value", depth + 1));
            return map;
        }
        if (type.IsGenericType && typeof(System.Collections.IEnumerable).IsAssignableFrom(type))
            return List(type.GetGenericArguments()[0], name, depth);
        if (depth > 8)
            throw new InvalidOperationException($"{type} goes too deep.");
        var constructor = type.GetConstructors().MaxBy(c => c.GetParameters().Length)!;
        var made = constructor.Invoke([.. constructor.GetParameters().Select(p => Fill(p.ParameterType, p.Name!, depth + 1))]);
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
            if (property.SetMethod is not null && (constructor.GetParameters().Length == 0 || property.GetValue(made) is null))
                property.SetValue(made, Fill(property.PropertyType, property.Name, depth + 1));
        return made;
    }

    private static Array List(Type item, string name, int depth)
    {
        var list = Array.CreateInstance(item, 1);
        list.SetValue(Fill(item, name, depth + 1), 0);
        return list;
    }
}
