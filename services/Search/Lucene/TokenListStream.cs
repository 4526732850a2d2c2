using Lucene.Net.Analysis;
using Lucene.Net.Analysis.TokenAttributes;
using Token = Matchmaking.Search.Analysis.Token;

namespace Matchmaking.Search.Lucene;

/// <summary>Gives tokens that are analysed already to Lucene.</summary>
internal sealed class TokenListStream : TokenStream
{
    private readonly ICharTermAttribute _term;
    private readonly List<Token> _tokens;
    private int _next;

    public TokenListStream(List<Token> tokens)
    {
        _term = AddAttribute<ICharTermAttribute>();
        _tokens = tokens;
    }

    public override bool IncrementToken()
    {
        if (_next == _tokens.Count)
        {
            return false;
        }

        ClearAttributes();
        _term.SetEmpty().Append(_tokens[_next++].Text);
        return true;
    }

    public override void Reset()
    {
        base.Reset();
        _next = 0;
    }
}
