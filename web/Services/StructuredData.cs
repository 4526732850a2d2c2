using Matchmaking.Contracts.Achievements;
using Matchmaking.Contracts.Experts;
using Matchmaking.Contracts.Needs;

namespace Matchmaking.Web.Services;

/// <summary>schema.org data for search engines, of fields open to the public (L0) only, whoever reads the page.</summary>
public static class StructuredData
{
    public static IReadOnlyDictionary<string, object?> Of(object content)
    {
        var data = new Dictionary<string, object?> { ["@context"] = "https://schema.org" };
        switch (content)
        {
            case NeedContent need:
                data["@type"] = "Demand";
                data["name"] = need.Title;
                data["category"] = Field(need.Field);
                data["keywords"] = need.Keywords;
                break;
            case AchievementContent achievement:
                data["@type"] = "CreativeWork";
                data["name"] = achievement.Title;
                data["description"] = achievement.Summary;
                data["genre"] = Field(achievement.Field);
                data["keywords"] = achievement.Keywords;
                break;
            case ExpertContent expert:
                data["@type"] = "Person";
                data["jobTitle"] = expert.Title;
                data["description"] = expert.Profile;
                data["knowsAbout"] = expert.Keywords;
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(content));
        }

        return data;
    }

    private static string? Field(string? code) =>
        code is null ? null : Contracts.Codes.CodeList.Of("fields").NameOf(code, "zh-CN");
}
