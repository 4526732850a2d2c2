using Matchmaking.Contracts;
using Matchmaking.Hosting;

namespace Matchmaking.Web.Forms;

/// <summary>Phone numbers of forms, checked while the form is written and not only when it is submitted.</summary>
public static class PhoneFields
{
    public static bool Has(FormField field) => field.Name is "contactPhone" or "phone";

    /// <summary>What is wrong with a number, or null; none is fine.</summary>
    public static LocalText? FaultOf(string? number) => string.IsNullOrEmpty(number) || PhoneNumbers.IsPlausible(number)
        ? null
        : new($"“{number}”不像电话号码，请填 11 位手机号或带区号的固定电话", $"'{number}' does not look like a phone number. Give 11 digits, or a land line with its area code");

    /// <summary>Faults of the content's numbers by the field's name.</summary>
    public static IEnumerable<(FormField Field, LocalText Text)> FaultsOf(object content)
    {
        foreach (var field in FormField.Of(content.GetType()).Where(Has))
        {
            if (FaultOf(field.Property.GetValue(content) as string) is { } fault)
            {
                yield return (field, fault);
            }
        }
    }
}
