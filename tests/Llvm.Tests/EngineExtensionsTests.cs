using System.Reflection;
using Linker.Engine;

namespace Linker.Llvm.Tests;

public class EngineExtensionsTests
{
    private delegate int Binary(int a, int b);

    private delegate int Function();

    public EngineExtensionsTests() => Needs.Llvm();

    [Fact]
    public unsafe void Text_becomes_a_delegate_and_a_function_pointer()
    {
        using var engine = new ExecutionEngine();
        engine.AddIr("define i32 @add(i32 %a, i32 %b) { %s = add i32 %a, %b ret i32 %s }");
        Assert.Equal(5, engine.GetDelegate<Binary>("add")(2, 3));
        Assert.Equal(5, ((delegate* unmanaged<int, int, int>)engine.GetAddress("add"))(2, 3));
    }

    [Fact]
    public void Code_with_debug_metadata_is_located_by_file_and_line()
    {
        using var engine = new ExecutionEngine(new ExecutionOptions { KeepObjects = true });
        engine.AddIr(
            """
            define i32 @twice(i32 %x) !dbg !4 {
              %y = add i32 %x, %x, !dbg !7
              ret i32 %y, !dbg !8
            }
            !llvm.dbg.cu = !{!0}
            !llvm.module.flags = !{!2, !3}
            !0 = distinct !DICompileUnit(language: DW_LANG_C11, file: !1, emissionKind: LineTablesOnly)
            !1 = !DIFile(filename: "twice.calc", directory: "/project")
            !2 = !{i32 7, !"Dwarf Version", i32 5}
            !3 = !{i32 2, !"Debug Info Version", i32 3}
            !4 = distinct !DISubprogram(name: "twice", scope: !1, file: !1, line: 10, type: !5, scopeLine: 10, spFlags: DISPFlagDefinition, unit: !0)
            !5 = !DISubroutineType(types: !6)
            !6 = !{}
            !7 = !DILocation(line: 11, column: 7, scope: !4)
            !8 = !DILocation(line: 12, column: 3, scope: !4)
            """);
        nint twice = engine.GetAddress("twice");
        CodeLocation[] locations = [.. Enumerable.Range(0, 32).Select(i => engine.Locate(twice + i)).TakeWhile(l => l?.Function == "twice").Select(l => l!)];
        Assert.All(locations, l => Assert.Equal("/project/twice.calc", l.File));
        Assert.Equal([10, 11, 12], locations.Select(l => l.Line).Append(10).Distinct().Order());
    }

    [Fact]
    public void Inputs_use_what_earlier_inputs_defined_without_declaring_it()
    {
        using var engine = new ExecutionEngine();
        engine.AddIr("@base = global i32 40\ndefine i32 @f() { ret i32 1 }", "first");
        engine.AddIr("define i32 @g() {\n  %1 = load i32, ptr @base\n  %2 = call i32 @f()\n  %3 = add i32 %1, %2\n  ret i32 %3\n}", "second");
        Assert.Equal(41, engine.GetDelegate<Function>("g")());
        engine.AddIr("define i32 @f() { ret i32 2 }", "third");
        engine.AddIr("define i32 @h() {\n  %1 = load i32, ptr @base\n  %2 = call i32 @f()\n  %3 = add i32 %1, %2\n  ret i32 %3\n}", "fourth");
        Assert.Equal((42, 41), (engine.GetDelegate<Function>("h")(), engine.GetDelegate<Function>("g")()));
        using var another = new ExecutionEngine();
        Assert.Throws<IrException>(() => another.AddIr("define i32 @g() {\n  %1 = call i32 @f()\n  ret i32 %1\n}"));
    }

    [Fact]
    public void Nothing_is_no_module()
    {
        using var engine = new ExecutionEngine();
        Assert.Equal(["text", "name"], [Missing(() => engine.AddIr((string)null!)), Missing(() => engine.AddIr("", null!))]);

        static string? Missing(Action add) => Assert.Throws<ArgumentNullException>(add).ParamName;
    }

