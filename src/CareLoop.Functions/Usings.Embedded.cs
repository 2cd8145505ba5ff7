global using CareLoop.Embedded.DurableTask;
global using CareLoop.Embedded.ServiceBus;
global using CareLoop.Embedded.Storage.Blobs;
global using CareLoop.Embedded.Storage.Tables;
global using CareLoop.Embedded.Worker;
