using System.Security.Cryptography;
using System.Text;
using Matchmaking.Search.Embedding;

namespace Matchmaking.Benchmarks.Relevance;

/// <summary>Embeddings of the collections, kept between runs: they take minutes.</summary>
internal sealed class CachedEmbeddings(SemanticModel model)
{
    private readonly string _folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "matchmaking-embeddings", model.Fingerprint + "-" + Projection.Dimensions)).FullName;

    /// <returns>Null where the model does not know the text's language.</returns>
    public TextEmbedding? Of(string text)
    {
        var file = Path.Combine(_folder, Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..32]);
        if (!File.Exists(file))
        {
            File.WriteAllBytes(file, model.Embed(text)?.ToBytes() ?? []);
        }

        var bytes = File.ReadAllBytes(file);
        return bytes.Length == 0 ? null : TextEmbedding.FromBytes(bytes);
    }
}
