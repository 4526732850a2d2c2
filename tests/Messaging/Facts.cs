using Matchmaking.Contracts.Identity;

namespace Matchmaking.Messaging.Tests;

internal static class Facts
{
    private static readonly DateTime At = new(2026, 3, 1, 8, 0, 0, DateTimeKind.Utc);

    public static OrganisationChanged Organisation(Guid? id = null, long version = 1) => new(
        id ?? Guid.NewGuid(), version, At,
        new OrganisationSnapshot("Suzhou Precision Ltd", "Precision", default, default, null, "C34", "Weitang", "small", true, false));

    public static AccountChanged Account(Guid? id = null, long version = 1) => new(
        id ?? Guid.NewGuid(), version, At, new AccountSnapshot("Li Wei", "li@example.org", null, ["owner"], true, "zh-CN"));
}
