namespace Linker.Relocs;

/// <summary>
/// Every way a place can depend on a symbol. One member, one row of <see cref="RelocTable"/>; the formats' own numbers are maps to these.
/// </summary>
/// <remarks>
/// The letters, once:
/// <list type="bullet">
/// <item><description><em>S</em>: address of the symbol, or of its stub where the kind allows one.</description></item>
/// <item><description><em>A</em>: addend, with any PC bias folded in; where an equation has none, one other than 0 is refused.</description></item>
/// <item><description><em>P</em>: address of the place.</description></item>
/// <item><description><em>B</em>: address of a second symbol, which is subtracted.</description></item>
/// <item><description><em>G</em>: address of the symbol's GOT slot (an address in this house, though the psABI's G is an offset).</description></item>
/// <item><description><em>GOT</em>: address of the table of slots.</description></item>
/// <item><description><em>GTLSIDX</em>, <em>GLDM</em>, <em>GTPREL</em>, <em>GTLSDESC</em>: address of the slots with a TLS index, with the image's own TLS module, with an offset from the thread pointer, with a TLS descriptor.</description></item>
/// <item><description><em>DTP</em>: start of the symbol's TLS block.</description></item>
/// <item><description><em>TP</em>: thread pointer.</description></item>
/// <item><description><em>IB</em>: base of the image, its lowest address.</description></item>
/// <item><description><em>SEC</em>: start of the image's section that the symbol lies in; for a thread-local symbol, of the template of a thread's block.</description></item>
/// <item><description><em>N</em>: number of that section, from 1.</description></item>
/// <item><description><em>Z</em>: size of the symbol.</description></item>
/// <item><description><em>X</em>: the result, before bits are selected; X[h:l] are its bits h to l, both included.</description></item>
/// <item><description><em>Page(x)</em>: x with bits 11:0 cleared.</description></item>
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
    /// <para>ELF <c>R_X86_64_NONE</c>, <c>R_X86_64_TLSDESC_CALL</c>, <c>R_X86_64_GNU_VTINHERIT</c>, <c>R_X86_64_GNU_VTENTRY</c>, <c>R_AARCH64_NONE</c>, <c>R_AARCH64_TLSDESC_LDR</c>, <c>R_AARCH64_TLSDESC_ADD</c>, <c>R_AARCH64_TLSDESC_CALL</c>.</para>
    /// <para>COFF <c>IMAGE_REL_AMD64_ABSOLUTE</c>, <c>IMAGE_REL_ARM64_ABSOLUTE</c>.</para>
    /// <para>x86-64 psABI §4.4.1; AAELF64 §5.7.4, §5.7.11.5.</para>
    /// </remarks>
    None,

    /// <summary>The address of the symbol in one byte.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A
    /// word8 ← X, −2^7 ≤ X &lt; 2^8
    /// </code>
    /// <para>ELF <c>R_X86_64_8</c>.</para>
    /// <para>Mach-O <c>X86_64_RELOC_UNSIGNED</c>, <c>ARM64_RELOC_UNSIGNED</c> of one byte.</para>
    /// <para>x86-64 psABI §4.4.1.</para>
    /// </remarks>
    Abs8,

    /// <summary>The address of the symbol in two bytes.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A
    /// word16 ← X, −2^15 ≤ X &lt; 2^16
    /// </code>
    /// <para>ELF <c>R_X86_64_16</c>, <c>R_AARCH64_ABS16</c>.</para>
    /// <para>Mach-O <c>X86_64_RELOC_UNSIGNED</c>, <c>ARM64_RELOC_UNSIGNED</c> of two bytes.</para>
    /// <para>x86-64 psABI §4.4.1; AAELF64 §5.7.5.</para>
    /// </remarks>
    Abs16,

    /// <summary>The address of the symbol in four bytes that the instruction zero-extends.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A
    /// word32 ← X, 0 ≤ X &lt; 2^32
    /// </code>
    /// <para>ELF <c>R_X86_64_32</c>.</para>
    /// <para>Mach-O <c>X86_64_RELOC_UNSIGNED</c>, <c>ARM64_RELOC_UNSIGNED</c> of four bytes.</para>
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

    /// <summary>The address of the symbol in four bytes.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A
    /// word32 ← X, −2^31 ≤ X &lt; 2^32
    /// </code>
    /// <para>ELF <c>R_AARCH64_ABS32</c>.</para>
    /// <para>COFF <c>IMAGE_REL_AMD64_ADDR32</c>, <c>IMAGE_REL_ARM64_ADDR32</c>.</para>
    /// <para>AAELF64 §5.7.5.</para>
    /// </remarks>
    Abs32,

    /// <summary>The address of the symbol.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A
    /// word64 ← X
    /// </code>
    /// <para>ELF <c>R_X86_64_64</c>, <c>R_AARCH64_ABS64</c>.</para>
    /// <para>COFF <c>IMAGE_REL_AMD64_ADDR64</c>, <c>IMAGE_REL_ARM64_ADDR64</c>.</para>
    /// <para>Mach-O <c>X86_64_RELOC_UNSIGNED</c>, <c>ARM64_RELOC_UNSIGNED</c> of eight bytes.</para>
    /// <para>x86-64 psABI §4.4.1; AAELF64 §5.7.5.</para>
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
    /// <para>ELF <c>R_X86_64_PC16</c>, <c>R_AARCH64_PREL16</c>.</para>
    /// <para>x86-64 psABI §4.4.1; AAELF64 §5.7.5.</para>
    /// </remarks>
    Pc16,

    /// <summary>The distance from the place to the symbol in four bytes.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A − P
    /// word32 ← X, −2^31 ≤ X &lt; 2^31
    /// </code>
    /// <para>ELF <c>R_X86_64_PC32</c>, <c>R_X86_64_PC32_BND</c>, <c>R_AARCH64_PREL32</c>.</para>
    /// <para>COFF <c>IMAGE_REL_AMD64_REL32</c>, <c>IMAGE_REL_AMD64_REL32_1</c>, <c>IMAGE_REL_AMD64_REL32_2</c>, <c>IMAGE_REL_AMD64_REL32_3</c>, <c>IMAGE_REL_AMD64_REL32_4</c>, <c>IMAGE_REL_AMD64_REL32_5</c>, <c>IMAGE_REL_ARM64_REL32</c>.</para>
    /// <para>Mach-O <c>X86_64_RELOC_SIGNED</c>, <c>X86_64_RELOC_SIGNED_1</c>, <c>X86_64_RELOC_SIGNED_2</c>, <c>X86_64_RELOC_SIGNED_4</c>.</para>
    /// <para>x86-64 psABI §4.4.1; AAELF64 §5.7.5.</para>
    /// </remarks>
    Pc32,

    /// <summary>The distance from the place to the symbol.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A − P
    /// word64 ← X
    /// </code>
    /// <para>ELF <c>R_X86_64_PC64</c>, <c>R_AARCH64_PREL64</c>.</para>
    /// <para>x86-64 psABI §4.4.1; AAELF64 §5.7.5.</para>
    /// </remarks>
    Pc64,

    /// <summary>The distance from the place to a function, or to its stub when the function is out of reach.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A − P
    /// word32 ← X, −2^31 ≤ X &lt; 2^31
    /// </code>
    /// <para>ELF <c>R_X86_64_PLT32</c>, <c>R_X86_64_PLT32_BND</c> (the psABI writes L, the address of the PLT entry), <c>R_AARCH64_PLT32</c>.</para>
    /// <para>COFF <c>IMAGE_REL_AMD64_REL32</c> of a direct branch.</para>
    /// <para>Mach-O <c>X86_64_RELOC_BRANCH</c>.</para>
    /// <para>x86-64 psABI §4.4.1; AAELF64 §5.7.5.</para>
    /// </remarks>
    Branch32,

    /// <summary>The distance from the place to the slot that holds the address of the symbol.</summary>
    /// <remarks>
    /// <code>
    /// X = G + A − P
    /// word32 ← X, −2^31 ≤ X &lt; 2^31
    /// </code>
    /// <para>ELF <c>R_X86_64_GOTPCREL</c>, <c>R_X86_64_GOTPCRELX</c>, <c>R_X86_64_REX_GOTPCRELX</c>, <c>R_X86_64_CODE_4_GOTPCRELX</c>, <c>R_X86_64_CODE_5_GOTPCRELX</c>, <c>R_X86_64_CODE_6_GOTPCRELX</c> (the psABI writes G + GOT, its G being an offset), <c>R_AARCH64_GOTPCREL32</c>.</para>
    /// <para>Mach-O <c>X86_64_RELOC_GOT</c>, <c>X86_64_RELOC_GOT_LOAD</c>, <c>X86_64_RELOC_TLV</c>, <c>ARM64_RELOC_POINTER_TO_GOT</c>.</para>
    /// <para>x86-64 psABI §4.4.1; AAELF64 §5.7.6.</para>
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

    /// <summary>The distance from the table of slots to the symbol in four bytes.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A − GOT
    /// word32 ← X, −2^31 ≤ X &lt; 2^31
    /// </code>
    /// <para>ELF <c>R_AARCH64_GOTREL32</c>.</para>
    /// <para>AAELF64 §5.7.6.</para>
    /// </remarks>
    GotRel32,

    /// <summary>The distance from the table of slots to the symbol.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A − GOT
    /// word64 ← X
    /// </code>
    /// <para>ELF <c>R_X86_64_GOTOFF64</c>, <c>R_AARCH64_GOTREL64</c>.</para>
    /// <para>x86-64 psABI §4.4.1; AAELF64 §5.7.6.</para>
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
    /// <para>ELF <c>R_X86_64_DTPOFF64</c>, <c>R_AARCH64_TLS_DTPREL</c>.</para>
    /// <para>Mach-O <c>X86_64_RELOC_UNSIGNED</c>, <c>ARM64_RELOC_UNSIGNED</c> in a thread-local variable's descriptor.</para>
    /// <para>x86-64 psABI §4.4.1; AAELF64 §5.7.11.6.</para>
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

    /// <summary>The distance from the start of the image to the symbol.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A − IB
    /// word32 ← X, 0 ≤ X &lt; 2^32
    /// </code>
    /// <para>COFF <c>IMAGE_REL_AMD64_ADDR32NB</c>, <c>IMAGE_REL_ARM64_ADDR32NB</c>.</para>
    /// <para>PE Format §"COFF Relocations (Object Only)".</para>
    /// </remarks>
    ImageRel32,

    /// <summary>The distance from the start of the symbol's section in the image to the symbol.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A − SEC
    /// word32 ← X, 0 ≤ X &lt; 2^32
    /// </code>
    /// <para>COFF <c>IMAGE_REL_AMD64_SECREL</c>, <c>IMAGE_REL_ARM64_SECREL</c>.</para>
    /// <para>PE Format §"COFF Relocations (Object Only)".</para>
    /// </remarks>
    SecRel32,

    /// <summary>The number of the symbol's section in the image.</summary>
    /// <remarks>
    /// <code>
    /// X = N + A
    /// word16 ← X, 0 ≤ X &lt; 2^16
    /// </code>
    /// <para>COFF <c>IMAGE_REL_AMD64_SECTION</c>, <c>IMAGE_REL_ARM64_SECTION</c>.</para>
    /// <para>PE Format §"COFF Relocations (Object Only)".</para>
    /// </remarks>
    SectionNumber16,

    /// <summary>The address of the symbol's slot.</summary>
    /// <remarks>
    /// <code>
    /// X = G + A
    /// word64 ← X
    /// </code>
    /// <para>Mach-O <c>ARM64_RELOC_POINTER_TO_GOT</c> of eight bytes.</para>
    /// <para>Apple's mach-o/arm64/reloc.h.</para>
    /// </remarks>
    GotSlot64,

    /// <summary>The distance between two symbols in one byte.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A − B
    /// word8 ← X, −2^7 ≤ X &lt; 2^7
    /// </code>
    /// <para>Mach-O <c>X86_64_RELOC_SUBTRACTOR</c>, <c>ARM64_RELOC_SUBTRACTOR</c> of one byte.</para>
    /// <para>Apple's mach-o/x86_64/reloc.h, mach-o/arm64/reloc.h.</para>
    /// </remarks>
    Diff8,

    /// <summary>The distance between two symbols in two bytes.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A − B
    /// word16 ← X, −2^15 ≤ X &lt; 2^15
    /// </code>
    /// <para>Mach-O <c>X86_64_RELOC_SUBTRACTOR</c>, <c>ARM64_RELOC_SUBTRACTOR</c> of two bytes.</para>
    /// <para>Apple's mach-o/x86_64/reloc.h, mach-o/arm64/reloc.h.</para>
    /// </remarks>
    Diff16,

    /// <summary>The distance between two symbols in four bytes: tables of jumps, call frame records.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A − B
    /// word32 ← X, −2^31 ≤ X &lt; 2^31
    /// </code>
    /// <para>Mach-O <c>X86_64_RELOC_SUBTRACTOR</c>, <c>ARM64_RELOC_SUBTRACTOR</c> of four bytes.</para>
    /// <para>Apple's mach-o/x86_64/reloc.h, mach-o/arm64/reloc.h.</para>
    /// </remarks>
    Diff32,

    /// <summary>The distance between two symbols.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A − B
    /// word64 ← X
    /// </code>
    /// <para>Mach-O <c>X86_64_RELOC_SUBTRACTOR</c>, <c>ARM64_RELOC_SUBTRACTOR</c> of eight bytes.</para>
    /// <para>Apple's mach-o/x86_64/reloc.h, mach-o/arm64/reloc.h.</para>
    /// </remarks>
    Diff64,

    /// <summary>Bits 15:0 of the address of the symbol, in a <c>MOVZ</c> or <c>MOVK</c>.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A
    /// imm16 ← X[15:0], 0 ≤ X &lt; 2^16
    /// </code>
    /// <para>ELF <c>R_AARCH64_MOVW_UABS_G0</c>.</para>
    /// <para>AAELF64 §5.7.6.</para>
    /// </remarks>
    A64MovwU0,

    /// <summary>Bits 15:0 of the address of the symbol, in a <c>MOVZ</c> or <c>MOVK</c>, the bits above them in others.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A
    /// imm16 ← X[15:0]
    /// </code>
    /// <para>ELF <c>R_AARCH64_MOVW_UABS_G0_NC</c>.</para>
    /// <para>AAELF64 §5.7.6.</para>
    /// </remarks>
    A64MovwU0Nc,

    /// <summary>Bits 31:16 of the address of the symbol, in a <c>MOVZ</c> or <c>MOVK</c>.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A
    /// imm16 ← X[31:16], 0 ≤ X &lt; 2^32
    /// </code>
    /// <para>ELF <c>R_AARCH64_MOVW_UABS_G1</c>.</para>
    /// <para>AAELF64 §5.7.6.</para>
    /// </remarks>
    A64MovwU1,

    /// <summary>Bits 31:16 of the address of the symbol, in a <c>MOVZ</c> or <c>MOVK</c>, the bits above them in others.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A
    /// imm16 ← X[31:16]
    /// </code>
    /// <para>ELF <c>R_AARCH64_MOVW_UABS_G1_NC</c>.</para>
    /// <para>AAELF64 §5.7.6.</para>
    /// </remarks>
    A64MovwU1Nc,

    /// <summary>Bits 47:32 of the address of the symbol, in a <c>MOVZ</c> or <c>MOVK</c>.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A
    /// imm16 ← X[47:32], 0 ≤ X &lt; 2^48
    /// </code>
    /// <para>ELF <c>R_AARCH64_MOVW_UABS_G2</c>.</para>
    /// <para>AAELF64 §5.7.6.</para>
    /// </remarks>
    A64MovwU2,

    /// <summary>Bits 47:32 of the address of the symbol, in a <c>MOVZ</c> or <c>MOVK</c>, the bits above them in others.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A
    /// imm16 ← X[47:32]
    /// </code>
    /// <para>ELF <c>R_AARCH64_MOVW_UABS_G2_NC</c>.</para>
    /// <para>AAELF64 §5.7.6.</para>
    /// </remarks>
    A64MovwU2Nc,

    /// <summary>Bits 63:48 of the address of the symbol, in a <c>MOVZ</c> or <c>MOVK</c>.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A
    /// imm16 ← X[63:48]
    /// </code>
    /// <para>ELF <c>R_AARCH64_MOVW_UABS_G3</c>.</para>
    /// <para>AAELF64 §5.7.6.</para>
    /// </remarks>
    A64MovwU3,

    /// <summary>Bits 15:0 of the address of the symbol, taken as signed, in a <c>MOVZ</c>, or their complement in a <c>MOVN</c>.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A
    /// imm16 of MOVZ or MOVN ← X[15:0], −2^16 ≤ X &lt; 2^16
    /// </code>
    /// <para>ELF <c>R_AARCH64_MOVW_SABS_G0</c>.</para>
    /// <para>AAELF64 §5.7.6.</para>
    /// </remarks>
    A64MovwS0,

    /// <summary>Bits 31:16 of the address of the symbol, taken as signed, in a <c>MOVZ</c>, or their complement in a <c>MOVN</c>.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A
    /// imm16 of MOVZ or MOVN ← X[31:16], −2^32 ≤ X &lt; 2^32
    /// </code>
    /// <para>ELF <c>R_AARCH64_MOVW_SABS_G1</c>.</para>
    /// <para>AAELF64 §5.7.6.</para>
    /// </remarks>
    A64MovwS1,

    /// <summary>Bits 47:32 of the address of the symbol, taken as signed, in a <c>MOVZ</c>, or their complement in a <c>MOVN</c>.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A
    /// imm16 of MOVZ or MOVN ← X[47:32], −2^48 ≤ X &lt; 2^48
    /// </code>
    /// <para>ELF <c>R_AARCH64_MOVW_SABS_G2</c>.</para>
    /// <para>AAELF64 §5.7.6.</para>
    /// </remarks>
    A64MovwS2,

    /// <summary>Bits 15:0 of the distance from the place to the symbol, in a <c>MOVZ</c>, or their complement in a <c>MOVN</c>.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A − P
    /// imm16 of MOVZ or MOVN ← X[15:0], −2^16 ≤ X &lt; 2^16
    /// </code>
    /// <para>ELF <c>R_AARCH64_MOVW_PREL_G0</c>.</para>
    /// <para>AAELF64 §5.7.6.</para>
    /// </remarks>
    A64PcMovw0,

    /// <summary>Bits 15:0 of the distance from the place to the symbol, in a <c>MOVK</c>.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A − P
    /// imm16 ← X[15:0]
    /// </code>
    /// <para>ELF <c>R_AARCH64_MOVW_PREL_G0_NC</c>.</para>
    /// <para>AAELF64 §5.7.6.</para>
    /// </remarks>
    A64PcMovw0Nc,

    /// <summary>Bits 31:16 of the distance from the place to the symbol, in a <c>MOVZ</c>, or their complement in a <c>MOVN</c>.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A − P
    /// imm16 of MOVZ or MOVN ← X[31:16], −2^32 ≤ X &lt; 2^32
    /// </code>
    /// <para>ELF <c>R_AARCH64_MOVW_PREL_G1</c>.</para>
    /// <para>AAELF64 §5.7.6.</para>
    /// </remarks>
    A64PcMovw1,

    /// <summary>Bits 31:16 of the distance from the place to the symbol, in a <c>MOVK</c>.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A − P
    /// imm16 ← X[31:16]
    /// </code>
    /// <para>ELF <c>R_AARCH64_MOVW_PREL_G1_NC</c>.</para>
    /// <para>AAELF64 §5.7.6.</para>
    /// </remarks>
    A64PcMovw1Nc,

    /// <summary>Bits 47:32 of the distance from the place to the symbol, in a <c>MOVZ</c>, or their complement in a <c>MOVN</c>.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A − P
    /// imm16 of MOVZ or MOVN ← X[47:32], −2^48 ≤ X &lt; 2^48
    /// </code>
    /// <para>ELF <c>R_AARCH64_MOVW_PREL_G2</c>.</para>
    /// <para>AAELF64 §5.7.6.</para>
    /// </remarks>
    A64PcMovw2,

    /// <summary>Bits 47:32 of the distance from the place to the symbol, in a <c>MOVK</c>.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A − P
    /// imm16 ← X[47:32]
    /// </code>
    /// <para>ELF <c>R_AARCH64_MOVW_PREL_G2_NC</c>.</para>
    /// <para>AAELF64 §5.7.6.</para>
    /// </remarks>
    A64PcMovw2Nc,

    /// <summary>Bits 63:48 of the distance from the place to the symbol, in a <c>MOVZ</c>, or their complement in a <c>MOVN</c>.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A − P
    /// imm16 of MOVZ or MOVN ← X[63:48]
    /// </code>
    /// <para>ELF <c>R_AARCH64_MOVW_PREL_G3</c>.</para>
    /// <para>AAELF64 §5.7.6.</para>
    /// </remarks>
    A64PcMovw3,

    /// <summary>Bits 15:0 of the offset of the symbol's slot in the table of slots, in a <c>MOVZ</c>, or their complement in a <c>MOVN</c>.</summary>
    /// <remarks>
    /// <code>
    /// X = G − GOT
    /// imm16 of MOVZ or MOVN ← X[15:0], −2^16 ≤ X &lt; 2^16
    /// </code>
    /// <para>ELF <c>R_AARCH64_MOVW_GOTOFF_G0</c>.</para>
    /// <para>AAELF64 §5.7.6.</para>
    /// </remarks>
    A64GotMovw0,

    /// <summary>Bits 15:0 of the offset of the symbol's slot in the table of slots, in a <c>MOVK</c>.</summary>
    /// <remarks>
    /// <code>
    /// X = G − GOT
    /// imm16 ← X[15:0]
    /// </code>
    /// <para>ELF <c>R_AARCH64_MOVW_GOTOFF_G0_NC</c>.</para>
    /// <para>AAELF64 §5.7.6.</para>
    /// </remarks>
    A64GotMovw0Nc,

    /// <summary>Bits 31:16 of the offset of the symbol's slot in the table of slots, in a <c>MOVZ</c>, or their complement in a <c>MOVN</c>.</summary>
    /// <remarks>
    /// <code>
    /// X = G − GOT
    /// imm16 of MOVZ or MOVN ← X[31:16], −2^32 ≤ X &lt; 2^32
    /// </code>
    /// <para>ELF <c>R_AARCH64_MOVW_GOTOFF_G1</c>.</para>
    /// <para>AAELF64 §5.7.6.</para>
    /// </remarks>
    A64GotMovw1,

    /// <summary>Bits 31:16 of the offset of the symbol's slot in the table of slots, in a <c>MOVK</c>.</summary>
    /// <remarks>
    /// <code>
    /// X = G − GOT
    /// imm16 ← X[31:16]
    /// </code>
    /// <para>ELF <c>R_AARCH64_MOVW_GOTOFF_G1_NC</c>.</para>
    /// <para>AAELF64 §5.7.6.</para>
    /// </remarks>
    A64GotMovw1Nc,

    /// <summary>Bits 47:32 of the offset of the symbol's slot in the table of slots, in a <c>MOVZ</c>, or their complement in a <c>MOVN</c>.</summary>
    /// <remarks>
    /// <code>
    /// X = G − GOT
    /// imm16 of MOVZ or MOVN ← X[47:32], −2^48 ≤ X &lt; 2^48
    /// </code>
    /// <para>ELF <c>R_AARCH64_MOVW_GOTOFF_G2</c>.</para>
    /// <para>AAELF64 §5.7.6.</para>
    /// </remarks>
    A64GotMovw2,

    /// <summary>Bits 47:32 of the offset of the symbol's slot in the table of slots, in a <c>MOVK</c>.</summary>
    /// <remarks>
    /// <code>
    /// X = G − GOT
    /// imm16 ← X[47:32]
    /// </code>
    /// <para>ELF <c>R_AARCH64_MOVW_GOTOFF_G2_NC</c>.</para>
    /// <para>AAELF64 §5.7.6.</para>
    /// </remarks>
    A64GotMovw2Nc,

    /// <summary>Bits 63:48 of the offset of the symbol's slot in the table of slots, in a <c>MOVZ</c>, or their complement in a <c>MOVN</c>.</summary>
    /// <remarks>
    /// <code>
    /// X = G − GOT
    /// imm16 of MOVZ or MOVN ← X[63:48]
    /// </code>
    /// <para>ELF <c>R_AARCH64_MOVW_GOTOFF_G3</c>.</para>
    /// <para>AAELF64 §5.7.6.</para>
    /// </remarks>
    A64GotMovw3,

    /// <summary>The distance to the symbol, in a load from a literal.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A − P
    /// imm19 ← X[20:2], X[1:0] = 0, −2^20 ≤ X &lt; 2^20
    /// </code>
    /// <para>ELF <c>R_AARCH64_LD_PREL_LO19</c>.</para>
    /// <para>AAELF64 §5.7.6.</para>
    /// </remarks>
    A64Literal19,

    /// <summary>A <c>B.cond</c>, <c>CBZ</c> or <c>CBNZ</c> to the symbol.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A − P
    /// imm19 ← X[20:2], X[1:0] = 0, −2^20 ≤ X &lt; 2^20
    /// </code>
    /// <para>ELF <c>R_AARCH64_CONDBR19</c>.</para>
    /// <para>COFF <c>IMAGE_REL_ARM64_BRANCH19</c>.</para>
    /// <para>AAELF64 §5.7.6.</para>
    /// </remarks>
    A64Branch19,

    /// <summary>A <c>TBZ</c> or <c>TBNZ</c> to the symbol.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A − P
    /// imm14 ← X[15:2], X[1:0] = 0, −2^15 ≤ X &lt; 2^15
    /// </code>
    /// <para>ELF <c>R_AARCH64_TSTBR14</c>.</para>
    /// <para>COFF <c>IMAGE_REL_ARM64_BRANCH14</c>.</para>
    /// <para>AAELF64 §5.7.6.</para>
    /// </remarks>
    A64Branch14,

    /// <summary>The distance to the symbol, in an <c>ADR</c>.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A − P
    /// immhi:immlo ← X[20:0], −2^20 ≤ X &lt; 2^20
    /// </code>
    /// <para>ELF <c>R_AARCH64_ADR_PREL_LO21</c>.</para>
    /// <para>COFF <c>IMAGE_REL_ARM64_REL21</c>.</para>
    /// <para>AAELF64 §5.7.6.</para>
    /// </remarks>
    A64Adr21,

    /// <summary>The distance from the page of the place to the page of the symbol, in an <c>ADRP</c>.</summary>
    /// <remarks>
    /// <code>
    /// X = Page(S + A) − Page(P)
    /// immhi:immlo ← X[32:12], −2^32 ≤ X &lt; 2^32
    /// </code>
    /// <para>ELF <c>R_AARCH64_ADR_PREL_PG_HI21</c>.</para>
    /// <para>COFF <c>IMAGE_REL_ARM64_PAGEBASE_REL21</c>.</para>
    /// <para>Mach-O <c>ARM64_RELOC_PAGE21</c>.</para>
    /// <para>AAELF64 §5.7.6.</para>
    /// </remarks>
    A64Page21,

    /// <summary>Bits 32:12 of the distance from the page of the place to the page of the symbol, in an <c>ADRP</c>.</summary>
    /// <remarks>
    /// <code>
    /// X = Page(S + A) − Page(P)
    /// immhi:immlo ← X[32:12]
    /// </code>
    /// <para>ELF <c>R_AARCH64_ADR_PREL_PG_HI21_NC</c>.</para>
    /// <para>AAELF64 §5.7.6.</para>
    /// </remarks>
    A64Page21Nc,

    /// <summary>The offset of the symbol in its page, in an <c>ADD</c>.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A
    /// imm12 ← X[11:0]
    /// </code>
    /// <para>ELF <c>R_AARCH64_ADD_ABS_LO12_NC</c>.</para>
    /// <para>COFF <c>IMAGE_REL_ARM64_PAGEOFFSET_12A</c>.</para>
    /// <para>Mach-O <c>ARM64_RELOC_PAGEOFF12</c>.</para>
    /// <para>AAELF64 §5.7.6.</para>
    /// </remarks>
    A64Add12,

    /// <summary>The offset of the symbol in its page, in a load or store of 8 bits.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A
    /// imm12 ← X[11:0]
    /// </code>
    /// <para>ELF <c>R_AARCH64_LDST8_ABS_LO12_NC</c>.</para>
    /// <para>COFF <c>IMAGE_REL_ARM64_PAGEOFFSET_12L</c>.</para>
    /// <para>Mach-O <c>ARM64_RELOC_PAGEOFF12</c>.</para>
    /// <para>AAELF64 §5.7.6.</para>
    /// </remarks>
    A64LdSt8Offset12,

    /// <summary>The offset of the symbol in its page, in a load or store of 16 bits.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A
    /// imm12 ← X[11:1], X[0:0] = 0
    /// </code>
    /// <para>ELF <c>R_AARCH64_LDST16_ABS_LO12_NC</c>.</para>
    /// <para>COFF <c>IMAGE_REL_ARM64_PAGEOFFSET_12L</c>.</para>
    /// <para>Mach-O <c>ARM64_RELOC_PAGEOFF12</c>.</para>
    /// <para>AAELF64 §5.7.6.</para>
    /// </remarks>
    A64LdSt16Offset12,

    /// <summary>The offset of the symbol in its page, in a load or store of 32 bits.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A
    /// imm12 ← X[11:2], X[1:0] = 0
    /// </code>
    /// <para>ELF <c>R_AARCH64_LDST32_ABS_LO12_NC</c>.</para>
    /// <para>COFF <c>IMAGE_REL_ARM64_PAGEOFFSET_12L</c>.</para>
    /// <para>Mach-O <c>ARM64_RELOC_PAGEOFF12</c>.</para>
    /// <para>AAELF64 §5.7.6.</para>
    /// </remarks>
    A64LdSt32Offset12,

    /// <summary>The offset of the symbol in its page, in a load or store of 64 bits.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A
    /// imm12 ← X[11:3], X[2:0] = 0
    /// </code>
    /// <para>ELF <c>R_AARCH64_LDST64_ABS_LO12_NC</c>.</para>
    /// <para>COFF <c>IMAGE_REL_ARM64_PAGEOFFSET_12L</c>.</para>
    /// <para>Mach-O <c>ARM64_RELOC_PAGEOFF12</c>.</para>
    /// <para>AAELF64 §5.7.6.</para>
    /// </remarks>
    A64LdSt64Offset12,

    /// <summary>The offset of the symbol in its page, in a load or store of 128 bits.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A
    /// imm12 ← X[11:4], X[3:0] = 0
    /// </code>
    /// <para>ELF <c>R_AARCH64_LDST128_ABS_LO12_NC</c>.</para>
    /// <para>COFF <c>IMAGE_REL_ARM64_PAGEOFFSET_12L</c>.</para>
    /// <para>Mach-O <c>ARM64_RELOC_PAGEOFF12</c>.</para>
    /// <para>AAELF64 §5.7.6.</para>
    /// </remarks>
    A64LdSt128Offset12,

    /// <summary>A <c>B</c> or <c>BL</c> to the symbol, or to its stub when the symbol is out of reach.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A − P
    /// imm26 ← X[27:2], X[1:0] = 0, −2^27 ≤ X &lt; 2^27
    /// </code>
    /// <para>ELF <c>R_AARCH64_CALL26</c>, <c>R_AARCH64_JUMP26</c>.</para>
    /// <para>COFF <c>IMAGE_REL_ARM64_BRANCH26</c>.</para>
    /// <para>Mach-O <c>ARM64_RELOC_BRANCH26</c>.</para>
    /// <para>AAELF64 §5.7.6, §5.7.7.</para>
    /// </remarks>
    A64Branch26,

    /// <summary>The distance to the slot that holds the address of the symbol, in a load from a literal.</summary>
    /// <remarks>
    /// <code>
    /// X = G − P
    /// imm19 ← X[20:2], X[1:0] = 0, −2^20 ≤ X &lt; 2^20
    /// </code>
    /// <para>ELF <c>R_AARCH64_GOT_LD_PREL19</c>.</para>
    /// <para>AAELF64 §5.7.6.</para>
    /// </remarks>
    A64GotLiteral19,

    /// <summary>The distance from the page of the place to the page of the slot that holds the address of the symbol, in an <c>ADRP</c>.</summary>
    /// <remarks>
    /// <code>
    /// X = Page(G) − Page(P)
    /// immhi:immlo ← X[32:12], −2^32 ≤ X &lt; 2^32
    /// </code>
    /// <para>ELF <c>R_AARCH64_ADR_GOT_PAGE</c>.</para>
    /// <para>Mach-O <c>ARM64_RELOC_GOT_LOAD_PAGE21</c>, <c>ARM64_RELOC_TLVP_LOAD_PAGE21</c>.</para>
    /// <para>AAELF64 §5.7.6.</para>
    /// </remarks>
    A64GotPage21,

    /// <summary>The offset in its page of the slot that holds the address of the symbol, in a load of 64 bits.</summary>
    /// <remarks>
    /// <code>
    /// X = G
    /// imm12 ← X[11:3], X[2:0] = 0
    /// </code>
    /// <para>ELF <c>R_AARCH64_LD64_GOT_LO12_NC</c>.</para>
    /// <para>Mach-O <c>ARM64_RELOC_GOT_LOAD_PAGEOFF12</c>, <c>ARM64_RELOC_TLVP_LOAD_PAGEOFF12</c>.</para>
    /// <para>AAELF64 §5.7.6.</para>
    /// </remarks>
    A64GotLd64Offset12,

    /// <summary>The offset of the symbol's slot in the table of slots, in a load of 64 bits.</summary>
    /// <remarks>
    /// <code>
    /// X = G − GOT
    /// imm12 ← X[14:3], X[2:0] = 0, 0 ≤ X &lt; 2^15
    /// </code>
    /// <para>ELF <c>R_AARCH64_LD64_GOTOFF_LO15</c>.</para>
    /// <para>AAELF64 §5.7.6.</para>
    /// </remarks>
    A64GotLd64Offset15,

    /// <summary>The distance from the page of the table of slots to the slot that holds the address of the symbol, in a load of 64 bits.</summary>
    /// <remarks>
    /// <code>
    /// X = G − Page(GOT)
    /// imm12 ← X[14:3], X[2:0] = 0, 0 ≤ X &lt; 2^15
    /// </code>
    /// <para>ELF <c>R_AARCH64_LD64_GOTPAGE_LO15</c>.</para>
    /// <para>AAELF64 §5.7.6.</para>
    /// </remarks>
    A64GotPageLd64Offset15,

    /// <summary>The distance to the slots with the symbol's TLS index, in an <c>ADR</c>.</summary>
    /// <remarks>
    /// <code>
    /// X = GTLSIDX − P
    /// immhi:immlo ← X[20:0], −2^20 ≤ X &lt; 2^20
    /// </code>
    /// <para>ELF <c>R_AARCH64_TLSGD_ADR_PREL21</c>.</para>
    /// <para>AAELF64 §5.7.11.1.</para>
    /// </remarks>
    A64TlsIndexAdr21,

    /// <summary>The distance from the page of the place to the page of the slots with the symbol's TLS index, in an <c>ADRP</c>.</summary>
    /// <remarks>
    /// <code>
    /// X = Page(GTLSIDX) − Page(P)
    /// immhi:immlo ← X[32:12], −2^32 ≤ X &lt; 2^32
    /// </code>
    /// <para>ELF <c>R_AARCH64_TLSGD_ADR_PAGE21</c>.</para>
    /// <para>AAELF64 §5.7.11.1.</para>
    /// </remarks>
    A64TlsIndexPage21,

    /// <summary>The offset in its page of the slots with the symbol's TLS index, in an <c>ADD</c>.</summary>
    /// <remarks>
    /// <code>
    /// X = GTLSIDX
    /// imm12 ← X[11:0]
    /// </code>
    /// <para>ELF <c>R_AARCH64_TLSGD_ADD_LO12_NC</c>.</para>
    /// <para>AAELF64 §5.7.11.1.</para>
    /// </remarks>
    A64TlsIndexAdd12,

    /// <summary>Bits 31:16 of the offset, in the table of slots, of the slots with the symbol's TLS index, in a <c>MOVZ</c>, or their complement in a <c>MOVN</c>.</summary>
    /// <remarks>
    /// <code>
    /// X = GTLSIDX − GOT
    /// imm16 of MOVZ or MOVN ← X[31:16], −2^32 ≤ X &lt; 2^32
    /// </code>
    /// <para>ELF <c>R_AARCH64_TLSGD_MOVW_G1</c>.</para>
    /// <para>AAELF64 §5.7.11.1.</para>
    /// </remarks>
    A64TlsIndexMovw1,

    /// <summary>Bits 15:0 of the offset, in the table of slots, of the slots with the symbol's TLS index, in a <c>MOVK</c>.</summary>
    /// <remarks>
    /// <code>
    /// X = GTLSIDX − GOT
    /// imm16 ← X[15:0]
    /// </code>
    /// <para>ELF <c>R_AARCH64_TLSGD_MOVW_G0_NC</c>.</para>
    /// <para>AAELF64 §5.7.11.1.</para>
    /// </remarks>
    A64TlsIndexMovw0Nc,

    /// <summary>The distance to the slots with the image's own TLS module, in a load from a literal.</summary>
    /// <remarks>
    /// <code>
    /// X = GLDM − P
    /// imm19 ← X[20:2], X[1:0] = 0, −2^20 ≤ X &lt; 2^20
    /// </code>
    /// <para>ELF <c>R_AARCH64_TLSLD_LD_PREL19</c>.</para>
    /// <para>AAELF64 §5.7.11.2.</para>
    /// </remarks>
    A64TlsModuleLiteral19,

    /// <summary>The distance to the slots with the image's own TLS module, in an <c>ADR</c>.</summary>
    /// <remarks>
    /// <code>
    /// X = GLDM − P
    /// immhi:immlo ← X[20:0], −2^20 ≤ X &lt; 2^20
    /// </code>
    /// <para>ELF <c>R_AARCH64_TLSLD_ADR_PREL21</c>.</para>
    /// <para>AAELF64 §5.7.11.2.</para>
    /// </remarks>
    A64TlsModuleAdr21,

    /// <summary>The distance from the page of the place to the page of the slots with the image's own TLS module, in an <c>ADRP</c>.</summary>
    /// <remarks>
    /// <code>
    /// X = Page(GLDM) − Page(P)
    /// immhi:immlo ← X[32:12], −2^32 ≤ X &lt; 2^32
    /// </code>
    /// <para>ELF <c>R_AARCH64_TLSLD_ADR_PAGE21</c>.</para>
    /// <para>AAELF64 §5.7.11.2.</para>
    /// </remarks>
    A64TlsModulePage21,

    /// <summary>The offset in its page of the slots with the image's own TLS module, in an <c>ADD</c>.</summary>
    /// <remarks>
    /// <code>
    /// X = GLDM
    /// imm12 ← X[11:0]
    /// </code>
    /// <para>ELF <c>R_AARCH64_TLSLD_ADD_LO12_NC</c>.</para>
    /// <para>AAELF64 §5.7.11.2.</para>
    /// </remarks>
    A64TlsModuleAdd12,

    /// <summary>Bits 31:16 of the offset, in the table of slots, of the slots with the image's own TLS module, in a <c>MOVZ</c>, or their complement in a <c>MOVN</c>.</summary>
    /// <remarks>
    /// <code>
    /// X = GLDM − GOT
    /// imm16 of MOVZ or MOVN ← X[31:16], −2^32 ≤ X &lt; 2^32
    /// </code>
    /// <para>ELF <c>R_AARCH64_TLSLD_MOVW_G1</c>.</para>
    /// <para>AAELF64 §5.7.11.2.</para>
    /// </remarks>
    A64TlsModuleMovw1,

    /// <summary>Bits 15:0 of the offset, in the table of slots, of the slots with the image's own TLS module, in a <c>MOVK</c>.</summary>
    /// <remarks>
    /// <code>
    /// X = GLDM − GOT
    /// imm16 ← X[15:0]
    /// </code>
    /// <para>ELF <c>R_AARCH64_TLSLD_MOVW_G0_NC</c>.</para>
    /// <para>AAELF64 §5.7.11.2.</para>
    /// </remarks>
    A64TlsModuleMovw0Nc,

    /// <summary>The distance to the slot with the symbol's offset from the thread pointer, in a load from a literal.</summary>
    /// <remarks>
    /// <code>
    /// X = GTPREL − P
    /// imm19 ← X[20:2], X[1:0] = 0, −2^20 ≤ X &lt; 2^20
    /// </code>
    /// <para>ELF <c>R_AARCH64_TLSIE_LD_GOTTPREL_PREL19</c>.</para>
    /// <para>AAELF64 §5.7.11.3.</para>
    /// </remarks>
    A64TlsOffsetLiteral19,

    /// <summary>The distance from the page of the place to the page of the slot with the symbol's offset from the thread pointer, in an <c>ADRP</c>.</summary>
    /// <remarks>
    /// <code>
    /// X = Page(GTPREL) − Page(P)
    /// immhi:immlo ← X[32:12], −2^32 ≤ X &lt; 2^32
    /// </code>
    /// <para>ELF <c>R_AARCH64_TLSIE_ADR_GOTTPREL_PAGE21</c>.</para>
    /// <para>AAELF64 §5.7.11.3.</para>
    /// </remarks>
    A64TlsOffsetPage21,

    /// <summary>The offset in its page of the slot with the symbol's offset from the thread pointer, in a load of 64 bits.</summary>
    /// <remarks>
    /// <code>
    /// X = GTPREL
    /// imm12 ← X[11:3], X[2:0] = 0
    /// </code>
    /// <para>ELF <c>R_AARCH64_TLSIE_LD64_GOTTPREL_LO12_NC</c>.</para>
    /// <para>AAELF64 §5.7.11.3.</para>
    /// </remarks>
    A64TlsOffsetLd64Offset12,

    /// <summary>Bits 31:16 of the offset, in the table of slots, of the slot with the symbol's offset from the thread pointer, in a <c>MOVZ</c>, or their complement in a <c>MOVN</c>.</summary>
    /// <remarks>
    /// <code>
    /// X = GTPREL − GOT
    /// imm16 of MOVZ or MOVN ← X[31:16], −2^32 ≤ X &lt; 2^32
    /// </code>
    /// <para>ELF <c>R_AARCH64_TLSIE_MOVW_GOTTPREL_G1</c>.</para>
    /// <para>AAELF64 §5.7.11.3.</para>
    /// </remarks>
    A64TlsOffsetMovw1,

    /// <summary>Bits 15:0 of the offset, in the table of slots, of the slot with the symbol's offset from the thread pointer, in a <c>MOVK</c>.</summary>
    /// <remarks>
    /// <code>
    /// X = GTPREL − GOT
    /// imm16 ← X[15:0]
    /// </code>
    /// <para>ELF <c>R_AARCH64_TLSIE_MOVW_GOTTPREL_G0_NC</c>.</para>
    /// <para>AAELF64 §5.7.11.3.</para>
    /// </remarks>
    A64TlsOffsetMovw0Nc,

    /// <summary>The distance to the slots with the symbol's TLS descriptor, in a load from a literal.</summary>
    /// <remarks>
    /// <code>
    /// X = GTLSDESC − P
    /// imm19 ← X[20:2], X[1:0] = 0, −2^20 ≤ X &lt; 2^20
    /// </code>
    /// <para>ELF <c>R_AARCH64_TLSDESC_LD_PREL19</c>.</para>
    /// <para>AAELF64 §5.7.11.5.</para>
    /// </remarks>
    A64TlsDescriptorLiteral19,

    /// <summary>The distance to the slots with the symbol's TLS descriptor, in an <c>ADR</c>.</summary>
    /// <remarks>
    /// <code>
    /// X = GTLSDESC − P
    /// immhi:immlo ← X[20:0], −2^20 ≤ X &lt; 2^20
    /// </code>
    /// <para>ELF <c>R_AARCH64_TLSDESC_ADR_PREL21</c>.</para>
    /// <para>AAELF64 §5.7.11.5.</para>
    /// </remarks>
    A64TlsDescriptorAdr21,

    /// <summary>The distance from the page of the place to the page of the slots with the symbol's TLS descriptor, in an <c>ADRP</c>.</summary>
    /// <remarks>
    /// <code>
    /// X = Page(GTLSDESC) − Page(P)
    /// immhi:immlo ← X[32:12], −2^32 ≤ X &lt; 2^32
    /// </code>
    /// <para>ELF <c>R_AARCH64_TLSDESC_ADR_PAGE21</c>.</para>
    /// <para>AAELF64 §5.7.11.5.</para>
    /// </remarks>
    A64TlsDescriptorPage21,

    /// <summary>The offset in its page of the slots with the symbol's TLS descriptor, in a load of 64 bits.</summary>
    /// <remarks>
    /// <code>
    /// X = GTLSDESC
    /// imm12 ← X[11:3], X[2:0] = 0
    /// </code>
    /// <para>ELF <c>R_AARCH64_TLSDESC_LD64_LO12</c>.</para>
    /// <para>AAELF64 §5.7.11.5.</para>
    /// </remarks>
    A64TlsDescriptorLd64Offset12,

    /// <summary>The offset in its page of the slots with the symbol's TLS descriptor, in an <c>ADD</c>.</summary>
    /// <remarks>
    /// <code>
    /// X = GTLSDESC
    /// imm12 ← X[11:0]
    /// </code>
    /// <para>ELF <c>R_AARCH64_TLSDESC_ADD_LO12</c>.</para>
    /// <para>AAELF64 §5.7.11.5.</para>
    /// </remarks>
    A64TlsDescriptorAdd12,

    /// <summary>Bits 31:16 of the offset, in the table of slots, of the slots with the symbol's TLS descriptor, in a <c>MOVZ</c>, or their complement in a <c>MOVN</c>.</summary>
    /// <remarks>
    /// <code>
    /// X = GTLSDESC − GOT
    /// imm16 of MOVZ or MOVN ← X[31:16], −2^32 ≤ X &lt; 2^32
    /// </code>
    /// <para>ELF <c>R_AARCH64_TLSDESC_OFF_G1</c>.</para>
    /// <para>AAELF64 §5.7.11.5.</para>
    /// </remarks>
    A64TlsDescriptorMovw1,

    /// <summary>Bits 15:0 of the offset, in the table of slots, of the slots with the symbol's TLS descriptor, in a <c>MOVK</c>.</summary>
    /// <remarks>
    /// <code>
    /// X = GTLSDESC − GOT
    /// imm16 ← X[15:0]
    /// </code>
    /// <para>ELF <c>R_AARCH64_TLSDESC_OFF_G0_NC</c>.</para>
    /// <para>AAELF64 §5.7.11.5.</para>
    /// </remarks>
    A64TlsDescriptorMovw0Nc,

    /// <summary>Bits 15:0 of the symbol's offset in its TLS block, in a <c>MOVZ</c>, or their complement in a <c>MOVN</c>.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A − DTP
    /// imm16 of MOVZ or MOVN ← X[15:0], −2^16 ≤ X &lt; 2^16
    /// </code>
    /// <para>ELF <c>R_AARCH64_TLSLD_MOVW_DTPREL_G0</c>.</para>
    /// <para>AAELF64 §5.7.11.2.</para>
    /// </remarks>
    A64DtpRelMovw0,

    /// <summary>Bits 15:0 of the symbol's offset in its TLS block, in a <c>MOVK</c>.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A − DTP
    /// imm16 ← X[15:0]
    /// </code>
    /// <para>ELF <c>R_AARCH64_TLSLD_MOVW_DTPREL_G0_NC</c>.</para>
    /// <para>AAELF64 §5.7.11.2.</para>
    /// </remarks>
    A64DtpRelMovw0Nc,

    /// <summary>Bits 31:16 of the symbol's offset in its TLS block, in a <c>MOVZ</c>, or their complement in a <c>MOVN</c>.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A − DTP
    /// imm16 of MOVZ or MOVN ← X[31:16], −2^32 ≤ X &lt; 2^32
    /// </code>
    /// <para>ELF <c>R_AARCH64_TLSLD_MOVW_DTPREL_G1</c>.</para>
    /// <para>AAELF64 §5.7.11.2.</para>
    /// </remarks>
    A64DtpRelMovw1,

    /// <summary>Bits 31:16 of the symbol's offset in its TLS block, in a <c>MOVK</c>.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A − DTP
    /// imm16 ← X[31:16]
    /// </code>
    /// <para>ELF <c>R_AARCH64_TLSLD_MOVW_DTPREL_G1_NC</c>.</para>
    /// <para>AAELF64 §5.7.11.2.</para>
    /// </remarks>
    A64DtpRelMovw1Nc,

    /// <summary>Bits 47:32 of the symbol's offset in its TLS block, in a <c>MOVZ</c>, or their complement in a <c>MOVN</c>.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A − DTP
    /// imm16 of MOVZ or MOVN ← X[47:32], −2^48 ≤ X &lt; 2^48
    /// </code>
    /// <para>ELF <c>R_AARCH64_TLSLD_MOVW_DTPREL_G2</c>.</para>
    /// <para>AAELF64 §5.7.11.2.</para>
    /// </remarks>
    A64DtpRelMovw2,

    /// <summary>Bits 23:12 of the symbol's offset in its TLS block, in an <c>ADD</c>.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A − DTP
    /// imm12 ← X[23:12], 0 ≤ X &lt; 2^24
    /// </code>
    /// <para>ELF <c>R_AARCH64_TLSLD_ADD_DTPREL_HI12</c>.</para>
    /// <para>AAELF64 §5.7.11.2.</para>
    /// </remarks>
    A64DtpRelAddHi12,

    /// <summary>The whole of the symbol's offset in its TLS block, in an <c>ADD</c>.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A − DTP
    /// imm12 ← X[11:0], 0 ≤ X &lt; 2^12
    /// </code>
    /// <para>ELF <c>R_AARCH64_TLSLD_ADD_DTPREL_LO12</c>.</para>
    /// <para>AAELF64 §5.7.11.2.</para>
    /// </remarks>
    A64DtpRelAdd12,

    /// <summary>Bits 11:0 of the symbol's offset in its TLS block, in an <c>ADD</c>.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A − DTP
    /// imm12 ← X[11:0]
    /// </code>
    /// <para>ELF <c>R_AARCH64_TLSLD_ADD_DTPREL_LO12_NC</c>.</para>
    /// <para>AAELF64 §5.7.11.2.</para>
    /// </remarks>
    A64DtpRelAdd12Nc,

    /// <summary>The whole of the symbol's offset in its TLS block, in a load or store of 8 bits.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A − DTP
    /// imm12 ← X[11:0], 0 ≤ X &lt; 2^12
    /// </code>
    /// <para>ELF <c>R_AARCH64_TLSLD_LDST8_DTPREL_LO12</c>.</para>
    /// <para>AAELF64 §5.7.11.2.</para>
    /// </remarks>
    A64DtpRelLdSt8Offset12,

    /// <summary>Bits 11:0 of the symbol's offset in its TLS block, in a load or store of 8 bits.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A − DTP
    /// imm12 ← X[11:0]
    /// </code>
    /// <para>ELF <c>R_AARCH64_TLSLD_LDST8_DTPREL_LO12_NC</c>.</para>
    /// <para>AAELF64 §5.7.11.2.</para>
    /// </remarks>
    A64DtpRelLdSt8Offset12Nc,

    /// <summary>The whole of the symbol's offset in its TLS block, in a load or store of 16 bits.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A − DTP
    /// imm12 ← X[11:1], X[0:0] = 0, 0 ≤ X &lt; 2^12
    /// </code>
    /// <para>ELF <c>R_AARCH64_TLSLD_LDST16_DTPREL_LO12</c>.</para>
    /// <para>AAELF64 §5.7.11.2.</para>
    /// </remarks>
    A64DtpRelLdSt16Offset12,

    /// <summary>Bits 11:0 of the symbol's offset in its TLS block, in a load or store of 16 bits.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A − DTP
    /// imm12 ← X[11:1], X[0:0] = 0
    /// </code>
    /// <para>ELF <c>R_AARCH64_TLSLD_LDST16_DTPREL_LO12_NC</c>.</para>
    /// <para>AAELF64 §5.7.11.2.</para>
    /// </remarks>
    A64DtpRelLdSt16Offset12Nc,

    /// <summary>The whole of the symbol's offset in its TLS block, in a load or store of 32 bits.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A − DTP
    /// imm12 ← X[11:2], X[1:0] = 0, 0 ≤ X &lt; 2^12
    /// </code>
    /// <para>ELF <c>R_AARCH64_TLSLD_LDST32_DTPREL_LO12</c>.</para>
    /// <para>AAELF64 §5.7.11.2.</para>
    /// </remarks>
    A64DtpRelLdSt32Offset12,

    /// <summary>Bits 11:0 of the symbol's offset in its TLS block, in a load or store of 32 bits.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A − DTP
    /// imm12 ← X[11:2], X[1:0] = 0
    /// </code>
    /// <para>ELF <c>R_AARCH64_TLSLD_LDST32_DTPREL_LO12_NC</c>.</para>
    /// <para>AAELF64 §5.7.11.2.</para>
    /// </remarks>
    A64DtpRelLdSt32Offset12Nc,

    /// <summary>The whole of the symbol's offset in its TLS block, in a load or store of 64 bits.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A − DTP
    /// imm12 ← X[11:3], X[2:0] = 0, 0 ≤ X &lt; 2^12
    /// </code>
    /// <para>ELF <c>R_AARCH64_TLSLD_LDST64_DTPREL_LO12</c>.</para>
    /// <para>AAELF64 §5.7.11.2.</para>
    /// </remarks>
    A64DtpRelLdSt64Offset12,

    /// <summary>Bits 11:0 of the symbol's offset in its TLS block, in a load or store of 64 bits.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A − DTP
    /// imm12 ← X[11:3], X[2:0] = 0
    /// </code>
    /// <para>ELF <c>R_AARCH64_TLSLD_LDST64_DTPREL_LO12_NC</c>.</para>
    /// <para>AAELF64 §5.7.11.2.</para>
    /// </remarks>
    A64DtpRelLdSt64Offset12Nc,

    /// <summary>The whole of the symbol's offset in its TLS block, in a load or store of 128 bits.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A − DTP
    /// imm12 ← X[11:4], X[3:0] = 0, 0 ≤ X &lt; 2^12
    /// </code>
    /// <para>ELF <c>R_AARCH64_TLSLD_LDST128_DTPREL_LO12</c>.</para>
    /// <para>AAELF64 §5.7.11.2.</para>
    /// </remarks>
    A64DtpRelLdSt128Offset12,

    /// <summary>Bits 11:0 of the symbol's offset in its TLS block, in a load or store of 128 bits.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A − DTP
    /// imm12 ← X[11:4], X[3:0] = 0
    /// </code>
    /// <para>ELF <c>R_AARCH64_TLSLD_LDST128_DTPREL_LO12_NC</c>.</para>
    /// <para>AAELF64 §5.7.11.2.</para>
    /// </remarks>
    A64DtpRelLdSt128Offset12Nc,

    /// <summary>Bits 15:0 of the symbol's offset from the thread pointer, in a <c>MOVZ</c>, or their complement in a <c>MOVN</c>.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A − TP
    /// imm16 of MOVZ or MOVN ← X[15:0], −2^16 ≤ X &lt; 2^16
    /// </code>
    /// <para>ELF <c>R_AARCH64_TLSLE_MOVW_TPREL_G0</c>.</para>
    /// <para>AAELF64 §5.7.11.4.</para>
    /// </remarks>
    A64TpRelMovw0,

    /// <summary>Bits 15:0 of the symbol's offset from the thread pointer, in a <c>MOVK</c>.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A − TP
    /// imm16 ← X[15:0]
    /// </code>
    /// <para>ELF <c>R_AARCH64_TLSLE_MOVW_TPREL_G0_NC</c>.</para>
    /// <para>AAELF64 §5.7.11.4.</para>
    /// </remarks>
    A64TpRelMovw0Nc,

    /// <summary>Bits 31:16 of the symbol's offset from the thread pointer, in a <c>MOVZ</c>, or their complement in a <c>MOVN</c>.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A − TP
    /// imm16 of MOVZ or MOVN ← X[31:16], −2^32 ≤ X &lt; 2^32
    /// </code>
    /// <para>ELF <c>R_AARCH64_TLSLE_MOVW_TPREL_G1</c>.</para>
    /// <para>AAELF64 §5.7.11.4.</para>
    /// </remarks>
    A64TpRelMovw1,

    /// <summary>Bits 31:16 of the symbol's offset from the thread pointer, in a <c>MOVK</c>.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A − TP
    /// imm16 ← X[31:16]
    /// </code>
    /// <para>ELF <c>R_AARCH64_TLSLE_MOVW_TPREL_G1_NC</c>.</para>
    /// <para>AAELF64 §5.7.11.4.</para>
    /// </remarks>
    A64TpRelMovw1Nc,

    /// <summary>Bits 47:32 of the symbol's offset from the thread pointer, in a <c>MOVZ</c>, or their complement in a <c>MOVN</c>.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A − TP
    /// imm16 of MOVZ or MOVN ← X[47:32], −2^48 ≤ X &lt; 2^48
    /// </code>
    /// <para>ELF <c>R_AARCH64_TLSLE_MOVW_TPREL_G2</c>.</para>
    /// <para>AAELF64 §5.7.11.4.</para>
    /// </remarks>
    A64TpRelMovw2,

    /// <summary>Bits 23:12 of the symbol's offset from the thread pointer, in an <c>ADD</c>.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A − TP
    /// imm12 ← X[23:12], 0 ≤ X &lt; 2^24
    /// </code>
    /// <para>ELF <c>R_AARCH64_TLSLE_ADD_TPREL_HI12</c>.</para>
    /// <para>AAELF64 §5.7.11.4.</para>
    /// </remarks>
    A64TpRelAddHi12,

    /// <summary>The whole of the symbol's offset from the thread pointer, in an <c>ADD</c>.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A − TP
    /// imm12 ← X[11:0], 0 ≤ X &lt; 2^12
    /// </code>
    /// <para>ELF <c>R_AARCH64_TLSLE_ADD_TPREL_LO12</c>.</para>
    /// <para>AAELF64 §5.7.11.4.</para>
    /// </remarks>
    A64TpRelAdd12,

    /// <summary>Bits 11:0 of the symbol's offset from the thread pointer, in an <c>ADD</c>.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A − TP
    /// imm12 ← X[11:0]
    /// </code>
    /// <para>ELF <c>R_AARCH64_TLSLE_ADD_TPREL_LO12_NC</c>.</para>
    /// <para>AAELF64 §5.7.11.4.</para>
    /// </remarks>
    A64TpRelAdd12Nc,

    /// <summary>The whole of the symbol's offset from the thread pointer, in a load or store of 8 bits.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A − TP
    /// imm12 ← X[11:0], 0 ≤ X &lt; 2^12
    /// </code>
    /// <para>ELF <c>R_AARCH64_TLSLE_LDST8_TPREL_LO12</c>.</para>
    /// <para>AAELF64 §5.7.11.4.</para>
    /// </remarks>
    A64TpRelLdSt8Offset12,

    /// <summary>Bits 11:0 of the symbol's offset from the thread pointer, in a load or store of 8 bits.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A − TP
    /// imm12 ← X[11:0]
    /// </code>
    /// <para>ELF <c>R_AARCH64_TLSLE_LDST8_TPREL_LO12_NC</c>.</para>
    /// <para>AAELF64 §5.7.11.4.</para>
    /// </remarks>
    A64TpRelLdSt8Offset12Nc,

    /// <summary>The whole of the symbol's offset from the thread pointer, in a load or store of 16 bits.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A − TP
    /// imm12 ← X[11:1], X[0:0] = 0, 0 ≤ X &lt; 2^12
    /// </code>
    /// <para>ELF <c>R_AARCH64_TLSLE_LDST16_TPREL_LO12</c>.</para>
    /// <para>AAELF64 §5.7.11.4.</para>
    /// </remarks>
    A64TpRelLdSt16Offset12,

    /// <summary>Bits 11:0 of the symbol's offset from the thread pointer, in a load or store of 16 bits.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A − TP
    /// imm12 ← X[11:1], X[0:0] = 0
    /// </code>
    /// <para>ELF <c>R_AARCH64_TLSLE_LDST16_TPREL_LO12_NC</c>.</para>
    /// <para>AAELF64 §5.7.11.4.</para>
    /// </remarks>
    A64TpRelLdSt16Offset12Nc,

    /// <summary>The whole of the symbol's offset from the thread pointer, in a load or store of 32 bits.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A − TP
    /// imm12 ← X[11:2], X[1:0] = 0, 0 ≤ X &lt; 2^12
    /// </code>
    /// <para>ELF <c>R_AARCH64_TLSLE_LDST32_TPREL_LO12</c>.</para>
    /// <para>AAELF64 §5.7.11.4.</para>
    /// </remarks>
    A64TpRelLdSt32Offset12,

    /// <summary>Bits 11:0 of the symbol's offset from the thread pointer, in a load or store of 32 bits.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A − TP
    /// imm12 ← X[11:2], X[1:0] = 0
    /// </code>
    /// <para>ELF <c>R_AARCH64_TLSLE_LDST32_TPREL_LO12_NC</c>.</para>
    /// <para>AAELF64 §5.7.11.4.</para>
    /// </remarks>
    A64TpRelLdSt32Offset12Nc,

    /// <summary>The whole of the symbol's offset from the thread pointer, in a load or store of 64 bits.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A − TP
    /// imm12 ← X[11:3], X[2:0] = 0, 0 ≤ X &lt; 2^12
    /// </code>
    /// <para>ELF <c>R_AARCH64_TLSLE_LDST64_TPREL_LO12</c>.</para>
    /// <para>AAELF64 §5.7.11.4.</para>
    /// </remarks>
    A64TpRelLdSt64Offset12,

    /// <summary>Bits 11:0 of the symbol's offset from the thread pointer, in a load or store of 64 bits.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A − TP
    /// imm12 ← X[11:3], X[2:0] = 0
    /// </code>
    /// <para>ELF <c>R_AARCH64_TLSLE_LDST64_TPREL_LO12_NC</c>.</para>
    /// <para>AAELF64 §5.7.11.4.</para>
    /// </remarks>
    A64TpRelLdSt64Offset12Nc,

    /// <summary>The whole of the symbol's offset from the thread pointer, in a load or store of 128 bits.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A − TP
    /// imm12 ← X[11:4], X[3:0] = 0, 0 ≤ X &lt; 2^12
    /// </code>
    /// <para>ELF <c>R_AARCH64_TLSLE_LDST128_TPREL_LO12</c>.</para>
    /// <para>AAELF64 §5.7.11.4.</para>
    /// </remarks>
    A64TpRelLdSt128Offset12,

    /// <summary>Bits 11:0 of the symbol's offset from the thread pointer, in a load or store of 128 bits.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A − TP
    /// imm12 ← X[11:4], X[3:0] = 0
    /// </code>
    /// <para>ELF <c>R_AARCH64_TLSLE_LDST128_TPREL_LO12_NC</c>.</para>
    /// <para>AAELF64 §5.7.11.4.</para>
    /// </remarks>
    A64TpRelLdSt128Offset12Nc,

    /// <summary>The distance from the start of the symbol's section to the symbol, bits 23:12.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A − SEC
    /// imm12 ← X[23:12], 0 ≤ X &lt; 2^24
    /// </code>
    /// <para>COFF <c>IMAGE_REL_ARM64_SECREL_HIGH12A</c>.</para>
    /// <para>PE Format §"COFF Relocations (Object Only)".</para>
    /// </remarks>
    A64SecRelAddHi12,

    /// <summary>The distance from the start of the symbol's section to the symbol, bits 11:0.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A − SEC
    /// imm12 ← X[11:0]
    /// </code>
    /// <para>COFF <c>IMAGE_REL_ARM64_SECREL_LOW12A</c>.</para>
    /// <para>PE Format §"COFF Relocations (Object Only)".</para>
    /// </remarks>
    A64SecRelAdd12,

    /// <summary>The distance from the start of the symbol's section to the symbol, bits 11:0, for an access of 8 bits.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A − SEC
    /// imm12 ← X[11:0]
    /// </code>
    /// <para>COFF <c>IMAGE_REL_ARM64_SECREL_LOW12L</c>.</para>
    /// <para>PE Format §"COFF Relocations (Object Only)".</para>
    /// </remarks>
    A64SecRelLdSt8Offset12,

    /// <summary>The distance from the start of the symbol's section to the symbol, bits 11:1, for an access of 16 bits.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A − SEC
    /// imm12 ← X[11:1], X[0:0] = 0
    /// </code>
    /// <para>COFF <c>IMAGE_REL_ARM64_SECREL_LOW12L</c>.</para>
    /// <para>PE Format §"COFF Relocations (Object Only)".</para>
    /// </remarks>
    A64SecRelLdSt16Offset12,

    /// <summary>The distance from the start of the symbol's section to the symbol, bits 11:2, for an access of 32 bits.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A − SEC
    /// imm12 ← X[11:2], X[1:0] = 0
    /// </code>
    /// <para>COFF <c>IMAGE_REL_ARM64_SECREL_LOW12L</c>.</para>
    /// <para>PE Format §"COFF Relocations (Object Only)".</para>
    /// </remarks>
    A64SecRelLdSt32Offset12,

    /// <summary>The distance from the start of the symbol's section to the symbol, bits 11:3, for an access of 64 bits.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A − SEC
    /// imm12 ← X[11:3], X[2:0] = 0
    /// </code>
    /// <para>COFF <c>IMAGE_REL_ARM64_SECREL_LOW12L</c>.</para>
    /// <para>PE Format §"COFF Relocations (Object Only)".</para>
    /// </remarks>
    A64SecRelLdSt64Offset12,

    /// <summary>The distance from the start of the symbol's section to the symbol, bits 11:4, for an access of 128 bits.</summary>
    /// <remarks>
    /// <code>
    /// X = S + A − SEC
    /// imm12 ← X[11:4], X[3:0] = 0
    /// </code>
    /// <para>COFF <c>IMAGE_REL_ARM64_SECREL_LOW12L</c>.</para>
    /// <para>PE Format §"COFF Relocations (Object Only)".</para>
    /// </remarks>
    A64SecRelLdSt128Offset12,
}
