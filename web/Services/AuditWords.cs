using System.Text.Json;
using Matchmaking.Contracts.Identity;
using Matchmaking.Web.Components.Shared;

namespace Matchmaking.Web.Services;

/// <summary>One thing that changed, in words; a side that is null was not there.</summary>
public sealed record AuditChange(string? Label, string? Before, string? After);

/// <summary>What changed by an act of the audit trail, as people read it: the trail itself holds codes.</summary>
public static class AuditWords
{
    private static readonly char[] Ends = [' ', ':', '：'];

    private static readonly IReadOnlyDictionary<string, string> States = new Dictionary<string, string>
    {
        ["active"] = "可用", ["inactive"] = "已停用", ["open"] = "待接受", ["revoked"] = "已撤回", ["dead"] = "发不出", ["poison"] = "处理不了",
        ["redriven"] = "已重新处理", ["discarded"] = "已丢弃",
    };

    private static readonly IReadOnlyDictionary<string, string> Revisions = new Dictionary<string, string>
    {
        ["draft"] = "修改稿草稿", ["submitted"] = "修改稿待审核", ["returned"] = "修改稿退回修改",
    };

    public static IReadOnlyList<AuditChange> Of(Texts l, AuditRow row) => (row.Verb, row.Before, row.After) switch
    {
        (_, null, null) => [],
        ("organisation.update" or "organisation.flags", _, _) => Fields(row.Before, row.After),
        ("account.create" or "member.roles" or "invitation.create" or "invitation.accept", _, _) => [new(l["角色"], Roles(l, row.Before), Roles(l, row.After))],
        ("account.update", _, _) => [new(l["修改的栏目"], null, row.After)],
        ("integration.create" or "integration.revoke", _, _) => [new(l["凭证编号"], null, row.After ?? row.Before)],
        ("account.lock", _, { } reason) => [new(null, l["可用"], l["已停用"]), new(l["原因"], null, reason)],
        ("account.unlock", var reason, _) => [new(null, l["已停用"], l["可用"]), .. reason is null ? (AuditChange[])[] : [new(l["停用时的原因"], null, reason)]],
        _ => Moved(l, row.Verb.Split('.')[0], row.Before, row.After),
    };

    // "submitted", "published + revision submitted", "Rejected：reason", "merged: N-2026-0003", "accepted: N-2026-0001 L2 → L3".
    private static List<AuditChange> Moved(Texts l, string kind, string? before, string? after)
    {
        var ((from, _), (to, detail)) = (State(l, kind, before), State(l, kind, after));
        List<AuditChange> changes = from == to ? [] : [new(null, from, to)];
        if (detail is not null)
        {
            changes.Add(new(Label(l, kind, after!), null, detail));
        }

        return changes.Count > 0 ? changes : [new(l["状态不变"], null, to)];
    }

    private static string? Label(Texts l, string kind, string after) => kind switch
    {
        "organisation" => l["原因"],
        "interest" => l["公开级别"],
        _ => after.StartsWith("merged", StringComparison.OrdinalIgnoreCase) ? l["并入"] : null,
    };

    private static (string? Words, string? Detail) State(Texts l, string kind, string? state)
    {
        if (string.IsNullOrEmpty(state))
        {
            return (null, null);
        }

        var end = state.IndexOfAny(Ends);
        var (status, rest) = end < 0 ? (state, "") : (state[..end], state[end..]);
        var name = JsonNamingPolicy.CamelCase.ConvertName(status);
        var words = kind == "organisation" && name == "suspended" ? "已暂停" : StatusPill.Names.GetValueOrDefault(name) ?? States.GetValueOrDefault(name);
        if (words is null)
        {
            return (state, null);
        }

        const string Revision = " + revision ";
        if (rest.StartsWith(Revision, StringComparison.Ordinal))
        {
            var revision = rest[Revision.Length..];
            return (l[words] + (l.IsEnglish ? ", " : "，") + l[Revisions.GetValueOrDefault(revision, revision)], null);
        }

        return (l[words], rest.Trim([.. Ends, ' ']) is { Length: > 0 } detail ? detail : null);
    }

    // "名称：甲；简称：乙" on both sides: one line a field, and only those that differ.
    private static List<AuditChange> Fields(string? before, string? after)
    {
        var (old, now) = (Parts(before), Parts(after));
        return [.. now.Keys.Union(old.Keys).Where(k => old.GetValueOrDefault(k) != now.GetValueOrDefault(k))
            .Select(k => new AuditChange(k, old.GetValueOrDefault(k), now.GetValueOrDefault(k)))];

        static Dictionary<string, string> Parts(string? text)
        {
            Dictionary<string, string> parts = [];
            foreach (var part in (text ?? "").Split('；', StringSplitOptions.RemoveEmptyEntries))
            {
                var at = part.IndexOf('：', StringComparison.Ordinal);
                parts[at < 0 ? "" : part[..at]] = at < 0 ? part : part[(at + 1)..];
            }

            return parts;
        }
    }

    private static string? Roles(Texts l, string? roles) => roles is null ? null : string.Join(
        l.IsEnglish ? ", " : "、", roles.Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(r => l[Words.Role(r)]));
}
