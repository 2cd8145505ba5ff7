return await CareLoop.Functions.Development.CommandLine.RunAsync(args);
