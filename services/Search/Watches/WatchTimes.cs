using Matchmaking.Hosting;

namespace Matchmaking.Search.Watches;

/// <summary>When messages about watches go out, in Asia/Shanghai.</summary>
internal static class WatchTimes
{
    private const int DigestHour = 8;

    /// <summary>The last Monday 08:00 that is not in the future, in UTC.</summary>
    public static DateTime LastDigest(DateTime utc)
    {
        var local = TimeZoneInfo.ConvertTimeFromUtc(utc, WorkingDays.Zone);
        var monday = local.Date.AddDays(-(((int)local.DayOfWeek + 6) % 7)).AddHours(DigestHour);
        return TimeZoneInfo.ConvertTimeToUtc(monday <= local ? monday : monday.AddDays(-7), WorkingDays.Zone);
    }

    /// <summary>The beginning of the local day, in UTC.</summary>
    public static DateTime StartOfDay(DateTime utc) =>
        TimeZoneInfo.ConvertTimeToUtc(TimeZoneInfo.ConvertTimeFromUtc(utc, WorkingDays.Zone).Date, WorkingDays.Zone);
}
