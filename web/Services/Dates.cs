using System.Globalization;
using Matchmaking.Hosting;

namespace Matchmaking.Web.Services;

/// <summary>Times as people read them, in Asia/Shanghai.</summary>
public static class Dates
{
    private static readonly string[] Weekdays = ["周日", "周一", "周二", "周三", "周四", "周五", "周六"];

    public static DateTime Local(DateTime utc) =>
        TimeZoneInfo.ConvertTimeFromUtc(DateTime.SpecifyKind(utc, DateTimeKind.Utc), WorkingDays.Zone);

    /// <summary>2026年3月5日, or 5 Mar 2026.</summary>
    public static string Day(this Texts l, DateTime utc) => l.IsEnglish
        ? Local(utc).ToString("d MMM yyyy", CultureInfo.InvariantCulture)
        : $"{Local(utc).Year}年{Local(utc).Month}月{Local(utc).Day}日";

    /// <summary>2026年3月5日 周四.</summary>
    public static string DayWithWeekday(this Texts l, DateTime utc) => l.IsEnglish
        ? Local(utc).ToString("ddd d MMM yyyy", CultureInfo.InvariantCulture)
        : $"{l.Day(utc)} {Weekdays[(int)Local(utc).DayOfWeek]}";

    /// <summary>2026年3月5日 周四 14:00.</summary>
    public static string Moment(this Texts l, DateTime utc) =>
        $"{l.DayWithWeekday(utc)} {Local(utc).ToString("HH:mm", CultureInfo.InvariantCulture)}";

    /// <summary>3 月 5 日, without the year.</summary>
    public static string ShortDay(this Texts l, DateTime utc) => l.IsEnglish
        ? Local(utc).ToString("d MMM", CultureInfo.InvariantCulture)
        : $"{Local(utc).Month} 月 {Local(utc).Day} 日";

    /// <summary>"3 天前", "还有 2 天": a distance from now, for use with the exact time behind it.</summary>
    public static string Distance(this Texts l, DateTime utc, DateTime now)
    {
        var past = utc <= now;
        var span = past ? now - utc : utc - now;
        var amount = span switch
        {
            { TotalMinutes: < 60 } => l["{0} 分钟", Math.Max(1, (int)span.TotalMinutes)],
            { TotalHours: < 24 } => l["{0} 小时", (int)span.TotalHours],
            _ => l["{0} 天", (int)span.TotalDays],
        };
        return past ? l["{0}前", amount] : l["还有 {0}", amount];
    }
}
