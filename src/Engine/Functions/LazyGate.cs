using Linker.Engine.Host;
using Linker.MemoryManager;
using Linker.Relocs;

namespace Linker.Engine;

/// <summary>
/// The native code that a function's first call goes through: it keeps the arguments of a call that it knows nothing of, whatever registers they are in, asks where the function is, and goes there as if it
/// had never been. Its sources are <c>Host/Glue/lazy-*.s</c>.
/// </summary>
internal static unsafe class LazyGate
{
    // Threads may be on their way through it when every linker is gone, so this one image is kept for the life of the process, and its call frames are registered once.
    private static readonly Lazy<LoadedImage> Image = new(Link);
    private static readonly Lazy<nint> Best = new(() => OfLevel(BestLevel));

    private static readonly StubFixup[] X64Fixups = [new(7, RelocKind.Pc32, -4)];
    private static readonly StubFixup[] Arm64Fixups = [new(4, RelocKind.A64Page21, 0), new(8, RelocKind.A64Add12, 0)];

    /// <summary>The gate that keeps all that this processor has.</summary>
    internal static nint Address => Best.Value;

    /// <summary>The greatest of the levels that this processor has: 0 is what every processor of its sort has, each further one knows larger vector registers.</summary>
    internal static int BestLevel => ((delegate* unmanaged<int>)Image.Value.GetAddress("linker_lazy_level"))();

    /// <summary>The gate that keeps what processors of a level have.</summary>
    internal static nint OfLevel(int level) => Image.Value.GetAddress($"linker_lazy_gate_{level}");

    /// <summary>
    /// The code that stands for a function: it puts the address of the function's record into a register that no caller and no callee expects anything of (r11; x16), and jumps to the gate, which the record
    /// begins with. The landing pad is as in other stubs. x86-64 psABI §3.2.1; AAPCS64 §6.1.1.
    /// </summary>
    internal static ReadOnlySpan<byte> EntryCodeFor(Machine machine) => machine == Machine.X64
        ?
        [
            0xF3, 0x0F, 0x1E, 0xFA,                   // endbr64
            0x4C, 0x8D, 0x1D, 0x00, 0x00, 0x00, 0x00, // lea  record(%rip), %r11
            0x41, 0xFF, 0x23,                         // jmp  *(%r11)
            0x66, 0x90,                               // nop
        ]
        :
        [
            0x5F, 0x24, 0x03, 0xD5, // bti  c
            0x10, 0x00, 0x00, 0x90, // adrp x16, record
            0x10, 0x02, 0x00, 0x91, // add  x16, x16, #:lo12:record
            0x11, 0x02, 0x40, 0xF9, // ldr  x17, [x16]
            0x20, 0x02, 0x1F, 0xD6, // br   x17
            0x1F, 0x20, 0x03, 0xD5, // nop
            0x1F, 0x20, 0x03, 0xD5, // nop
            0x1F, 0x20, 0x03, 0xD5, // nop
        ];

    /// <summary>The fixups of <see cref="EntryCodeFor"/>.</summary>
    internal static ReadOnlySpan<StubFixup> EntryFixupsFor(Machine machine) => machine == Machine.X64 ? X64Fixups : Arm64Fixups;

    private static LoadedImage Link()
    {
        var memory = new InProcessMemoryManager(new InProcessMemoryOptions { Mode = WriteMode.WriteThenExecute, ArenaSize = 1 << 20 });
        var linker = new RuntimeLinker(new LinkerOptions { Memory = memory });
        return linker.Link(new LinkRequest { Name = "gate of lazy functions" }, HostGlue.LazyGate);
    }
}
