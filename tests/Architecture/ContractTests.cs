using System.Reflection;
using System.Text.RegularExpressions;
using Matchmaking.Contracts;
using Matchmaking.Contracts.Achievements;
using Matchmaking.Contracts.BlueFire;
using Matchmaking.Contracts.Events;
using Matchmaking.Contracts.Codes;
using Matchmaking.Contracts.Experts;
using Matchmaking.Contracts.Identity;
using Matchmaking.Contracts.Needs;

namespace Matchmaking.Architecture.Tests;

public sealed partial class ContractTests
{
    private static readonly Type[] Forms =
    [
        typeof(NeedContent), typeof(AchievementContent), typeof(ExpertContent),
        typeof(PostContent), typeof(ApplicationContent), typeof(ParticipantContent),
    ];

    [Fact]
    public void Every_property_of_a_form_is_described() =>
        Product.ExpectNone(Properties.Where(p => p.GetCustomAttribute<FieldAttribute>() is null).Select(Name));

    [Fact]
    public void Every_field_has_a_name_in_both_languages() =>
        Product.ExpectNone(Fields
            .Where(f => !Chinese().IsMatch(f.Field.Name.Zh) || f.Field.Name.En.Length == 0 || Chinese().IsMatch(f.Field.Name.En))
            .Select(f => f.Name));

    [Fact]
    public void Every_code_list_a_field_names_exists() =>
        Product.ExpectNone(Fields.Concat(Of(typeof(OrganisationForm)))
            .Where(f => f.Field.Codes is { } list && !CodeList.Names.Contains(list))
            .Select(f => $"{f.Name}: {f.Field.Codes}"));

    [Fact]
    public void Personal_fields_open_with_acceptance_and_not_before()
    {
        var personal = Fields.Where(f => Personal().IsMatch(f.Property)).ToList();
        Assert.True(personal.Count >= 12, "Only " + string.Join(", ", personal.Select(f => f.Name)));
        Product.ExpectNone(personal.Where(f => f.Field.Tier < Disclosure.L2).Select(f => $"{f.Name} is open from {f.Field.Tier}"));
    }

    [Fact]
    public void What_is_searched_is_open_to_members() =>
        Product.ExpectNone(Fields.Where(f => f.Field is { Search: > 0, Tier: > Disclosure.L1 }).Select(f => f.Name));

    [Fact]
    public void Every_free_text_has_a_limit() =>
        Product.ExpectNone(Fields
            .Where(f => f.Type == typeof(string) || f.Type == typeof(IReadOnlyList<string>))
            .Where(f => f.Field is { Codes: null, Max: 0 })
            .Select(f => f.Name));

    [Fact]
    public void Every_fact_has_a_name()
    {
        var facts = typeof(IFact).Assembly.GetTypes().Where(t => t.IsClass && t.IsAssignableTo(typeof(IFact))).ToList();
        Assert.True(facts.Count >= 8);
        Assert.Equal(facts.Select(t => t.FullName).Order(), FactNames.All.Values.Select(t => t.FullName).Order());
    }

    [Fact]
    public void A_facts_name_begins_with_the_service_that_publishes_it() =>
        Product.ExpectNone(FactNames.All
            .Where(f => !ServiceNames.All.Concat(ServiceNames.Planned).Contains(f.Key.Split('.')[0]) || !f.Value.Namespace!.EndsWith(f.Key.Split('.')[0], StringComparison.OrdinalIgnoreCase))
            .Select(f => $"{f.Key}: {f.Value}"));

    [Fact]
    public void Facts_are_sealed_records_without_behaviour() =>
        Product.ExpectNone(FactNames.All.Values
            .Where(t => !t.IsSealed || t.GetMethod("<Clone>$") is null)
            .Select(t => t.Name));

    private static IEnumerable<PropertyInfo> Properties => Forms.SelectMany(t => t.GetProperties());

    private static IEnumerable<(string Name, string Property, Type Type, FieldAttribute Field)> Fields => Forms.SelectMany(Of);

    private static IEnumerable<(string Name, string Property, Type Type, FieldAttribute Field)> Of(Type form) => form.GetProperties()
        .Where(p => p.GetCustomAttribute<FieldAttribute>() is not null)
        .Select(p => (Name(p), p.Name, p.PropertyType, p.GetCustomAttribute<FieldAttribute>()!));

    private static string Name(PropertyInfo property) => $"{property.DeclaringType!.Name}.{property.Name}";

    [GeneratedRegex("^(Contact.*|.*Phone|.*Email|WeChat|Fee|DecisionMaker|TechnicalLead|Sex|BirthYear|Conflicts|Competitors)$")]
    private static partial Regex Personal();

    [GeneratedRegex(@"[\u4e00-\u9fff]")]
    private static partial Regex Chinese();
}
