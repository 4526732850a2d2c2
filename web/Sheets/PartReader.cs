using System.IO.Compression;
using System.Xml;

namespace Matchmaking.Web.Sheets;

/// <summary>
/// Reads a part of a workbook node by node, with a bound on all that a parser would hold for it: its size, the size of a
/// single node, the depth, and document types are no part of it.
/// </summary>
internal sealed class PartReader : IDisposable
{
    // Nothing that a spreadsheet writes comes near; an element of a million attributes would take all the memory at once.
    private const int MostBytesOfNode = 1024 * 1024;
    private const int MostDepth = 32;

    private readonly Counted _bytes;
    private readonly CancellationToken _cancellation;

    /// <param name="most">Bytes of it at most, unpacked.</param>
    public PartReader(ZipArchiveEntry entry, long most, CancellationToken cancellation)
    {
        _bytes = new Counted(entry.Open(), most);
        _cancellation = cancellation;
        Xml = XmlReader.Create(_bytes, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true, IgnoreProcessingInstructions = true });
    }

    /// <summary>Where it stands; only <see cref="Read"/> moves it on.</summary>
    public XmlReader Xml { get; }

    /// <summary>Bytes read so far.</summary>
    public long Bytes => _bytes.All;

    /// <summary>Goes to the next node.</summary>
    /// <exception cref="SheetException">It is too large.</exception>
    /// <exception cref="XmlException">It is no XML.</exception>
    /// <exception cref="OperationCanceledException">Nobody waits for it any more.</exception>
    public bool Read()
    {
        _cancellation.ThrowIfCancellationRequested();
        _bytes.AllowedNow = MostBytesOfNode;
        return Xml.Read() && (Xml.Depth <= MostDepth ? true : throw new XmlException("Nested too deep"));
    }

    /// <summary>Whether it stands at the start of this element, whatever namespace it is in.</summary>
    public bool IsAt(string name) => Xml.NodeType == XmlNodeType.Element && Xml.LocalName == name;

    public void Dispose()
    {
        Xml.Dispose();
        _bytes.Dispose();
    }

    private sealed class Counted(Stream inner, long most) : Stream
    {
        public long All { get; private set; }

        public int AllowedNow { get; set; } = MostBytesOfNode;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => All;
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            var read = inner.Read(buffer);
            All += read;
            AllowedNow -= read;
            return All <= most && AllowedNow >= 0 ? read : throw SheetLimits.TooLarge();
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                inner.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
