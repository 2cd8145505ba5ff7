param namespaceName string

@description('A topic in the form of infra/servicebus/Config.json.')
param topic object

resource namespace 'Microsoft.ServiceBus/namespaces@2024-01-01' existing = {
  name: namespaceName
}

resource entity 'Microsoft.ServiceBus/namespaces/topics@2024-01-01' = {
  parent: namespace
  name: topic.Name
  properties: {
    requiresDuplicateDetection: topic.Properties.?RequiresDuplicateDetection ?? false
    duplicateDetectionHistoryTimeWindow: topic.Properties.?DuplicateDetectionHistoryTimeWindow ?? 'PT10M'
    defaultMessageTimeToLive: topic.Properties.?DefaultMessageTimeToLive ?? 'P14D'
    supportOrdering: true
  }
}

module subscriptions 'servicebus-subscription.bicep' = [for definition in topic.Subscriptions: {
  params: { namespaceName: namespaceName, topicName: entity.name, definition: definition }
}]
