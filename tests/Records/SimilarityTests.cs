using CsCheck;
using Matchmaking.Hosting;
using Matchmaking.Records.Domain;

namespace Matchmaking.Records.Tests;

public sealed class SimilarityTests
{
    private static readonly Gen<string> Texts = Gen.Frequency(
        (3, Gen.OneOfConst("轴", "承", "漏", "油", "a", "B", "1", " ", "，").Array[0, 20].Select(string.Concat)), (1, Gen.String));

    [Fact]
    public void It_lies_between_nothing_and_all() =>
        Gen.Select(Texts, Texts).Sample((a, b) => Similarity.Of(a, b) is >= 0 and <= 1);

    [Fact]
    public void It_does_not_matter_which_comes_first() =>
        Gen.Select(Texts, Texts).Sample((a, b) => Similarity.Of(a, b) == Similarity.Of(b, a));

    [Fact]
    public void A_text_is_wholly_like_itself() =>
        Texts.Sample(t => t.Count(char.IsLetterOrDigit) < 2 ? Similarity.Of(t, t) == 0 : Similarity.Of(t, t) == 1);

    [Theory]
    [InlineData("轴承漏油", "轴承，漏油！", 1)]
    [InlineData("Bearing", "BEARING", 1)]
    [InlineData("轴承漏油", "齿轮异响", 0)]
    [InlineData("轴承漏油", "轴承异响", 0.2)] // one bigram of five
    [InlineData("", "轴承", 0)]
    [InlineData("轴", "轴", 0)]
    public void Known_values(string a, string b, double expected) => Assert.Equal(expected, Similarity.Of(a, b), 9);
}

public sealed class WorkingDaysTests
{
    private static readonly Gen<DateTime> Moments =
        Gen.Int[0, 60 * 24 * 366 * 3].Select(m => new DateTime(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddMinutes(m));

    [Theory]
    [InlineData("2026-03-02T01:00:00Z", 1, "2026-03-03T10:00:00Z")] // Monday morning
    [InlineData("2026-03-05T01:00:00Z", 2, "2026-03-09T10:00:00Z")] // over the weekend
    [InlineData("2026-03-06T15:59:00Z", 1, "2026-03-09T10:00:00Z")] // Friday, one minute to midnight in Shanghai
    [InlineData("2026-03-06T16:01:00Z", 1, "2026-03-09T10:00:00Z")] // Saturday there already
    [InlineData("2026-03-08T16:01:00Z", 1, "2026-03-10T10:00:00Z")] // Monday there already
    [InlineData("2026-03-02T01:00:00Z", 5, "2026-03-09T10:00:00Z")]
    [InlineData("2026-03-02T01:00:00Z", 0, "2026-03-02T10:00:00Z")]
    public void Known_deadlines(string from, int days, string expected) =>
        Assert.Equal(At(expected), WorkingDays.After(At(from), days));

    [Fact]
    public void A_deadline_is_the_end_of_a_working_day() =>
        Gen.Select(Moments, Gen.Int[1, 30]).Sample((from, days) =>
        {
            var local = TimeZoneInfo.ConvertTimeFromUtc(WorkingDays.After(from, days), WorkingDays.Zone);
            return local.TimeOfDay == TimeSpan.FromHours(18) && local.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);
        });

    [Fact]
    public void As_many_working_days_lie_between_as_were_asked_for() =>
        Gen.Select(Moments, Gen.Int[1, 30]).Sample((from, days) =>
        {
            var (first, last) = (Day(from), Day(WorkingDays.After(from, days)));
            return Enumerable.Range(1, last.DayNumber - first.DayNumber).Count(i => first.AddDays(i).DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)) == days;
        });

    [Fact]
    public void More_days_are_later() =>
        Gen.Select(Moments, Gen.Int[0, 30]).Sample((from, days) => WorkingDays.After(from, days) < WorkingDays.After(from, days + 1));

    [Fact]
    public void A_year_begins_at_midnight_in_shanghai() =>
        Assert.Equal((At("2025-12-31T16:00:00Z"), At("2026-12-31T16:00:00Z")), WorkingDays.Year(2026));

    private static DateTime At(string text) => DateTime.Parse(text, null, System.Globalization.DateTimeStyles.RoundtripKind);

    private static DateOnly Day(DateTime utc) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(utc, WorkingDays.Zone));
}
