// Tests look at the mappings, the resident memory and the thread-local space of the whole process.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
