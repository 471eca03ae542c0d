using System.Runtime.InteropServices;
using Linker.Engine;
using Linker.Llvm;

namespace Linker.Samples.TieredInterpreter;

/// <summary>
/// Runs a program in three tiers. Every function has one address for good: at first code that hands its arguments to the interpreter, then code that was compiled quickly and counts, then code that was compiled well, on the
/// assumption that the program's option stays what it is. Where the assumption breaks, the function goes back a version.
/// </summary>
internal sealed unsafe class Machine : IDisposable
{
    private const int Warm = 10, Hot = 1000;

    // Callbacks of native code have no room for "this".
    private static Machine? s_current;

    private readonly ExecutionEngine _engine = new();
    private readonly Function[] _program;
    private readonly IReadOnlyList<ProgramFunction> _functions;
    private readonly int[] _interpretations;
    private readonly long* _option;

    internal Machine(Function[] program)
    {
        s_current = this;
        _program = program;
        _interpretations = new int[program.Length];
        _option = (long*)NativeMemory.AllocZeroed(sizeof(long));
        _engine.Definitions.Add("vm_interpret", (nint)(delegate* unmanaged<long, long, long, long>)&Interpret);
        _engine.Definitions.Add("vm_hot", (nint)(delegate* unmanaged<long, void>)&BecomeHot);
        _engine.Definitions.Add("vm_option", (ulong)_option);
        string text = string.Concat(program.Select((f, i) => CodeWriter.Interpreted(f, i))) + "declare i64 @vm_interpret(i64, i64, i64)\n";
        _functions = _engine.AddReplaceable([.. program.Select(f => f.Name)], IrModule.Parse(text, "interpreted", new CompilerOptions { Level = OptimizationLevel.O0 }));
    }

    /// <summary>What the program's code may read. Code that was compiled for another value is not used from now on.</summary>
    internal long Option
    {
        get => *_option;
        set
        {
            *_option = value;
            for (int i = 0; i < _program.Length; i++)
            {
                ProgramFunction function = _functions[i];
                if (function.Versions.Count == 3 && function.Current == function.Versions[2] && _program[i].Code.Any(c => c.Op == Op.Option))
                {
                    Console.WriteLine($"    {function.Name}: back to version 2");
                    function.RollBack(function.Versions[1]);
                }
            }
        }
    }

    /// <summary>Calls a function, whatever it is at the moment.</summary>
    internal long Call(int index, long a, long b = 0) => _program[index].Parameters == 1
        ? ((delegate* unmanaged<long, long>)_functions[index].Address)(a)
        : ((delegate* unmanaged<long, long, long>)_functions[index].Address)(a, b);

    /// <summary>Which version of each function is current.</summary>
    internal string State => string.Join(", ", _functions.Select(f => $"{f.Name} {f.Current!.Number} of {f.Versions.Count}"));

    public void Dispose()
    {
        _engine.Dispose();
        NativeMemory.Free(_option);
        s_current = null;
    }

    [UnmanagedCallersOnly]
    private static long Interpret(long index, long a, long b) => s_current!.Interpret((int)index, [a, b, 0]);

    [UnmanagedCallersOnly]
    private static void BecomeHot(long index) => s_current!.Compile((int)index, isHot: true);

    // The new version is there when this returns; calls that have begun, this one too, end in the old one.
    private void Compile(int index, bool isHot)
    {
        string text = isHot ? CodeWriter.Assuming(_program, index, *_option) : CodeWriter.Counting(_program, index, Hot);
        IrModule module = IrModule.Parse(text, $"{_program[index].Name} {(isHot ? "hot" : "warm")}", new CompilerOptions { Level = isHot ? OptimizationLevel.O2 : OptimizationLevel.O0 });
        FunctionVersion version = _functions[index].Replace(module);
        Console.WriteLine($"    {_program[index].Name}: version {version.Number}, {(isHot ? $"compiled well for an option of {*_option}" : "compiled quickly, counting")}");
    }

    private long Interpret(int index, Span<long> locals)
    {
        if (++_interpretations[index] == Warm)
        {
            Compile(index, isHot: false);
        }

        Span<long> stack = stackalloc long[16];
        int top = 0;
        Instruction[] code = _program[index].Code;
        for (int i = 0; ; i++)
        {
            (Op op, long operand) = code[i];
            switch (op)
            {
                case Op.Constant:
                    stack[top++] = operand;
                    break;
                case Op.Get:
                    stack[top++] = locals[(int)operand];
                    break;
                case Op.Set:
                    locals[(int)operand] = stack[--top];
                    break;
                case Op.Option:
                    stack[top++] = *_option;
                    break;
                case Op.JumpIfZero when stack[--top] == 0:
                case Op.Jump:
                    i = (int)operand - 1;
                    break;
                case Op.JumpIfZero:
                    break;
                case Op.Call:
                    top -= _program[operand].Parameters;
                    stack[top] = Call((int)operand, stack[top], stack[top + 1]);
                    top++;
                    break;
                case Op.Return:
                    return stack[top - 1];
                default:
                    long right = stack[--top], left = stack[--top];
                    stack[top++] = op switch { Op.Add => left + right, Op.Subtract => left - right, Op.Multiply => left * right, Op.Remainder => left % right, _ => left < right ? 1 : 0 };
                    break;
            }
        }
    }
}
