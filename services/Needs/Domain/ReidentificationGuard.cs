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

    private const int ShortestName = 2;

    /// <summary>Wordings in openly shown fields that name the owner or a way to reach it, however they are written.</summary>
    public static IEnumerable<LocalText> Wording(NeedContent need, KnownOrganisation owner)
    {
        // Field by field: the end of one and the beginning of the next are no name.
        var open = ContentForm<NeedContent>.FreeTexts(need, Disclosure.L1);
        var read = open.Select(VisibleText.Key).ToList();
        foreach (var name in new[] { owner.Name, owner.ShortName }.Distinct())
        {
            if (!need.Named && VisibleText.Key(name) is { Length: >= ShortestName } key && read.Any(t => t.Contains(key, StringComparison.Ordinal)))
            {
                yield return new($"公开部分出现了企业名称“{name}”，请改成“我厂”“本企业”", $"The open part names the enterprise '{name}'");
            }
        }

        if (open.Select(t => Contact().Match(VisibleText.Plain(t))).FirstOrDefault(m => m.Success) is { } contact)
        {
            yield return new($"公开部分出现了联系方式“{contact.Value}”，请移到联系人一栏", $"The open part holds a contact '{contact.Value}'");
        }
    }

    // Digits may be written in groups, or one by one.
    [GeneratedRegex(@"(?<!\d)(1[3-9]\d[ .·-]?\d{4}[ .·-]?\d{4}|1[ .·-][3-9]([ .·-]\d){9}|0\d{2,3}[ -]?\d{7,8})(?!\d)|[\w.+-]+ ?@ ?[\w-]+(\.[\w-]+)+")]
    private static partial Regex Contact();
}
