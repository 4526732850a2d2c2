namespace Matchmaking.Hosting;

/// <summary>Deadlines in working days, Monday to Friday in Asia/Shanghai. Public holidays are not known to it.</summary>
public static class WorkingDays
{
    /// <summary>The zone of every screen and deadline.</summary>
    public static TimeZoneInfo Zone { get; } = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");

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
