return Linker.Bench.Commands.Run(args);
