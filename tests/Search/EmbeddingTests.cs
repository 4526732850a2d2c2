using System.Numerics.Tensors;
using Matchmaking.Contracts;
using Matchmaking.Search.Embedding;
using Matchmaking.Search.Index;
using Matchmaking.Search.Lexicon;
using Matchmaking.Testing;

namespace Matchmaking.Search.Tests;

public sealed class EmbeddingTests
{
    private static readonly Lazy<SentenceEncoder> Encoder = new(() => SentenceEncoder.Open(TestSettings.Model, 1));
    private static readonly Lazy<SemanticModel> Model = new(() => new SemanticModel(Encoder.Value, TermLexicon.Load()));

    [Fact]
    public void Texts_that_mean_alike_lie_nearer_than_others()
    {
        var model = Model.Value;
        var asked = model.EmbedAsker("轴承进水生锈，转起来嗡嗡响")!.Sentence;
        Assert.True(Cosine(asked, model.Embed("滚动轴承密封失效与腐蚀引起的异常噪声")!) > Cosine(asked, model.Embed("酵母菌发酵产率的代谢调控")!) + 0.1);
    }

    [Fact]
    public void A_text_that_is_asked_for_again_is_not_embedded_again() =>
        Assert.Same(Model.Value.EmbedAsker("主轴振动超标"), Model.Value.EmbedAsker("主轴振动超标"));

    [Fact]
    public void A_text_in_a_language_that_the_model_does_not_know_has_no_vectors()
    {
        const string English = "Boundary layer transition on hypersonic vehicles with distributed roughness";
        Assert.Null(Model.Value.EmbedAsker(English));
        Assert.Null(Model.Value.Embed(English));
        Assert.NotNull(Model.Value.Embed("EPS 管柱 20CrMnTi 渗碳齿轮磨齿后 NVH 超差，表面硬度 HRC58～62，希望啮合噪声降到 55 dB 以下"));
    }

    [Fact]
    public void An_embedding_survives_its_stored_form()
    {
        var embedding = Model.Value.Embed("多唇密封结构")!;
        var read = TextEmbedding.FromBytes(embedding.ToBytes());
        Assert.Equal(512, read.Sentence.Length);
        Assert.True(embedding.Sentence.SequenceEqual(read.Sentence));
        Assert.Equal(6, read.Tokens);
        Assert.All(Enumerable.Range(0, 6), i => Assert.True(embedding.Token(i).SequenceEqual(read.Token(i))));
    }

    [Fact]
    public void A_shortened_token_keeps_its_neighbours()
    {
        var tokens = Encoder.Value.Encode("轴承密封漏油，齿轮断齿").Skip(1).ToArray();
        var stored = AskerVectors.From(Model.Value.Embed("轴承密封漏油，齿轮断齿")!).Tokens;
        for (var i = 0; i < tokens.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                Assert.True(Math.Abs(TensorPrimitives.Dot<float>(tokens[i], tokens[j]) - TensorPrimitives.Dot<float>(stored[i], stored[j])) < 0.12);
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("☃")]
    public void A_text_without_words_is_embedded_too(string text) => Assert.Equal(Model.Value.Dimensions, Model.Value.Embed(text)!.Sentence.Length);

    [Fact]
    public void A_text_beyond_the_models_length_is_cut() =>
        Assert.InRange(Model.Value.Embed(string.Concat(Enumerable.Repeat("轴承密封", 400)))!.Tokens, 400, 511);

    [Fact]
    public async Task The_service_embeds_in_the_background_and_says_so()
    {
        var folder = Directory.CreateTempSubdirectory("embedding-").FullName;
        await using (var host = await SearchHost.StartAsync(folder, "--Search:Embedding:Path", TestSettings.Model))
        {
            var seal = Documents.Achievement("多唇密封结构");
            await host.TakeAsync(seal, Documents.Achievement("酵母菌发酵产率的代谢调控"));
            await Probe.Until(async () => (await host.StateAsync()).Embedding is { Waiting: 0, Done: 2, PerSecond: > 0, Fault: null }, "both are embedded");
            Assert.Contains("embedding: a model is active, 0 records wait for it", (await host.GetAsync("/health")).Body, StringComparison.Ordinal);
            await host.Index.RefreshAsync(default);
            var near = await host.Index.NearestAsync(Model.Value.EmbedAsker("轴承进水漏油")!.Sentence, new IndexQuery([], Disclosure.L1, [], 0, 0), 1, default);
            Assert.Equal(seal.Id, Assert.Single(near).Id);
        }

        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void A_folder_without_a_model_is_named()
    {
        var fault = Assert.Throws<InvalidOperationException>(() => SentenceEncoder.Open(Path.GetTempPath(), 1));
        Assert.Contains("fetch-model", fault.Message, StringComparison.Ordinal);
    }

    private static float Cosine(float[] asked, TextEmbedding embedding) => TensorPrimitives.Dot<float>(asked, TextEmbedding.Restore(embedding.Sentence));
}