    [Fact]
    public void A_file_is_added_and_compiled_when_it_is_needed()
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, IrModule.Parse("define i32 @answer() { ret i32 42 }").Bitcode.ToArray());
            using var engine = new ExecutionEngine();
            ProgramModule module = engine.AddIrFile(path);
            Assert.False(module.IsCompiled);
            Assert.Equal(42, engine.GetDelegate<Function>("answer")());
            Assert.True(module.IsCompiled);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void What_was_compiled_before_is_not_compiled_again()
    {
        const string text = "define i32 @answer() { ret i32 42 }";
        var cache = new MemoryObjectCache();
        for (int round = 0; round < 2; round++)
        {
            using var engine = new ExecutionEngine(new ExecutionOptions { Cache = cache });
            engine.AddIr(text, $"round{round}");
            Assert.Equal(42, engine.GetDelegate<Function>("answer")());
            Assert.Equal((round, 1, 1), (cache.Statistics.Hits, cache.Statistics.Misses, cache.Statistics.Stored));
        }
    }

    [Fact]
    public void What_cannot_be_compiled_leaves_the_engine_as_it_was()
    {
        using var engine = new ExecutionEngine();
        engine.AddIr("define i32 @good() { ret i32 1 }", "good");
        ProgramModule bad = engine.AddIr("define i32 @bad() {\n  call void asm \"nonsense\", \"\"()\n  ret i32 1\n}", "bad");
        Assert.Throws<IrException>(() => engine.GetAddress("bad"));
        Assert.Equal(1, engine.GetDelegate<Function>("good")());
        engine.Remove(bad);
        engine.AddIr("define i32 @bad() { ret i32 2 }", "better");
        Assert.Equal(2, engine.GetDelegate<Function>("bad")());
    }

    [Fact]
    public void A_module_is_compiled_function_by_function_as_they_are_called()
    {
        const string text = """
            @state = internal global i32 40
            define i32 @first() {
              %1 = call i32 @second()
              ret i32 %1
            }
            define internal i32 @second() {
              %1 = load i32, ptr @state
              %2 = add i32 %1, 2
              ret i32 %2
            }
            define i32 @never() {
              call void asm "this cannot be compiled", ""()
              ret i32 1
            }
            """;
        using var engine = new ExecutionEngine();
        IReadOnlyList<ProgramFunction> functions = engine.AddIrLazily(IrModule.Parse(text, "lazy"));
        Function first = engine.GetDelegate<Function>("first");
        Assert.All(functions, f => Assert.Null(f.Current));
        Assert.Equal((42, 42), (first(), first()));
        Assert.Equal(["first", "second"], functions.Where(f => f.Current is not null).Select(f => f.Name.Split('.')[0]).Order());
        engine.AddIr("declare i32 @first()\ndefine i32 @later() {\n  %1 = call i32 @first()\n  ret i32 %1\n}", "later");
        Assert.Equal(42, engine.GetDelegate<Function>("later")());
    }

    [Fact]
    public void A_main_is_told_its_arguments_and_its_environment()
    {
        using var engine = new ExecutionEngine();
        engine.AddIr("""
            define i32 @main(i32 %argc, ptr %argv, ptr %envp) {
              %1 = getelementptr ptr, ptr %argv, i32 1
              %2 = load ptr, ptr %1
              %3 = load i8, ptr %2
              %4 = load ptr, ptr %envp
              %5 = getelementptr i8, ptr %4, i32 2
              %6 = load i8, ptr %5
              %7 = getelementptr ptr, ptr %envp, i32 1
              %8 = load ptr, ptr %7
              %9 = icmp eq ptr %8, null
              %10 = zext i8 %3 to i32
              %11 = zext i8 %6 to i32
              %12 = add i32 %10, %11
              %13 = select i1 %9, i32 %12, i32 -1
              ret i32 %13
            }
            """);
        Assert.Equal('x' + 'y', engine.RunMain("main", ["program", "x"], ["A=y"]));
        Assert.Throws<KeyNotFoundException>(() => engine.RunMain("start", [], []));
    }

    [Fact]
    public void What_compilations_and_engines_share_of_what_may_change_is_listed()
    {
        string[] shared =
        [
            .. typeof(EngineExtensions).Assembly.GetTypes().SelectMany(t => t.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                .Where(f => !f.IsLiteral && !f.Name.Contains('<', StringComparison.Ordinal) && !f.DeclaringType!.Name.Contains('<', StringComparison.Ordinal))
                .Where(f => f.GetCustomAttribute<ThreadStaticAttribute>() is null && (!f.IsInitOnly || MayChange(f.FieldType)))
                .Select(f => $"{f.DeclaringType!.Name}.{f.Name}").Order(StringComparer.Ordinal),
        ];

        // What the process has once, libLLVM and threads of its own, which wait for whoever needs one first; what targets are called, looked up once each; which declarations belong to which engine, read without a lock.
        Assert.Equal(["CompileTarget.Normalized", "EngineExtensions.Known", "Library.Gate", "Library.s_loaded", "Worker.Idle", "Worker.s_lostCount"], shared);
    }

    private static bool MayChange(Type type) =>
        type == typeof(Lock) || type == typeof(object) || type.Namespace is "System.Collections.Generic" or "System.Collections.Concurrent" or "System.Runtime.CompilerServices";
}
