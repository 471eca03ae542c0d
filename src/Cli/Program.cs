using Linker.Cli.Commands;

return Rtlink.Run(args);
