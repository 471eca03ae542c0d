namespace Linker.Relocs;

/// <summary>
/// Every way a place can depend on a symbol. One member, one row of <see cref="RelocTable"/>; the formats' own numbers are maps to these.
/// </summary>
/// <remarks>
/// The letters, once:
/// <list type="bullet">
/// <item><description><em>S</em>: address of the symbol, or of its stub where the kind allows one.</description></item>
/// <item><description><em>A</em>: addend, with any PC bias folded in.</description></item>
/// <item><description><em>P</em>: address of the place.</description></item>
/// <item><description><em>G</em>: address of the symbol's GOT slot (an address in this house, though the psABI's G is an offset).</description></item>
/// <item><description><em>GOT</em>: address of the table of slots.</description></item>
/// <item><description><em>GTLSIDX</em>, <em>GLDM</em>, <em>GTPREL</em>, <em>GTLSDESC</em>: address of the slots with a TLS index, with the image's own TLS module, with an offset from the thread pointer, with a TLS descriptor.</description></item>
/// <item><description><em>DTP</em>: start of the symbol's TLS block.</description></item>
/// <item><description><em>TP</em>: thread pointer.</description></item>
/// <item><description><em>Z</em>: size of the symbol.</description></item>
/// <item><description><em>X</em>: the result, before bits are selected.</description></item>
/// </list>
/// </remarks>
public enum RelocKind : ushort
{
    /// <summary>A type that this linker does not apply; the graph keeps the format's own number, and linking it is refused by name.</summary>
    Refused,

    /// <summary>A marker that changes no bytes.</summary>
    /// <remarks>
    /// <code>
    /// no field
    /// </code>
    /// <para>ELF <c>R_X86_64_NONE</c>, <c>R_X86_64_TLSDESC_CALL</c>, <c>R_X86_64_GNU_VTINHERIT</c>, <c>R_X86_64_GNU_VTENTRY</c>.</para>
    /// <para>x86-64 psABI §4.4.1.</para>
    /// </remarks>
    None,

    /// <summary>The address of the symbol in one byte.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A
    /// word8 ← X, −2^7 ≤ X &lt; 2^8
    /// </code>
    /// <para>ELF <c>R_X86_64_8</c>.</para>
    /// <para>x86-64 psABI §4.4.1.</para>
    /// </remarks>
    Abs8,

    /// <summary>The address of the symbol in two bytes.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A
    /// word16 ← X, −2^15 ≤ X &lt; 2^16
    /// </code>
    /// <para>ELF <c>R_X86_64_16</c>.</para>
    /// <para>x86-64 psABI §4.4.1.</para>
    /// </remarks>
    Abs16,

    /// <summary>The address of the symbol in four bytes that the instruction zero-extends.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A
    /// word32 ← X, 0 ≤ X &lt; 2^32
    /// </code>
    /// <para>ELF <c>R_X86_64_32</c>.</para>
    /// <para>x86-64 psABI §4.4.1.</para>
    /// </remarks>
    AbsU32,

    /// <summary>The address of the symbol in four bytes that the instruction sign-extends.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A
    /// word32 ← X, −2^31 ≤ X &lt; 2^31
    /// </code>
    /// <para>ELF <c>R_X86_64_32S</c>.</para>
    /// <para>x86-64 psABI §4.4.1.</para>
    /// </remarks>
    AbsS32,

    /// <summary>The address of the symbol.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A
    /// word64 ← X
    /// </code>
    /// <para>ELF <c>R_X86_64_64</c>.</para>
    /// <para>x86-64 psABI §4.4.1.</para>
    /// </remarks>
    Abs64,

    /// <summary>The distance from the place to the symbol in one byte.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A − P
    /// word8 ← X, −2^7 ≤ X &lt; 2^7
    /// </code>
    /// <para>ELF <c>R_X86_64_PC8</c>.</para>
    /// <para>x86-64 psABI §4.4.1.</para>
    /// </remarks>
    Pc8,

    /// <summary>The distance from the place to the symbol in two bytes.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A − P
    /// word16 ← X, −2^15 ≤ X &lt; 2^15
    /// </code>
    /// <para>ELF <c>R_X86_64_PC16</c>.</para>
    /// <para>x86-64 psABI §4.4.1.</para>
    /// </remarks>
    Pc16,

    /// <summary>The distance from the place to the symbol in four bytes.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A − P
    /// word32 ← X, −2^31 ≤ X &lt; 2^31
    /// </code>
    /// <para>ELF <c>R_X86_64_PC32</c>, <c>R_X86_64_PC32_BND</c>.</para>
    /// <para>x86-64 psABI §4.4.1.</para>
    /// </remarks>
    Pc32,

