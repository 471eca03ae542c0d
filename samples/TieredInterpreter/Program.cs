using System.Diagnostics;
using Linker.Llvm;
using Linker.Samples.TieredInterpreter;

try
{
    _ = Compiler.Version;
}
catch (MissingLibraryException missing)
{
    Console.Error.WriteLine(missing.Message);
    return 1;
}

using var machine = new Machine(Demo.Functions) { Option = 1 };
Show("fib(8)", Demo.Fib, 8);
Show("fib(20)", Demo.Fib, 20);
Show("fib(30)", Demo.Fib, 30);

// One call of main, which is interpreted all the time, while what it calls becomes faster.
Show("main(3000)", Demo.Main, 3000);
machine.Option = 100;
Show("main(3000)", Demo.Main, 3000);
Console.WriteLine(machine.State);
return 0;

void Show(string what, int function, long argument)
{
    long begin = Stopwatch.GetTimestamp();
    long result = machine.Call(function, argument);
    Console.WriteLine(FormattableString.Invariant($"{what} = {result} in {Stopwatch.GetElapsedTime(begin).TotalMilliseconds:F2} ms"));
}
