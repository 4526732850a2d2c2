using System.Text.Json.Nodes;

namespace Matchmaking.AllInOne.Tests;

/// <summary>Complete forms. Every text bears a word of its own, made of the mark and the field's name, to look for afterwards.</summary>
public static class Contents
{
    public static JsonObject Need(string level, string mark = "plain", params string[] competitors) => new()
    {
        ["title"] = $"高温轴承润滑脂寿命短 {mark}title",
        ["problem"] = $"高温工况下轴承润滑脂三百小时就干结，客户要求一千小时，我们换过两种基础油都没有解决。{mark}problem",
        ["keyTechnique"] = $"基础油与稠化剂的配伍 {mark}technique",
        ["expectedResult"] = $"寿命达到一千小时 {mark}result",
        ["indicators"] = new JsonArray(new JsonObject
        {
            ["name"] = $"高温寿命{mark}indicator", ["current"] = "300", ["target"] = "1000", ["unit"] = "h", ["testMethod"] = "台架", ["mandatory"] = true,
        }),
        ["foundation"] = $"有台架两套 {mark}foundation",
        ["attempts"] = $"换过基础油 {mark}attempts",
        ["keywords"] = new JsonArray("润滑脂", $"{mark}kw"),
        ["field"] = "manufacturing",
        ["industry"] = "3451",
        ["budgetWan"] = 60,
        ["payment"] = $"分三期 {mark}payment",
        ["modes"] = new JsonArray("joint"),
        ["preferredPartners"] = $"某校 {mark}preferred",
        ["minTrl"] = 5,
        ["disclosure"] = level,
        ["named"] = false,
        ["competitors"] = new JsonArray([.. competitors.Append($"{mark}competitor").Select(c => (JsonNode)c)]),
        ["noStateSecret"] = true,
        ["processData"] = $"温度曲线 {mark}process",
        ["decisionMaker"] = $"总工{mark}decider",
        ["technicalLead"] = $"主管{mark}lead",
        ["contactName"] = $"吕工{mark}contact",
        ["contactPhone"] = "13712345678",
        ["contactEmail"] = $"{mark}mail@example.com",
    };

    public static JsonObject Achievement(string level, string mark = "plain") => new()
    {
        ["title"] = $"长寿命高温轴承润滑脂 {mark}title",
        ["summary"] = $"以聚脲稠化剂配合烷基萘基础油，轴承高温寿命台架达到一千二百小时，润滑脂不干结。{mark}summary",
        ["innovation"] = $"聚脲稠化剂 {mark}innovation",
        ["indicators"] = $"高温寿命一千二百小时 {mark}indicators",
        ["keywords"] = new JsonArray("润滑脂", $"{mark}kw"),
        ["field"] = "manufacturing",
        ["trl"] = 7,
        ["modes"] = new JsonArray("license"),
        ["ipSummary"] = "发明专利一件",
        ["authors"] = new JsonArray($"完成人{mark}author"),
        ["ownerAuthorised"] = true,
        ["noStateSecret"] = true,
        ["disclosure"] = level,
        ["confidential"] = $"配方 {mark}confidential",
        ["contactName"] = $"申老师{mark}contact",
        ["contactPhone"] = "13887654321",
        ["contactEmail"] = $"{mark}mail@example.com",
    };

    public static JsonObject Expert(string level, string mark = "plain") => new()
    {
        ["name"] = $"柳青{mark}name",
        ["title"] = "教授",
        ["discipline"] = "机械设计及理论",
        ["field"] = "manufacturing",
        ["profile"] = $"长期研究高温轴承润滑脂的寿命与失效。{mark}profile",
        ["strengths"] = $"润滑脂干结 {mark}strengths",
        ["keywords"] = new JsonArray("润滑脂", $"{mark}kw"),
        ["services"] = new JsonArray("diagnosis"),
        ["sex"] = "male",
        ["birthYear"] = 1961,
        ["fee"] = $"每天面议 {mark}fee",
        ["conflicts"] = new JsonArray($"{mark}conflict"),
        ["disclosure"] = level,
        ["consent"] = true,
        ["phone"] = "13998765432",
        ["email"] = $"{mark}mail@example.com",
        ["weChat"] = $"{mark}wechat",
    };
}