    /// <summary>The distance from the place to the symbol.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A − P
    /// word64 ← X
    /// </code>
    /// <para>ELF <c>R_X86_64_PC64</c>.</para>
    /// <para>x86-64 psABI §4.4.1.</para>
    /// </remarks>
    Pc64,

    /// <summary>The distance from the place to a function, or to its stub when the function is out of reach.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A − P
    /// word32 ← X, −2^31 ≤ X &lt; 2^31
    /// </code>
    /// <para>ELF <c>R_X86_64_PLT32</c>, <c>R_X86_64_PLT32_BND</c> (the psABI writes L, the address of the PLT entry).</para>
    /// <para>x86-64 psABI §4.4.1.</para>
    /// </remarks>
    Branch32,

    /// <summary>The distance from the place to the slot that holds the address of the symbol.</summary>
    /// <remarks>
    /// <code>
    /// X = G + A − P
    /// word32 ← X, −2^31 ≤ X &lt; 2^31
    /// </code>
    /// <para>ELF <c>R_X86_64_GOTPCREL</c>, <c>R_X86_64_GOTPCRELX</c>, <c>R_X86_64_REX_GOTPCRELX</c>, <c>R_X86_64_CODE_4_GOTPCRELX</c>, <c>R_X86_64_CODE_5_GOTPCRELX</c>, <c>R_X86_64_CODE_6_GOTPCRELX</c> (the psABI writes G + GOT, its G being an offset).</para>
    /// <para>x86-64 psABI §4.4.1.</para>
    /// </remarks>
    GotPc32,

    /// <summary>The distance from the place to the slot that holds the address of the symbol, unlimited.</summary>
    /// <remarks>
    /// <code>
    /// X = G + A − P
    /// word64 ← X
    /// </code>
    /// <para>ELF <c>R_X86_64_GOTPCREL64</c>.</para>
    /// <para>x86-64 psABI §4.4.1.</para>
    /// </remarks>
    GotPc64,

    /// <summary>The offset of the symbol's slot in the table of slots, in four bytes.</summary>
    /// <remarks>
    /// <code>
    /// X = G + A − GOT
    /// word32 ← X, −2^31 ≤ X &lt; 2^31
    /// </code>
    /// <para>ELF <c>R_X86_64_GOT32</c>.</para>
    /// <para>x86-64 psABI §4.4.1.</para>
    /// </remarks>
    Got32,

    /// <summary>The offset of the symbol's slot in the table of slots.</summary>
    /// <remarks>
    /// <code>
    /// X = G + A − GOT
    /// word64 ← X
    /// </code>
    /// <para>ELF <c>R_X86_64_GOT64</c>, <c>R_X86_64_GOTPLT64</c>.</para>
    /// <para>x86-64 psABI §4.4.1, §4.4.2.</para>
    /// </remarks>
    Got64,

    /// <summary>The distance from the place to the table of slots, in four bytes.</summary>
    /// <remarks>
    /// <code>
    /// X = GOT + A − P
    /// word32 ← X, −2^31 ≤ X &lt; 2^31
    /// </code>
    /// <para>ELF <c>R_X86_64_GOTPC32</c>.</para>
    /// <para>x86-64 psABI §4.4.1.</para>
    /// </remarks>
    GotBasePc32,

    /// <summary>The distance from the place to the table of slots.</summary>
    /// <remarks>
    /// <code>
    /// X = GOT + A − P
    /// word64 ← X
    /// </code>
    /// <para>ELF <c>R_X86_64_GOTPC64</c>.</para>
    /// <para>x86-64 psABI §4.4.1.</para>
    /// </remarks>
    GotBasePc64,

    /// <summary>The distance from the table of slots to the symbol.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A − GOT
    /// word64 ← X
    /// </code>
    /// <para>ELF <c>R_X86_64_GOTOFF64</c>.</para>
    /// <para>x86-64 psABI §4.4.1.</para>
    /// </remarks>
    GotRel64,

    /// <summary>The distance from the table of slots to a function.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A − GOT
    /// word64 ← X
    /// </code>
    /// <para>ELF <c>R_X86_64_PLTOFF64</c> (the psABI writes L, the address of the PLT entry; a field this wide reaches the function itself).</para>
    /// <para>x86-64 psABI §4.4.2.</para>
    /// </remarks>
    BranchGotRel64,

    /// <summary>The size of the symbol in four bytes.</summary>
    /// <remarks>
    /// <code>
    /// X = Z + A
    /// word32 ← X, −2^31 ≤ X &lt; 2^32
    /// </code>
    /// <para>ELF <c>R_X86_64_SIZE32</c>.</para>
    /// <para>x86-64 psABI §4.4.1.</para>
    /// </remarks>
    Size32,

