using System.Text.RegularExpressions;
using Matchmaking.Contracts;
using Matchmaking.Contracts.Needs;
using Matchmaking.Records.Domain;

namespace Matchmaking.Needs.Domain;

/// <summary>Warns where an anonymous need gives its owner away.</summary>
internal static partial class ReidentificationGuard
{
    /// <summary>Fewest enterprises alike in which one may hide (k-anonymity).</summary>
    public const int SafeCrowd = 5;

    /// <summary>Wordings in openly shown fields that name the owner or a way to reach it.</summary>
    public static IEnumerable<LocalText> Wording(NeedContent need, KnownOrganisation owner)
    {
        var open = string.Join('\n', need.Title, need.Problem, need.KeyTechnique, need.ExpectedResult, need.Attempts);
        foreach (var name in new[] { owner.Name, owner.ShortName }.Where(n => n.Length >= 2).Distinct())
        {
            if (!need.Named && open.Contains(name, StringComparison.Ordinal))
            {
                yield return new($"公开部分出现了企业名称“{name}”，请改成“我厂”“本企业”", $"The open part names the enterprise '{name}'");
            }
        }

        if (Contact().Match(open) is { Success: true } contact)
        {
            yield return new($"公开部分出现了联系方式“{contact.Value}”，请移到联系人一栏", $"The open part holds a contact '{contact.Value}'");
        }
    }

    [GeneratedRegex(@"1[3-9]\d{9}|0\d{2,3}-?\d{7,8}|[\w.]+@[\w.]+\.\w+")]
    private static partial Regex Contact();
}
