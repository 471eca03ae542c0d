using System.Buffers.Binary;
using System.Text;

namespace Linker.Loader.Tests;

/// <summary>Makes <c>ar</c> archives in memory. Names are written as given: the caller knows the dialect.</summary>
internal sealed class ArBuilder(bool thin = false)
{
    private readonly List<byte> _bytes = [.. Encoding.ASCII.GetBytes(thin ? "!<thin>\n" : "!<arch>\n")];

    internal byte[] Build() => [.. _bytes];

    /// <summary>Adds a member and gives the offset of its header.</summary>
    internal uint Add(string name, byte[] content, int? size = null, bool isHere = true)
    {
        uint offset = (uint)_bytes.Count;
        _bytes.AddRange(Encoding.ASCII.GetBytes($"{name,-16}{0,-12}{0,-6}{0,-6}{644,-8}{size ?? content.Length,-10}`\n"));
        if (isHere)
        {
            _bytes.AddRange(content);
            if (_bytes.Count % 2 != 0)
            {
                _bytes.Add((byte)'\n');
            }
        }

        return offset;
    }

    /// <summary>GNU's symbol index.</summary>
    internal static byte[] GnuIndex(bool wide, params (string Name, ulong Offset)[] symbols)
    {
        var bytes = new List<byte>();
        void Number(ulong value)
        {
            Span<byte> word = stackalloc byte[8];
            BinaryPrimitives.WriteUInt64BigEndian(word, value);
            bytes.AddRange(wide ? word : word[4..]);
        }

        Number((ulong)symbols.Length);
        foreach ((_, ulong offset) in symbols)
        {
            Number(offset);
        }

        bytes.AddRange(Encoding.ASCII.GetBytes(string.Concat(symbols.Select(s => s.Name + "\0"))));
        return [.. bytes];
    }

    /// <summary>BSD's symbol index.</summary>
    internal static byte[] BsdIndex(bool wide, params (string Name, ulong Offset)[] symbols)
    {
        var bytes = new List<byte>();
        void Number(ulong value)
        {
            Span<byte> word = stackalloc byte[8];
            BinaryPrimitives.WriteUInt64LittleEndian(word, value);
            bytes.AddRange(wide ? word : word[..4]);
        }

        Number((ulong)symbols.Length * (wide ? 16UL : 8UL));
        ulong name = 0;
        foreach ((string text, ulong offset) in symbols)
        {
            Number(name);
            Number(offset);
            name += (ulong)text.Length + 1;
        }

        Number(name);
        bytes.AddRange(Encoding.ASCII.GetBytes(string.Concat(symbols.Select(s => s.Name + "\0"))));
        return [.. bytes];
    }
}
