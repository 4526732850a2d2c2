using System.IO.Compression;
using System.Net;
using System.Text;
using Matchmaking.Contracts.Identity;

namespace Matchmaking.Benchmarks.Abuse;

/// <summary>One way to make the host work: what is sent, by how many at once.</summary>
/// <param name="Name">As in the issue that found it, such as a1.</param>
internal sealed record Case(string Name, string What, int AtOnce, Func<CancellationToken, Task<HttpStatusCode>> SendAsync);

/// <summary>The ways that were found.</summary>
internal static class Cases
{
    private const string Import = "/work/achievements/import";
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    /// <param name="people">Gives each abuser to the caller, who disposes it.</param>
    public static async Task<IReadOnlyList<Case>> PrepareAsync(Uri portal, List<Person> people)
    {
        var deep = Add(new Person(portal, "203.0.113.1"));
        var wordy = Add(new Person(portal, "203.0.113.2"));
        var office = Add(new Person(portal, "203.0.113.3"));
        var batch = Add(Person.Member(portal, "203.0.113.5", Roles.Liaison, "jhlg", OrganisationKind.University, "江海理工大学", "jhlg-shen"));
        var curious = Add(new Person(portal, "203.0.113.6"));
        await office.SignInAsync("liaison");
        var token = await office.FormTokenAsync(Import);
        var (wide, bomb, modes) = ("成果名称\t" + string.Concat(Enumerable.Repeat("领域\t", 4_000)) + "\n甲\n", Workbook(), Batch());
        var seed = 0;
        return
        [
            new("a1", "pages too deep", 8, c => deep.GetAsync("/api/search?q=轴承&page=100000&size=100", c)),
            new("a1", "the deepest page that opens", 4, c => deep.GetAsync("/api/search?q=轴承&page=100&size=100", c)),
            new("a2", "a visitor's 28 random words", 4, c => wordy.GetAsync("/api/search?q=" + Words(Interlocked.Increment(ref seed), 28), c)),
            new("a2", "a visitor's 90 random words", 2, c => wordy.GetAsync("/api/search?q=" + Words(Interlocked.Increment(ref seed), 90), c)),
            new("a3", "a pasted table of 4,001 columns, given up after a second", 2, c => GivenUpAsync(Check(token, new StringContent(wide), "text", null), c)),
            new("a4", "a workbook that unpacks to much work", 2, c => office.SendAsync(Check(token, new ByteArrayContent(bomb), "file", "a.xlsx"), c)),
            new("a5", "a checked batch of 490 times 2,900 faults", 1, c => batch.SendAsync(new(HttpMethod.Post, "/api/achievements/batch") { Content = new StringContent(modes, Encoding.UTF8, "application/json") }, c)),
            new("a6", "pages that renew the session", 2, c => office.GetAsync("/work?refresh=1", c)),
            new("a6", "health", 2, c => curious.GetAsync("/health", c)),
            new("a6", "documents of interfaces", 2, c => curious.GetAsync("/openapi/needs.json", c)),
            new("a6", "pages that are not kept", 2, c => curious.GetAsync($"/achievements?q=轴承&at={Interlocked.Increment(ref seed)}", c)),
        ];

        Person Add(Person person)
        {
            people.Add(person);
            return person;
        }

        async Task<HttpStatusCode> GivenUpAsync(HttpRequestMessage request, CancellationToken cancellation)
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            patience.CancelAfter(TimeSpan.FromSeconds(1));
            return await office.SendAsync(request, patience.Token);
        }
    }

    private static HttpRequestMessage Check(string token, HttpContent content, string field, string? file)
    {
        var form = new MultipartFormDataContent { { new StringContent("check"), "_handler" }, { new StringContent(token), "__RequestVerificationToken" } };
        if (file is null)
        {
            form.Add(content, field);
        }
        else
        {
            form.Add(content, field, file);
        }

        return new(HttpMethod.Post, Import) { Content = form };
    }

    private static string Words(int seed, int count)
    {
        var random = new Random(seed);
        return string.Join('+', Enumerable.Range(0, count).Select(_ => string.Concat(Enumerable.Range(0, 4 + random.Next(2)).Select(_ => (char)('a' + random.Next(26))))));
    }

    private static string Batch()
    {
        var wrong = string.Join(',', Enumerable.Repeat("\"x\"", 2_900));
        return $$"""{"checkOnly":true,"items":[{{string.Join(',', Enumerable.Range(0, 490).Select(i => $$"""{"title":"批量 {{i}}","modes":[{{wrong}}]}"""))}}]}""";
    }

    // Far cells in rows to and fro, in a folder that a guard by names took for another.
    private static byte[] Workbook()
    {
        const string office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add("xl/workbook.xml", $"<workbook xmlns=\"{Main}\" xmlns:r=\"{office}\"><sheets><sheet name=\"a\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>");
            Add("xl/_rels/workbook.xml.rels", $"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"{office}/worksheet\" Target=\"worksheets/sheet_/worksheets/_rels/sheet1.xml\"/></Relationships>");
            Add("xl/worksheets/sheet_/worksheets/_rels/sheet1.xml", $"<worksheet xmlns=\"{Main}\"><sheetData><row r=\"1\"><c r=\"A1\"/></row><row r=\"1000\"><c r=\"XFD1000\"/></row></sheetData></worksheet>");

            void Add(string name, string text)
            {
                using var writer = new StreamWriter(zip.CreateEntry(name).Open());
                writer.Write(text);
            }
        }

        return file.ToArray();
    }
}
