using System.Text;
using Matchmaking.Contracts;
using Matchmaking.Contracts.Records;
using Matchmaking.Hosting;
using Matchmaking.Records.Data;
using Matchmaking.Records.Domain;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Records.Features;

/// <summary>Starts many drafts at once, as from a spreadsheet: every fault of every form is named, and one fault saves none.</summary>
internal static class RecordBatch
{
    private const int MostFaultsOfForm = 20;
    private const int MostFaultsNamed = 500;

    private static readonly IReadOnlyDictionary<string, string[]> NoErrors = new Dictionary<string, string[]>();

    public static async Task<CreatedRecords> CreateAsync<TDb, TRecord, TContent, TStatus>(
        RecordStore<TDb, TRecord, TContent, TStatus> store, CreateRecords<TContent> batch, Actor actor, CancellationToken cancellation)
        where TDb : RecordDbContext<TRecord, TContent, TStatus>
        where TRecord : Record<TContent, TStatus>
        where TContent : class
        where TStatus : struct, Enum
    {
        const int Most = CreateRecords<TContent>.Most;
        var organisation = await store.RequireCreatorAsync(actor, cancellation);
        if (batch.Items is not { Count: > 0 and <= Most } items || items.Any(i => i is null))
        {
            throw ProblemException.Invalid("items", $"一次 1–{Most} 条，现在 {batch.Items?.Count ?? 0} 条", $"1–{Most} items at once, not {batch.Items?.Count ?? 0}");
        }

        var forms = items.Select(ContentForm<TContent>.Tidy).ToList();
        var faults = forms.Select(f => (List<FieldFault>)[.. ContentForm<TContent>.Check(f, complete: false), .. store.Definition.Check(f, complete: false)]).ToList();
        if (batch.CheckOnly)
        {
            var seen = await TwinsAsync(store, organisation, forms, cancellation);
            var left = MostFaultsNamed;
            return new([.. forms.Select((_, i) => new CreatedRecord(i, null, null, Messages(faults[i], ref left, actor.Language), seen[i].Number, seen[i].Index))], 0);
        }

        // All drafts with their history, or none; and one write to the disk for all numbers instead of one for each.
        await using var transaction = await store.BeginCreatingAsync(cancellation);
        var twins = await TwinsAsync(store, organisation, forms, cancellation);
        var refused = faults.SelectMany((list, i) => list.Select(f => new FieldFault($"items[{i}].{f.Field}", f.Text)))
            .Concat(twins.Select((t, i) => (Twin: t, Index: i)).Where(t => t.Twin is not (null, null)).Select(t => new FieldFault($"items[{t.Index}]", t.Twin.Number is { } number
                ? new($"与本单位的 {number} 重复", $"The same as {number} of your organisation")
                : new($"与这一批的第 {t.Twin.Index + 1} 条重复", $"The same as item {t.Twin.Index + 1} of this batch"))))
            .ToList();
        if (refused.Count > 0)
        {
            throw ProblemException.Invalid(refused);
        }

        await store.RequireRoomAsync(organisation, forms.Count, cancellation);
        List<TRecord> records = [];
        foreach (var form in forms)
        {
            records.Add(await store.AddAsync(form, organisation, actor, new("从表格导入草稿", "imported a draft from a spreadsheet"), cancellation));
        }

        await store.Db.SaveChangesAsync(cancellation);
        await (transaction?.CommitAsync(cancellation) ?? Task.CompletedTask);
        return new([.. records.Select((r, i) => new CreatedRecord(i, r.Id, r.Number, NoErrors, null, null))], records.Count);
    }

    // An own record or an earlier form with a key in common; whatever its state, so that a list imported twice stays single.
    private static async Task<IReadOnlyList<(string? Number, int? Index)>> TwinsAsync<TDb, TRecord, TContent, TStatus>(
        RecordStore<TDb, TRecord, TContent, TStatus> store, Guid organisation, List<TContent> forms, CancellationToken cancellation)
        where TDb : RecordDbContext<TRecord, TContent, TStatus>
        where TRecord : Record<TContent, TStatus>
        where TContent : class
        where TStatus : struct, Enum
    {
        var own = await store.Db.Records.AsNoTracking().Where(r => r.OrganisationId == organisation && r.MergedInto == null)
            .OrderBy(r => r.Id).Select(r => new { r.Number, r.Content }).ToListAsync(cancellation);
        Dictionary<string, (string? Number, int? Index)> known = [];
        foreach (var record in own)
        {
            foreach (var key in Keys(record.Content))
            {
                known.TryAdd(key, (record.Number, null));
            }
        }

        List<(string? Number, int? Index)> twins = [];
        for (var i = 0; i < forms.Count; i++)
        {
            var keys = Keys(forms[i]).ToList();
            twins.Add(keys.Select(k => known.TryGetValue(k, out var twin) ? twin : default).FirstOrDefault(t => t is not (null, null)));
            foreach (var key in keys)
            {
                known.TryAdd(key, (null, i));
            }
        }

        return twins;

        IEnumerable<string> Keys(TContent content) => store.Definition.Keys(content)
            .Select(k => string.Concat(k.Normalize(NormalizationForm.FormKC).Where(c => !char.IsWhiteSpace(c))).ToUpperInvariant())
            .Where(k => k.Length > 0);
    }

    // Every wrong form has a word at least, so that none passes for right, however many there are.
    private static Dictionary<string, string[]> Messages(List<FieldFault> faults, ref int left, string language)
    {
        var named = Math.Min(faults.Count, Math.Clamp(left, 0, MostFaultsOfForm));
        left -= named;
        var list = faults.Take(named);
        return FieldFaults.ByField(
            named == faults.Count ? list : list.Append(new("", new($"另有 {faults.Count - named} 处需要修改", $"{faults.Count - named} more things need a change"))), language);
    }
}
