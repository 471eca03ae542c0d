using Linker.Bench.Inputs;
using Linker.Bench.Native;
using Linker.Loader;

namespace Linker.Bench.Contenders;

/// <summary>The floor: the content of the loaded sections is copied to where it could be used, and nothing else happens to it.</summary>
internal sealed unsafe class Copying : IContender
{
    private const ulong PageSize = 4096;

    private readonly Piece[] _pieces;
    private readonly bool _isMapping;
    private readonly ulong _codeSize;
    private readonly ulong _constantsSize;
    private readonly ulong _size;
    private readonly byte* _mapped;

    /// <param name="input">What is copied.</param>
    /// <param name="isMapping">Whether each round also takes the memory from the system, protects it and gives it back.</param>
    internal Copying(Input input, bool isMapping)
    {
        _isMapping = isMapping;
        var pieces = new List<Piece>();
        _codeSize = Place(input, pieces, 0, flags => (flags & SectionFlags.Execute) != 0);
        _constantsSize = Place(input, pieces, _codeSize, flags => (flags & (SectionFlags.Execute | SectionFlags.Write)) == 0) - _codeSize;
        _size = Place(input, pieces, _codeSize + _constantsSize, flags => (flags & SectionFlags.Execute) == 0 && (flags & SectionFlags.Write) != 0);
        _pieces = [.. pieces];
        _mapped = isMapping ? null : (byte*)Libc.Map((nuint)_size);
    }

    /// <inheritdoc/>
    public string Name => _isMapping ? "memcpy, mmap, 2 mprotect, munmap" : "memcpy";

    /// <inheritdoc/>
    public void Round()
    {
        if (!_isMapping)
        {
            Copy(_mapped);
            return;
        }

        nint mapped = Libc.Map((nuint)_size);
        Copy((byte*)mapped);
        Libc.Protect(mapped, (nuint)Math.Max(_codeSize, PageSize), Protection.Read | Protection.Execute);
        Libc.Protect(mapped + (nint)_codeSize, (nuint)Math.Max(_constantsSize, PageSize), Protection.Read);
        Libc.Unmap(mapped, (nuint)_size);
    }

    /// <inheritdoc/>
    public void Check() => Round();

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_isMapping)
        {
            Libc.Unmap((nint)_mapped, (nuint)_size);
        }
    }

    private void Copy(byte* target)
    {
        foreach (ref readonly Piece piece in _pieces.AsSpan())
        {
            Buffer.MemoryCopy(piece.Source, target + piece.Offset, piece.Size, piece.Size);
        }
    }

    // One access after the other, each on pages of its own; at least one page, so that every call to the system has something to change.
    private static ulong Place(Input input, List<Piece> pieces, ulong start, Func<SectionFlags, bool> belongs)
    {
        ulong end = start;
        foreach (ObjectBytes o in input.Objects)
        {
            LinkGraph graph = ObjectReader.Read(o.Memory, o.Name);
            foreach (ref readonly Section section in graph.Sections)
            {
                if (section.IsLoaded && belongs(section.Flags))
                {
                    end = (end + section.Alignment - 1) & ~(section.Alignment - 1);
                    if (section.Content.Size != 0)
                    {
                        pieces.Add(new Piece(o.Address + section.Content.Offset, end, section.Content.Size));
                    }

                    end += section.Size;
                }
            }
        }

        return (Math.Max(end, start + 1) + PageSize - 1) & ~(PageSize - 1);
    }

    private readonly struct Piece(byte* source, ulong offset, ulong size)
    {
        internal readonly byte* Source = source;
        internal readonly ulong Offset = offset;
        internal readonly ulong Size = size;
    }
}
