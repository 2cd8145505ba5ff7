// The broker with the entities of infra/servicebus/Config.json, the same file that the embedded broker and the emulator read.
param name string
param location string
param tags object
param workspaceId string
param config object = loadJsonContent('../servicebus/Config.json')

var entities = config.UserConfig.Namespaces[0]

resource namespace 'Microsoft.ServiceBus/namespaces@2024-01-01' = {
  name: name
  location: location
  tags: tags
  // Topics, sessions and duplicate detection are not in Basic.
  sku: { name: 'Standard', tier: 'Standard' }
  properties: {
    disableLocalAuth: true
    minimumTlsVersion: '1.2'
  }
}

resource queues 'Microsoft.ServiceBus/namespaces/queues@2024-01-01' = [for queue in entities.Queues: {
  parent: namespace
  name: queue.Name
  properties: {
    lockDuration: queue.Properties.?LockDuration ?? 'PT1M'
    maxDeliveryCount: queue.Properties.?MaxDeliveryCount ?? 10
    requiresSession: queue.Properties.?RequiresSession ?? false
    requiresDuplicateDetection: queue.Properties.?RequiresDuplicateDetection ?? false
    duplicateDetectionHistoryTimeWindow: queue.Properties.?DuplicateDetectionHistoryTimeWindow ?? 'PT10M'
    defaultMessageTimeToLive: queue.Properties.?DefaultMessageTimeToLive ?? 'P14D'
    deadLetteringOnMessageExpiration: queue.Properties.?DeadLetteringOnMessageExpiration ?? true
  }
}]

module topics 'servicebus-topic.bicep' = [for topic in entities.Topics: {
  params: { namespaceName: namespace.name, topic: topic }
}]

resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-workspace'
  scope: namespace
  properties: {
    workspaceId: workspaceId
    logs: [{ category: 'OperationalLogs', enabled: true }]
    metrics: [{ category: 'AllMetrics', enabled: true }]
  }
}

output name string = namespace.name

@description('Host name without scheme and port, whatever cloud this is.')
output host string = split(replace(namespace.properties.serviceBusEndpoint, 'https://', ''), ':')[0]
