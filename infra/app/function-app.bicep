// The function app on Flex Consumption: .NET 10 isolated, started from a package in the hub account, without any key.
param name string
param planName string
param location string
param tags object
param identityId string
param identityClientId string
param hubAccountName string
param dataAccountName string
param deploymentContainer string
param serviceBusHost string
param vaultUri string
param applicationInsightsName string
param workspaceId string

@description('Empty: no network.')
param subnetId string

@description('Empty: orchestrations live in the hub account, as host.json says.')
param schedulerEndpoint string
param taskHubName string
param instanceMemoryMB int
param maximumInstanceCount int

@description('{ name, instanceCount }: a group (http, durable) or function:<name>. Entries without name or count are left out.')
param alwaysReady array
param organisation string
param directorySeed string
param staffIssuer string
param staffAudience string
param staffIdClaim string
param rateFactor string
param otlpEndpoint string
param inboxSweepSchedule string
param receiptSweepSchedule string
param mediaRootCertificates string
param tableExportSchedule string
param dutyWatchSchedule string
param careWatchSchedule string
param webhookNetworks string
param webhookPorts string
param caseLink string
param robots object
param surveyLink string

@description('While the wrapping key of customers\' data keys is rotated: the app also accepts the second one in the vault.')
param acceptSecondWrappingKey bool

@description('Channel accounts: setting names without their beginning Channels__, such as wechat__mall1__Site. A value vault:<name> is a secret of the vault.')
param channels object

@description('Who sends notices: full setting names, such as Sms__Endpoint or Mail__Host. A value vault:<name> is a secret of the vault.')
param senders object

resource hub 'Microsoft.Storage/storageAccounts@2025-01-01' existing = {
  name: hubAccountName
}

resource data 'Microsoft.Storage/storageAccounts@2025-01-01' existing = {
  name: dataAccountName
}

resource insights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: applicationInsightsName
}

var secretReferences = {
  Security__CustomerTokenKey: '@Microsoft.KeyVault(SecretUri=${vaultUri}secrets/customer-token-key)'
  Security__CustomerHashKey: '@Microsoft.KeyVault(SecretUri=${vaultUri}secrets/customer-hash-key)'
  Security__DataWrappingKey: '@Microsoft.KeyVault(SecretUri=${vaultUri}secrets/data-wrapping-key)'
}

// Only while it exists: a reference to a secret that is missing would reach the app as a text that is no key.
var rotationSettings = !acceptSecondWrappingKey ? {} : {
  Security__SecondDataWrappingKey: '@Microsoft.KeyVault(SecretUri=${vaultUri}secrets/data-wrapping-key-second)'
}

var appSettings = {
  AzureWebJobsStorage__blobServiceUri: hub.properties.primaryEndpoints.blob
  AzureWebJobsStorage__queueServiceUri: hub.properties.primaryEndpoints.queue
  AzureWebJobsStorage__tableServiceUri: hub.properties.primaryEndpoints.table
  AzureWebJobsStorage__credential: 'managedidentity'
  AzureWebJobsStorage__clientId: identityClientId
  CareLoopStorage__blobServiceUri: data.properties.primaryEndpoints.blob
  CareLoopStorage__tableServiceUri: data.properties.primaryEndpoints.table
  ServiceBusConnection__fullyQualifiedNamespace: serviceBusHost
  ServiceBusConnection__credential: 'managedidentity'
  ServiceBusConnection__clientId: identityClientId
  APPLICATIONINSIGHTS_CONNECTION_STRING: insights.properties.ConnectionString
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identityClientId};Authorization=AAD'
  AZURE_CLIENT_ID: identityClientId
  AZURE_AUTHORITY_HOST: environment().authentication.loginEndpoint
  Directory__Organisation: organisation
  Directory__Seed: directorySeed
  Security__StaffIssuer: staffIssuer
  Security__StaffAudience: staffAudience
  Security__StaffIdClaim: staffIdClaim
  Limits__RateFactor: rateFactor
  InboxSweepSchedule: inboxSweepSchedule
  ReceiptSweepSchedule: receiptSweepSchedule
  Media__RootCertificates: mediaRootCertificates
  TableExportSchedule: tableExportSchedule
  DutyWatchSchedule: dutyWatchSchedule
  CareWatchSchedule: careWatchSchedule
  Links__Survey: surveyLink
  Links__Case: caseLink
  Webhooks__AllowedNetworks: webhookNetworks
  Webhooks__AllowedPorts: webhookPorts
  // Nobody is written to until the parameter senders says by whom.
  Sms__Endpoint: ''
  Sms__Key: ''
  Sms__Sign: ''
  Mail__Host: ''
  Mail__Port: ''
  Mail__From: ''
  Mail__User: ''
  Mail__Password: ''
  Mail__Tls: ''
}