    /// <summary>The size of the symbol.</summary>
    /// <remarks>
    /// <code>
    /// X = Z + A
    /// word64 ← X
    /// </code>
    /// <para>ELF <c>R_X86_64_SIZE64</c>.</para>
    /// <para>x86-64 psABI §4.4.1.</para>
    /// </remarks>
    Size64,

    /// <summary>The distance from the place to the two slots that <c>__tls_get_addr</c> takes for the symbol: general dynamic.</summary>
    /// <remarks>
    /// <code>
    /// X = GTLSIDX + A − P
    /// word32 ← X, −2^31 ≤ X &lt; 2^31
    /// </code>
    /// <para>ELF <c>R_X86_64_TLSGD</c>.</para>
    /// <para>x86-64 psABI §4.4.1; ELF Handling For Thread-Local Storage §4.1.6.</para>
    /// </remarks>
    TlsIndexPc32,

    /// <summary>The distance from the place to the two slots that <c>__tls_get_addr</c> takes for this image's block: local dynamic.</summary>
    /// <remarks>
    /// <code>
    /// X = GLDM + A − P
    /// word32 ← X, −2^31 ≤ X &lt; 2^31
    /// </code>
    /// <para>ELF <c>R_X86_64_TLSLD</c>.</para>
    /// <para>x86-64 psABI §4.4.1; ELF Handling For Thread-Local Storage §4.2.6.</para>
    /// </remarks>
    TlsModulePc32,

    /// <summary>The distance from the place to the slot that holds the symbol's offset from the thread pointer: initial exec.</summary>
    /// <remarks>
    /// <code>
    /// X = GTPREL + A − P
    /// word32 ← X, −2^31 ≤ X &lt; 2^31
    /// </code>
    /// <para>ELF <c>R_X86_64_GOTTPOFF</c>, <c>R_X86_64_CODE_4_GOTTPOFF</c>, <c>R_X86_64_CODE_5_GOTTPOFF</c>, <c>R_X86_64_CODE_6_GOTTPOFF</c>.</para>
    /// <para>x86-64 psABI §4.4.1; ELF Handling For Thread-Local Storage §4.3.6.</para>
    /// </remarks>
    TlsOffsetPc32,

    /// <summary>The distance from the place to the symbol's TLS descriptor.</summary>
    /// <remarks>
    /// <code>
    /// X = GTLSDESC + A − P
    /// word32 ← X, −2^31 ≤ X &lt; 2^31
    /// </code>
    /// <para>ELF <c>R_X86_64_GOTPC32_TLSDESC</c>, <c>R_X86_64_CODE_4_GOTPC32_TLSDESC</c>, <c>R_X86_64_CODE_5_GOTPC32_TLSDESC</c>, <c>R_X86_64_CODE_6_GOTPC32_TLSDESC</c>.</para>
    /// <para>x86-64 psABI §4.4.1; Thread-Local Storage Descriptors for IA32 and AMD64/EM64T.</para>
    /// </remarks>
    TlsDescriptorPc32,

    /// <summary>The offset of the symbol in its TLS block, in four bytes.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A − DTP
    /// word32 ← X, −2^31 ≤ X &lt; 2^31
    /// </code>
    /// <para>ELF <c>R_X86_64_DTPOFF32</c>.</para>
    /// <para>x86-64 psABI §4.4.1; ELF Handling For Thread-Local Storage §4.2.6.</para>
    /// </remarks>
    DtpRel32,

    /// <summary>The offset of the symbol in its TLS block.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A − DTP
    /// word64 ← X
    /// </code>
    /// <para>ELF <c>R_X86_64_DTPOFF64</c>.</para>
    /// <para>x86-64 psABI §4.4.1.</para>
    /// </remarks>
    DtpRel64,

    /// <summary>The offset of the symbol from the thread pointer, in four bytes: local exec.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A − TP
    /// word32 ← X, −2^31 ≤ X &lt; 2^31
    /// </code>
    /// <para>ELF <c>R_X86_64_TPOFF32</c>.</para>
    /// <para>x86-64 psABI §4.4.1; ELF Handling For Thread-Local Storage §4.4.6.</para>
    /// </remarks>
    TpRel32,

    /// <summary>The offset of the symbol from the thread pointer.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A − TP
    /// word64 ← X
    /// </code>
    /// <para>ELF <c>R_X86_64_TPOFF64</c>.</para>
    /// <para>x86-64 psABI §4.4.1.</para>
    /// </remarks>
    TpRel64,
}
