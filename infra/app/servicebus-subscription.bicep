param namespaceName string
param topicName string

@description('A subscription in the form of infra/servicebus/Config.json.')
param definition object

resource namespace 'Microsoft.ServiceBus/namespaces@2024-01-01' existing = {
  name: namespaceName

  resource topic 'topics' existing = {
    name: topicName
  }
}

resource entity 'Microsoft.ServiceBus/namespaces/topics/subscriptions@2024-01-01' = {
  parent: namespace::topic
  name: definition.Name
  properties: {
    lockDuration: definition.Properties.?LockDuration ?? 'PT1M'
    maxDeliveryCount: definition.Properties.?MaxDeliveryCount ?? 10
    requiresSession: definition.Properties.?RequiresSession ?? false
    defaultMessageTimeToLive: definition.Properties.?DefaultMessageTimeToLive ?? 'P14D'
    deadLetteringOnMessageExpiration: definition.Properties.?DeadLetteringOnMessageExpiration ?? true
    deadLetteringOnFilterEvaluationExceptions: true
  }
}

// A new subscription has a rule $Default that lets every message through. Ours has that name, so it takes its place.
resource rules 'Microsoft.ServiceBus/namespaces/topics/subscriptions/rules@2024-01-01' = [for rule in definition.Rules: {
  parent: entity
  name: rule.Name
  properties: {
    filterType: 'CorrelationFilter'
    correlationFilter: {
      contentType: rule.Properties.CorrelationFilter.?ContentType
      correlationId: rule.Properties.CorrelationFilter.?CorrelationId
      label: rule.Properties.CorrelationFilter.?Label
      messageId: rule.Properties.CorrelationFilter.?MessageId
      replyTo: rule.Properties.CorrelationFilter.?ReplyTo
      replyToSessionId: rule.Properties.CorrelationFilter.?ReplyToSessionId
      sessionId: rule.Properties.CorrelationFilter.?SessionId
      to: rule.Properties.CorrelationFilter.?To
      properties: rule.Properties.CorrelationFilter.?Properties ?? {}
    }
  }
}]
