namespace Matchmaking.Hosting;

/// <summary>Deadlines in working days, Monday to Friday in Asia/Shanghai. Public holidays are not known to it.</summary>
public static class WorkingDays
{
    /// <summary>The zone of every screen and deadline.</summary>
    public static TimeZoneInfo Zone { get; } = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");

    /// <summary>The first moment of a local calendar year and of the next one, in UTC.</summary>
    /// <exception cref="ProblemException">The year is not between 2000 and 2100.</exception>
    public static (DateTime From, DateTime Until) Year(int year)
    {
        return year is >= 2000 and <= 2100
            ? (Start(year), Start(year + 1))
            : throw ProblemException.Invalid("year", $"年份应在 2000–2100 之间，现为 {year}", $"The year must be 2000–2100, not {year}");

        static DateTime Start(int year) => TimeZoneInfo.ConvertTimeToUtc(new DateTime(year, 1, 1, 0, 0, 0, DateTimeKind.Unspecified), Zone);
    }

    /// <summary>When a local day begins, and when the next one does, in UTC; the last day there is ends with time itself.</summary>
    public static (DateTime From, DateTime Until) Day(DateOnly day)
    {
        return (Start(day), day < DateOnly.MaxValue ? Start(day.AddDays(1)) : DateTime.SpecifyKind(DateTime.MaxValue, DateTimeKind.Utc));

        static DateTime Start(DateOnly day) => TimeZoneInfo.ConvertTimeToUtc(day.ToDateTime(TimeOnly.MinValue), Zone);
    }

    /// <summary>The end (18:00 local) of the n-th working day after a moment, both in UTC.</summary>
    public static DateTime After(DateTime utc, int days)
    {
        var local = TimeZoneInfo.ConvertTimeFromUtc(utc, Zone).Date;
        for (var left = days; left > 0;)
        {
            local = local.AddDays(1);
            if (local.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))
            {
                left--;
            }
        }

        return TimeZoneInfo.ConvertTimeToUtc(local.AddHours(18), Zone);
    }
}
