using System.Buffers.Binary;
using System.Text;
using Linker.Loader;

namespace Linker.Engine.Tests;

/// <summary>Writes GNU archives with a symbol index.</summary>
internal sealed class ArchiveWriter
{
    private readonly List<(string Name, byte[] Content, string[] Symbols)> _members = [];

    internal ArchiveWriter Add(string name, byte[] content, params string[] symbols)
    {
        _members.Add((name, content, symbols));
        return this;
    }

    internal Archive Read(string fileName = "written.a") => ArchiveReader.Read(Build(), fileName);

    private byte[] Build()
    {
        byte[] names = Encoding.ASCII.GetBytes(string.Concat(_members.SelectMany(m => m.Symbols).Select(s => s + "\0")));
        int count = _members.Sum(m => m.Symbols.Length);
        var index = new byte[4 + (count * 4) + names.Length];
        names.CopyTo(index, 4 + (count * 4));
        BinaryPrimitives.WriteInt32BigEndian(index, count);
        int offset = 8 + 60 + index.Length + (index.Length & 1);
        int entry = 0;
        foreach ((_, byte[] content, string[] symbols) in _members)
        {
            foreach (string _ in symbols)
            {
                BinaryPrimitives.WriteInt32BigEndian(index.AsSpan(4 + (4 * entry++)), offset);
            }

            offset += 60 + content.Length + (content.Length & 1);
        }

        using var file = new MemoryStream();
        file.Write("!<arch>\n"u8);
        Append(file, "/", index);
        foreach ((string name, byte[] content, _) in _members)
        {
            Append(file, name + "/", content);
        }

        return file.ToArray();
    }

    private static void Append(MemoryStream file, string name, byte[] content)
    {
        file.Write(Encoding.ASCII.GetBytes($"{name,-16}{0,-12}{0,-6}{0,-6}{644,-8}{content.Length,-10}`\n"));
        file.Write(content);
        if ((content.Length & 1) != 0)
        {
            file.WriteByte((byte)'\n');
        }
    }
}
