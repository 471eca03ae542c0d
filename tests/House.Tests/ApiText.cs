using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace Linker.House.Tests;

/// <summary>The public surface of an assembly, one line a member, sorted: what a review of an API change looks at.</summary>
internal static class ApiText
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    // What the compiler makes for records says nothing about the design.
    private static readonly string[] OfRecords = ["Equals", "GetHashCode", "ToString", "PrintMembers", "<Clone>$", "op_Equality", "op_Inequality", "Deconstruct", "get_EqualityContract", "EqualityContract"];

    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void", [typeof(bool)] = "bool", [typeof(byte)] = "byte", [typeof(sbyte)] = "sbyte", [typeof(short)] = "short", [typeof(ushort)] = "ushort",
        [typeof(int)] = "int", [typeof(uint)] = "uint", [typeof(long)] = "long", [typeof(ulong)] = "ulong", [typeof(nint)] = "nint", [typeof(nuint)] = "nuint",
        [typeof(string)] = "string", [typeof(object)] = "object",
    };

    internal static string Of(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (Type type in assembly.GetExportedTypes().OrderBy(t => t.FullName, StringComparer.Ordinal))
        {
            text.Append(Declaration(type)).Append('\n');
            foreach (string member in Members(type).Order(StringComparer.Ordinal))
            {
                text.Append("    ").Append(member).Append('\n');
            }
        }

        return text.ToString();
    }

    private static string Declaration(Type type)
    {
        if (type.IsEnum)
        {
            return $"enum {type.Namespace}.{Name(type)} : {Name(Enum.GetUnderlyingType(type))}";
        }

        string kind = type.IsInterface ? "interface" : type.IsValueType ? (type.IsByRefLike ? "ref struct" : "struct") : typeof(Delegate).IsAssignableFrom(type) ? "delegate" : "class";
        string modifier = type is { IsAbstract: true, IsSealed: true } ? "static " : type is { IsClass: true, IsSealed: true } ? "sealed " : "";
        string readOnly = type.IsValueType && type.IsDefined(typeof(IsReadOnlyAttribute), false) ? "readonly " : "";
        IEnumerable<Type> bases = type.GetInterfaces().Where(i => i.Namespace!.StartsWith("Linker", StringComparison.Ordinal) || i == typeof(IDisposable));
        bases = type.BaseType is { } b && b != typeof(object) && b != typeof(ValueType) ? bases.Prepend(b) : bases;
        string list = string.Join(", ", bases.Select(Name));
        return $"{modifier}{readOnly}{kind} {type.Namespace}.{Name(type)}{(list.Length == 0 ? "" : " : " + list)}";
    }

    private static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum)
        {
            return Enum.GetNames(type).Select(name => $"{Convert.ToInt64(Enum.Parse(type, name)),5} {name}");
        }

        return type.GetMembers(Declared).Where(m => !IsOfRecord(type, m)).Select(Print).OfType<string>();
    }

    private static bool IsOfRecord(Type type, MemberInfo member) =>
        OfRecords.Contains(member.Name) && (member.IsDefined(typeof(CompilerGeneratedAttribute), false) || member.DeclaringType != type);

    private static string? Print(MemberInfo member) => member switch
    {
        FieldInfo field when IsVisible(field.Attributes) => $"{(field.IsLiteral ? "const " : field.IsStatic ? "static " : "")}{Name(field.FieldType)} {field.Name}",
        ConstructorInfo constructor when IsVisible(constructor) => $"{constructor.DeclaringType!.Name}({Parameters(constructor)})",
        PropertyInfo property when property.GetAccessors(true).Any(IsVisible) =>
            $"{Static(property.GetAccessors(true)[0])}{Name(property.PropertyType)} {property.Name}{Index(property)} {{ {Accessor(property.GetMethod, "get")}{Accessor(property.SetMethod, IsInit(property) ? "init" : "set")}}}",
        MethodInfo method when IsVisible(method) && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal)) =>
            $"{Static(method)}{Name(method.ReturnType)} {method.Name}{Generic(method)}({Parameters(method)})",
        EventInfo @event when IsVisible(@event.AddMethod!) => $"event {Name(@event.EventHandlerType!)} {@event.Name}",
        _ => null,
    };

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static bool IsVisible(FieldAttributes attributes) =>
        (attributes & FieldAttributes.FieldAccessMask) is FieldAttributes.Public or FieldAttributes.Family or FieldAttributes.FamORAssem;

    private static bool IsInit(PropertyInfo property) =>
        property.SetMethod?.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) == true;

    private static string Accessor(MethodInfo? accessor, string word) => accessor is not null && IsVisible(accessor) ? word + "; " : "";

    private static string Static(MethodBase method) => method.IsStatic ? "static " : "";

    private static string Generic(MethodInfo method) => method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(Name))}>" : "";

    private static string Index(PropertyInfo property) =>
        property.GetIndexParameters() is { Length: > 0 } index ? $"[{string.Join(", ", index.Select(Parameter))}]" : "";

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(Parameter));

    private static string Parameter(ParameterInfo parameter)
    {
        string way = parameter.IsOut ? "out " : parameter.IsIn ? "in " : parameter.ParameterType.IsByRef ? "ref " : "";
        string type = Name(parameter.ParameterType.IsByRef ? parameter.ParameterType.GetElementType()! : parameter.ParameterType);
        string value = !parameter.HasDefaultValue ? "" : parameter.DefaultValue switch { null => " = default", string s => $" = \"{s}\"", var v => $" = {v}" };
        return $"{way}{type} {parameter.Name}{value}";
    }

    private static string Name(Type type)
    {
        if (type.IsByRef)
        {
            return "ref " + Name(type.GetElementType()!);
        }

        if (type.HasElementType || type.IsFunctionPointer)
        {
            return type.IsArray ? Name(type.GetElementType()!) + "[]" : type.IsPointer ? Name(type.GetElementType()!) + "*" : type.ToString();
        }

        if (Keywords.TryGetValue(type, out string? keyword))
        {
            return keyword;
        }

        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return Name(underlying) + "?";
        }

        string nested = type is { IsNested: true, IsGenericParameter: false } ? Name(type.DeclaringType!) + "." : "";
        string simple = type.Name.Split('`')[0];
        return nested + (type.IsGenericType ? $"{simple}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>" : simple);
    }
}