// They override host.json, so that one package serves both backends.
var schedulerSettings = empty(schedulerEndpoint) ? {} : {
  DURABLE_TASK_SCHEDULER_CONNECTION_STRING: 'Endpoint=${schedulerEndpoint};Authentication=ManagedIdentity;ClientID=${identityClientId}'
  TASKHUB_NAME: taskHubName
  AzureFunctionsJobHost__extensions__durableTask__hubName: taskHubName
  AzureFunctionsJobHost__extensions__durableTask__storageProvider__type: 'azureManaged'
  AzureFunctionsJobHost__extensions__durableTask__storageProvider__connectionStringName: 'DURABLE_TASK_SCHEDULER_CONNECTION_STRING'
}

var telemetrySettings = empty(otlpEndpoint) ? {} : {
  OTEL_EXPORTER_OTLP_ENDPOINT: otlpEndpoint
}

var channelSettings = toObject(items(channels), item => 'Channels__${item.key}', item => startsWith(item.value, 'vault:')
  ? '@Microsoft.KeyVault(SecretUri=${vaultUri}secrets/${substring(item.value, 6)})'
  : item.value)

var senderSettings = toObject(items(senders), item => item.key, item => startsWith(item.value, 'vault:')
  ? '@Microsoft.KeyVault(SecretUri=${vaultUri}secrets/${substring(item.value, 6)})'
  : item.value)

var robotSettings = toObject(items(robots), item => 'Robots__${item.key}', item => startsWith(item.value, 'vault:')
  ? '@Microsoft.KeyVault(SecretUri=${vaultUri}secrets/${substring(item.value, 6)})'
  : item.value)

resource plan 'Microsoft.Web/serverfarms@2024-11-01' = {
  name: planName
  location: location
  tags: tags
  kind: 'functionapp'
  sku: { name: 'FC1', tier: 'FlexConsumption' }
  properties: { reserved: true }
}

resource site 'Microsoft.Web/sites@2024-11-01' = {
  name: name
  location: location
  // azd finds the app of its service "api" by this tag.
  tags: union(tags, { 'azd-service-name': 'api' })
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identityId}': {} }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    clientAffinityEnabled: false
    keyVaultReferenceIdentity: identityId
    virtualNetworkSubnetId: empty(subnetId) ? null : subnetId
    siteConfig: { minTlsVersion: '1.2' }
    functionAppConfig: {
      runtime: { name: 'dotnet-isolated', version: '10.0' }
      scaleAndConcurrency: {
        instanceMemoryMB: instanceMemoryMB
        maximumInstanceCount: maximumInstanceCount
        alwaysReady: filter(alwaysReady, group => !empty(group.name) && group.instanceCount > 0)
      }
      deployment: {
        storage: {
          type: 'blobContainer'
          value: '${hub.properties.primaryEndpoints.blob}${deploymentContainer}'
          authentication: { type: 'UserAssignedIdentity', userAssignedIdentityResourceId: identityId }
        }
      }
    }
  }

  resource settings 'config' = {
    name: 'appsettings'
    properties: union(appSettings, secretReferences, rotationSettings, schedulerSettings, telemetrySettings, channelSettings, senderSettings, robotSettings)
  }

  // Publishing with a user name and a password is off; azd publishes with its own sign-in.
  resource ftp 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: { allow: false }
  }

  resource scm 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: { allow: false }
  }
}

resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-workspace'
  scope: site
  properties: {
    workspaceId: workspaceId
    logs: [{ category: 'FunctionAppLogs', enabled: true }]
    metrics: [{ category: 'AllMetrics', enabled: true }]
  }
}

output name string = site.name
output uri string = 'https://${site.properties.defaultHostName}'
