using CsCheck;
using Matchmaking.Achievements.Data;
using Matchmaking.Achievements.Domain;
using Matchmaking.Contracts.Achievements;
using Matchmaking.Contracts.Experts;
using Matchmaking.Contracts.Identity;
using Matchmaking.Contracts.Needs;
using Matchmaking.Contracts.Records;
using Matchmaking.Experts.Data;
using Matchmaking.Experts.Domain;
using Matchmaking.Hosting;
using Matchmaking.Needs.Data;
using Matchmaking.Needs.Domain;
using Matchmaking.Records.Data;
using Matchmaking.Records.Domain;
using Matchmaking.Records.Features;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Records.Tests;

public sealed class ReviewedNeedTests() : ReviewedContentTests<NeedsDbContext, Need, NeedContent, NeedStatus>(new NeedDefinition(), "title")
{
    protected override NeedsDbContext Open(SqliteConnection connection) =>
        new SqliteNeedsDbContext(new DbContextOptionsBuilder<SqliteNeedsDbContext>().UseSqlite(connection).Options);
}

public sealed class ReviewedAchievementTests()
    : ReviewedContentTests<AchievementsDbContext, Achievement, AchievementContent, AchievementStatus>(new AchievementDefinition(TimeProvider.System), "title")
{
    protected override AchievementsDbContext Open(SqliteConnection connection) =>
        new SqliteAchievementsDbContext(new DbContextOptionsBuilder<SqliteAchievementsDbContext>().UseSqlite(connection).Options);
}

public sealed class ReviewedExpertTests() : ReviewedContentTests<ExpertsDbContext, Expert, ExpertContent, ExpertStatus>(new ExpertDefinition(), "profile")
{
    protected override ExpertsDbContext Open(SqliteConnection connection) =>
        new SqliteExpertsDbContext(new DbContextOptionsBuilder<SqliteExpertsDbContext>().UseSqlite(connection).Options);
}

/// <summary>
/// Whatever is done to a record in whatever order, through the store that users go through: what counts as reviewed lay
/// before a reviewer, and others see exactly what a reviewer approved last.
/// </summary>
public abstract class ReviewedContentTests<TDb, TRecord, TContent, TStatus>(RecordDefinition<TRecord, TContent, TStatus> definition, string edited)
    where TDb : RecordDbContext<TRecord, TContent, TStatus>
    where TRecord : Record<TContent, TStatus>
    where TContent : class
    where TStatus : struct, Enum
{
    private const int Sequences = 60;
    private const int Steps = 20;

    private static readonly Actor Owner = new(
        Guid.NewGuid(), "某人", null, Guid.NewGuid(), "某单位", null, true, [Roles.Enterprise, Roles.Liaison, Roles.Expert], "zh-CN");

    protected abstract TDb Open(SqliteConnection connection);

    [Fact]
    public void What_counts_as_reviewed_was_and_what_others_see_was_approved_last()
    {
        using var connection = new SqliteConnection("DataSource=:memory:");
        connection.Open();
        using (var db = Open(connection))
        {
            db.Database.EnsureCreated();
        }

        Gen.Int[0, 1_000_000].Array[Steps].Sample(
            steps =>
            {
                using var db = Open(connection);
                new Walk(new(db, definition, TimeProvider.System) { Audited = false }, edited).RunAsync(steps).GetAwaiter().GetResult();
            },
            iter: Sequences, threads: 1);
    }

    private sealed class Walk(RecordStore<TDb, TRecord, TContent, TStatus> store, string edited)
    {
        private readonly HashSet<string> _decided = [];
        private readonly List<string> _done = [];
        private string? _approved;
        private int _edits;

        private LifeCycle<TStatus> Cycle => store.Definition.LifeCycle;

        public async Task RunAsync(int[] steps)
        {
            var record = await store.CreateAsync(Text(), Owner, default);
            foreach (var step in steps)
            {
                var visible = Cycle.Visible.Contains(record.Status);
                var open = RevisionMoves.Open(record.Revision, visible, (Party)15).Select(m => (m.Verb, Act: (Action)(() => Revise(record, m))))
                    .Concat(Cycle.Open(record.Status, (Party)15).Select(t => (t.Verb, Act: (Action)(() => Move(record, t)))))
                    .ToList();
                if (visible ? record.Revision != RevisionState.Submitted : Cycle.Editable.Contains(record.Status))
                {
                    // As often as all moves together, and now and then back to what others see.
                    open.AddRange(Enumerable.Repeat(("save", (Action)(() => { })), open.Count + 1));
                }

                var (verb, act) = open[step % open.Count];
                _done.Add(verb);
                if (verb == "save")
                {
                    var content = record.PublishedContent is { } seen && step % 7 == 0 ? seen : Text();
                    await store.SaveAsync(record.Id, new SaveRecord<TContent>(content, record.Version), Owner, default);
                }
                else
                {
                    act();
                    await store.Db.SaveChangesAsync();
                }

                Check(record);
            }
        }

        private void Revise(TRecord record, RevisionMove move)
        {
            if (move.By == Party.Bureau)
            {
                _decided.Add(Of(record.Content));
            }

            _approved = move.Verb == RevisionMoves.Accept ? Of(record.Content) : _approved;
            ReviseRecord.Apply(store, record, move, Owner, "原因");
        }

        private void Move(TRecord record, Domain.Transition<TStatus> transition)
        {
            // A decision about the content, as against one about the record, is taken while it waits for it.
            if (transition.By == Party.Bureau && (Cycle.Reviewed.Contains(record.Status) || transition.Publishes))
            {
                _decided.Add(Of(record.Content));
            }

            _approved = transition.Publishes ? Of(record.Content) : _approved;
            store.Apply(record, transition, Owner, "原因");
        }

        private void Check(TRecord record)
        {
            var trail = string.Join(" → ", _done);
            Assert.True(record.ReviewedContent is null || _decided.Contains(Of(record.ReviewedContent)), $"Nobody reviewed {Of(record.ReviewedContent ?? record.Content)}: {trail}");
            if (!store.Definition.IsVisible(record))
            {
                return;
            }

            Assert.True(_approved == Of(record.PublishedContent!), $"Others see {Of(record.PublishedContent!)}, approved was {_approved}: {trail}");
            Assert.True(
                (Of(record.Content) == _approved) == (record.Revision == RevisionState.None), $"{Of(record.Content)} stands as {record.Revision} beside {_approved}: {trail}");
            Assert.True(_approved == Of(Published(record)), $"Told was {Of(Published(record))}, approved {_approved}: {trail}");
        }

        private TContent Published(TRecord record) => store.ToFact(record) switch
        {
            NeedChanged fact => (TContent)(object)fact.Need.Content,
            AchievementChanged fact => (TContent)(object)fact.Achievement.Content,
            ExpertChanged fact => (TContent)(object)fact.Expert.Content,
            var other => throw new InvalidOperationException(other.GetType().Name),
        };

        private TContent Text() => Filled<TContent>.With(Whole, edited, $"第{++_edits}稿");

        private string Of(TContent content) => (string)Filled<TContent>.Json(content)[edited]!;

        private static TContent Whole { get; } = Phone(Filled<TContent>.Whole);

        // The one check beyond the form's own that a filler cannot know.
        private static TContent Phone(TContent content)
        {
            var json = Filled<TContent>.Json(content);
            foreach (var name in new[] { "contactPhone", "phone" }.Where(json.ContainsKey))
            {
                json[name] = "13712345678";
            }

            return Filled<TContent>.Read(json);
        }
    }
}
