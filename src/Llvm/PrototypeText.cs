using System.Globalization;
using System.Text;
using Linker.Llvm.Native;

namespace Linker.Llvm;

/// <summary>Declarations of what a module defines, as text that any other module can have.</summary>
/// <remarks>Types are spelled without their names, which may mean something else there; a value of one has the same layout and is passed the same way.</remarks>
internal static class PrototypeText
{
    private static readonly string[] ThreadLocalModes = ["", "thread_local ", "thread_local(localdynamic) ", "thread_local(initialexec) ", "thread_local(localexec) "];

    // What changes how arguments and results are passed: calls that do not say it themselves take it from the declaration.
    private static readonly string[] Plain = ["zeroext", "signext", "inreg", "nest", "swiftself", "swifterror", "swiftasync"];
    private static readonly string[] WithType = ["byval", "sret", "inalloca", "preallocated"];

    private static readonly Lazy<uint[]> PlainKinds = new(() => Array.ConvertAll(Plain, KindOf)), WithTypeKinds = new(() => Array.ConvertAll(WithType, KindOf));
    private static readonly Lazy<uint> AlignmentKind = new(() => KindOf("align")), TwiceKind = new(() => KindOf("returns_twice"));

    /// <summary>The declaration, without what a caller need not know; <see langword="null"/> where it has no name or nobody knows what its type consists of.</summary>
    internal static string? Of(nint global)
    {
        string name = Text.NameOf(global);
        nint type = Values.GetValueType(global);
        return name.Length == 0 ? null : Code.KindOf(type) == TypeKind.Function ? OfFunction(global, type, Quote(name)) : OfVariable(global, type, Quote(name));
    }

    private static string? OfFunction(nint global, nint type, string name)
    {
        nint function = Prototype.FunctionOf(global);
        uint convention = function == 0 ? 0 : Values.GetCallConvention(function);
        if (TypeOf(Code.GetReturnType(type)) is not { } result || ParametersOf(type, function) is not { } parameters)
        {
            return null;
        }

        bool isTwice = function != 0 && Code.GetAttribute(function, Prototype.OfFunction, TwiceKind.Value) != 0;
        return string.Create(
            CultureInfo.InvariantCulture, $"declare {(convention == 0 ? "" : $"cc {convention} ")}{(AttributesOf(function, 0) is { Length: > 0 } attributes ? attributes[1..] + " " : "")}{result} @{name}({parameters}){(isTwice ? " returns_twice" : "")}");
    }

    private static string? OfVariable(nint global, nint type, string name)
    {
        nint variable = Values.AsVariable(global);
        uint space = Code.GetAddressSpace(Code.TypeOf(global)), alignment = variable == 0 ? 0 : Values.GetAlignment(variable);
        return TypeOf(type) is not { } spelled ? null : string.Create(
            CultureInfo.InvariantCulture,
            $"@{name} = external {(variable == 0 ? "" : ThreadLocalModes[Values.GetThreadLocalMode(variable)])}{(space == 0 ? "" : $"addrspace({space}) ")}{(variable != 0 && Values.IsConstant(variable) != 0 ? "constant" : "global")} {spelled}{(alignment == 0 ? "" : $", align {alignment}")}");
    }

    private static string? ParametersOf(nint type, nint function)
    {
        var types = new nint[Code.CountParameters(type)];
        Code.GetParameters(type, types);
        var all = new List<string>();
        for (uint i = 0; i < types.Length; i++)
        {
            if (TypeOf(types[i]) is not { } spelled)
            {
                return null;
            }

            all.Add(spelled + AttributesOf(function, i + 1));
        }

        return string.Join(", ", Code.IsVariadic(type) == 0 ? all : [.. all, "..."]);
    }

    /// <summary>A type without names; <see langword="null"/> for one that is opaque.</summary>
    private static string? TypeOf(nint type)
    {
        switch (Code.KindOf(type))
        {
            case TypeKind.Struct when Code.IsOpaque(type) != 0:
                return null;
            case TypeKind.Struct:
                string?[] elements = [.. Enumerable.Range(0, (int)Code.CountElements(type)).Select(i => TypeOf(Code.GetElement(type, (uint)i)))];
                (string open, string close) = Code.IsPacked(type) == 0 ? ("{", "}") : ("<{", "}>");
                return elements.Contains(null) ? null : elements.Length == 0 ? open + close : $"{open} {string.Join(", ", elements)} {close}";
            case TypeKind.Array:
                return TypeOf(Code.GetElementType(type)) is { } element ? string.Create(CultureInfo.InvariantCulture, $"[{Code.GetArrayLength(type)} x {element}]") : null;
            default:
                string spelled = Text.Take(Code.PrintType(type));
                return spelled.Contains('%', StringComparison.Ordinal) ? null : spelled;
        }
    }

    // Each with a space before it.
    private static string AttributesOf(nint function, uint index)
    {
        if (function == 0 || Code.CountAttributes(function, index) == 0)
        {
            return "";
        }

        var text = new StringBuilder();
        for (int i = 0; i < Plain.Length; i++)
        {
            text.Append(Code.GetAttribute(function, index, PlainKinds.Value[i]) == 0 ? "" : " " + Plain[i]);
        }

        for (int i = 0; i < WithType.Length; i++)
        {
            if (Code.GetAttribute(function, index, WithTypeKinds.Value[i]) is var attribute and not 0 && TypeOf(Code.GetAttributeType(attribute)) is { } type)
            {
                text.Append(CultureInfo.InvariantCulture, $" {WithType[i]}({type})");
                if (Code.GetAttribute(function, index, AlignmentKind.Value) is var alignment and not 0)
                {
                    text.Append(CultureInfo.InvariantCulture, $" align {Code.GetAttributeNumber(alignment)}");
                }
            }
        }

        return text.ToString();
    }

    private static uint KindOf(string attribute) => Code.GetAttributeKind(attribute, (nuint)attribute.Length);

    private static string Quote(string name) => $"\"{string.Concat(Encoding.UTF8.GetBytes(name).Select(b => b is < 0x20 or > 0x7E or (byte)'"' or (byte)'\\' ? $"\\{b:X2}" : $"{(char)b}"))}\"";
}
