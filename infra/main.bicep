// CareLoop on Azure: one function app on Flex Consumption with its storage, broker, secrets and monitoring.
// How to deploy and run it: docs/azure.md. Nothing here holds a secret, and no resource accepts a shared key.
targetScope = 'subscription'

@minLength(1)
@maxLength(64)
@description('Name of the azd environment. The names of all resources follow from it.')
param environmentName string

@minLength(1)
@description('Region of all resources, and with it the place where the data are kept.')
@metadata({ azd: { type: 'location' } })
param location string

@description('Object id of the person or pipeline that deploys, who may write secrets into the vault. Empty: nobody may.')
param principalId string = ''

@description('Kind of that principal: a pipeline is a ServicePrincipal.')
@allowed(['User', 'ServicePrincipal'])
param principalType string = 'User'

@minLength(1)
@description('Id of the organisation that this deployment serves.')
param organisation string

@description('Seed file of the directory in the app package; empty when the directory is kept otherwise.')
param directorySeed string = ''

@minLength(1)
@description('Application (client) id of the app registration that staff sign in to.')
param staffAudience string

@description('Issuer of staff tokens, to the letter. Other clouds and providers name theirs; its metadata must be under /.well-known/openid-configuration.')
param staffIssuer string = '${environment().authentication.loginEndpoint}${tenant().tenantId}/v2.0'

@description('Claim of a staff token that holds the staff id of the directory.')
param staffIdClaim string = 'oid'

@description('Factor on all rate limits of one instance; 1 for the documented ones.')
param rateFactor string = '1'

@description('Who keeps orchestration state: the hub storage account with 8 partitions, or the Durable Task Scheduler for more than 50 commands a second.')
@allowed(['azureStorage', 'azureManaged'])
param durableBackend string = 'azureStorage'

@description('Price plan of the Durable Task Scheduler; used with azureManaged only.')
@allowed(['Consumption', 'Dedicated'])
param schedulerPlan string = 'Consumption'

@description('Memory of one instance in MB.')
@allowed([512, 2048, 4096])
param instanceMemoryMB int = 2048

@minValue(1)
@maxValue(1000)
@description('How many instances there may be at most; bounds the cost of a flood.')
param maximumInstanceCount int = 40

@minValue(0)
@description('Instances kept warm for HTTP.')
param alwaysReadyHttp int = 1

@minValue(0)
@description('Instances kept warm for orchestrations and activities.')
param alwaysReadyDurable int = 1

@minValue(0)
@description('Instances kept warm for the function that takes messages from the channels.')
param alwaysReadyInbound int = 1

@description('Name of that function; empty keeps none warm for it.')
param inboundFunctionName string = 'HandleInbound'

@description('Puts storage and vault behind private endpoints and gives the app one fixed outbound address.')
param vnetEnabled bool = false

@description('Public addresses (CIDR) from which operators may reach storage and vault when the network is private.')
param operatorAddresses array = []

@description('Redundancy of both storage accounts.')
@allowed(['Standard_LRS', 'Standard_ZRS', 'Standard_GZRS'])
param storageSku string = 'Standard_ZRS'

@minValue(1095)
@description('Days after which evidence is deleted even if the retention job (3 years after archiving, COM-ARC-03) has missed it.')
param evidenceMaximumDays int = 3650

@minValue(30)
@maxValue(730)
@description('Days for which logs are kept.')
param logRetentionDays int = 30

@description('Collector for OpenTelemetry besides Application Insights; empty for none.')
param otlpEndpoint string = ''

@description('When the sweep looks for forgotten commands: six-field NCRONTAB in UTC.')
param inboxSweepSchedule string = '30 * * * * *'

@description('Six-field schedule (UTC): channel messages that were taken in and not handled are put on the queue again.')
param receiptSweepSchedule string = '45 * * * * *'

@description('File of PEM certificates that partners\' photo servers are trusted by besides the system\'s; empty for none.')
param mediaRootCertificates string = ''


@description('When the nightly export of the tables is tried: several times, because a later one repairs an earlier one that failed. 18:30 is 02:30 in Shanghai.')
param tableExportSchedule string = '0 30 18-23 * * *'

@minValue(8)
@description('Days for which exports are kept.')
param exportDays int = 35

@description('True while the wrapping key is rotated: the app also accepts the secret data-wrapping-key-second.')
param acceptSecondWrappingKey bool = false

@description('When shifts, absences and handovers are looked after: six fields, UTC.')
param dutyWatchSchedule string = '15 */5 * * * *'

@description('Channel accounts, as docs/channels.md describes them: wechat__mall1__Site and so on; a value vault:<name> is a secret of the vault.')
param channels object = {}

@description('Who sends notices, as docs/notifications.md describes it: Sms__Endpoint, Mail__Host and so on; a value vault:<name> is a secret of the vault.')
param senders object = {}

@description('When care plans are worked off, six fields in UTC.')
param careWatchSchedule string = '1 * * * * *'

@description('The page that asks customers whom nobody could reach; the token of the survey is put behind it as #token.')
param surveyLink string = ''

@description('Networks in CIDR form, comma-separated, that partner webhooks may reach although they are not on the public internet; usually none.')
param webhookNetworks string = ''

@description('Ports besides 443 that partner webhooks may be sent to, comma-separated.')
param webhookPorts string = ''

@description('The page of a case, to which its number is added, for links in group chats; empty for none.')
param caseLink string = ''

@description('Group robots, as docs/robots.md describes them: service1__Platform and so on; a value vault:<name> is a secret of the vault.')
param robots object = {}

@minValue(0)
@description('Monthly budget in the currency of the subscription; 0 for none. It warns, it stops nothing.')
param budgetAmount int = 0

@description('E-mail addresses that the budget warns.')
param budgetContacts array = []

@description('First day of the first month of the budget.')
param budgetStart string = utcNow('yyyy-MM-01')

var token = toLower(uniqueString(subscription().id, environmentName, location))
var tags = { 'azd-env-name': environmentName, application: 'careloop' }
var functionAppName = 'func-careloop-${token}'
var deploymentContainer = 'app-package'

var usesScheduler = durableBackend == 'azureManaged'

// The scheduler lets callers in by address, so it needs the app to have a fixed one.
var needsNetwork = vnetEnabled || usesScheduler

resource group 'Microsoft.Resources/resourceGroups@2024-03-01' = {
  name: 'rg-${environmentName}'
  location: location
  tags: tags
}

module identity 'app/identity.bicep' = {
  scope: group
  params: { name: 'id-careloop-${token}', location: location, tags: tags }
}

module monitoring 'app/monitoring.bicep' = {
  scope: group
  params: { token: token, location: location, tags: tags, retentionDays: logRetentionDays }
}

module network 'app/network.bicep' = if (needsNetwork) {
  scope: group
  params: { token: token, location: location, tags: tags }
}

// Orchestration state and the app's package: many small operations that must not compete with the cases' tables.
module hub 'app/storage-account.bicep' = {
  scope: group
  params: {
    name: 'sthub${token}'
    location: location
    tags: tags
    sku: storageSku
    containers: [deploymentContainer]
    lifecycleRules: []
    private: vnetEnabled
    operatorAddresses: operatorAddresses
    privateServices: ['blob', 'queue', 'table']
    endpointSubnetId: needsNetwork ? network!.outputs.endpointSubnetId : ''
    zoneIds: needsNetwork ? network!.outputs.zoneIds : {}
    workspaceId: monitoring.outputs.workspaceId
  }
}

// Cases, customers and evidence.
module data 'app/storage-account.bicep' = {
  scope: group
  params: {
    name: 'stdata${token}'
    location: location
    tags: tags
    sku: storageSku
    containers: ['evidence', 'handbooks', 'exports']
    lifecycleRules: [
      { name: 'evidence', prefix: 'evidence/', coolAfterDays: 90, deleteAfterDays: evidenceMaximumDays }
      { name: 'exports', prefix: 'exports/', coolAfterDays: -1, deleteAfterDays: exportDays }
    ]
    private: vnetEnabled
    operatorAddresses: operatorAddresses
    privateServices: ['blob', 'table']
    endpointSubnetId: needsNetwork ? network!.outputs.endpointSubnetId : ''
    zoneIds: needsNetwork ? network!.outputs.zoneIds : {}
    workspaceId: monitoring.outputs.workspaceId
  }
}

module serviceBus 'app/servicebus.bicep' = {
  scope: group
  params: { name: 'sb-careloop-${token}', location: location, tags: tags, workspaceId: monitoring.outputs.workspaceId }
}

module vault 'app/keyvault.bicep' = {
  scope: group
  params: {
    name: 'kv-${token}'
    location: location
    tags: tags
    private: vnetEnabled
    operatorAddresses: operatorAddresses
    endpointSubnetId: needsNetwork ? network!.outputs.endpointSubnetId : ''
    zoneIds: needsNetwork ? network!.outputs.zoneIds : {}
    workspaceId: monitoring.outputs.workspaceId
  }
}

module scheduler 'app/scheduler.bicep' = if (usesScheduler) {
  scope: group
  params: {
    name: 'dts-${token}'
    location: location
    tags: tags
    plan: schedulerPlan
    allowedAddresses: ['${network!.outputs.outboundAddress}/32']
    principalId: identity.outputs.principalId
  }
}

module roles 'app/roles.bicep' = {
  scope: group
  params: {
    hubAccountName: hub.outputs.name
    dataAccountName: data.outputs.name
    serviceBusName: serviceBus.outputs.name
    vaultName: vault.outputs.name
    applicationInsightsName: monitoring.outputs.applicationInsightsName
    appPrincipalId: identity.outputs.principalId
    deployerId: principalId
    deployerType: principalType
  }
}

module functionApp 'app/function-app.bicep' = {
  scope: group
  dependsOn: [roles]
  params: {
    name: functionAppName
    planName: 'plan-careloop-${token}'
    location: location
    tags: tags
    identityId: identity.outputs.id
    identityClientId: identity.outputs.clientId
    hubAccountName: hub.outputs.name
    dataAccountName: data.outputs.name
    deploymentContainer: deploymentContainer
    serviceBusHost: serviceBus.outputs.host
    vaultUri: vault.outputs.uri
    applicationInsightsName: monitoring.outputs.applicationInsightsName
    workspaceId: monitoring.outputs.workspaceId
    subnetId: needsNetwork ? network!.outputs.appSubnetId : ''
    schedulerEndpoint: usesScheduler ? scheduler!.outputs.endpoint : ''
    taskHubName: usesScheduler ? scheduler!.outputs.taskHubName : ''
    instanceMemoryMB: instanceMemoryMB
    maximumInstanceCount: maximumInstanceCount
    alwaysReady: [
      { name: 'http', instanceCount: alwaysReadyHttp }
      { name: 'durable', instanceCount: alwaysReadyDurable }
      { name: empty(inboundFunctionName) ? '' : 'function:${inboundFunctionName}', instanceCount: alwaysReadyInbound }
    ]
    organisation: organisation
    directorySeed: directorySeed
    staffIssuer: staffIssuer
    staffAudience: staffAudience
    staffIdClaim: staffIdClaim
    rateFactor: rateFactor
    otlpEndpoint: otlpEndpoint
    inboxSweepSchedule: inboxSweepSchedule
    receiptSweepSchedule: receiptSweepSchedule
    mediaRootCertificates: mediaRootCertificates
    tableExportSchedule: tableExportSchedule
    acceptSecondWrappingKey: acceptSecondWrappingKey
    dutyWatchSchedule: dutyWatchSchedule
    channels: channels
    senders: senders
    careWatchSchedule: careWatchSchedule
    surveyLink: surveyLink
    webhookNetworks: webhookNetworks
    webhookPorts: webhookPorts
    caseLink: caseLink
    robots: robots
  }
}

module budget 'app/budget.bicep' = if (budgetAmount > 0 && !empty(budgetContacts)) {
  scope: group
  params: { amount: budgetAmount, contacts: budgetContacts, start: budgetStart }
}

output AZURE_LOCATION string = location
output AZURE_RESOURCE_GROUP string = group.name
output AZURE_KEY_VAULT_NAME string = vault.outputs.name
output SERVICE_API_NAME string = functionApp.outputs.name
output SERVICE_API_URI string = functionApp.outputs.uri

@description('The address to enter in the allow-lists of WeChat and WeCom; empty without a network.')
output OUTBOUND_ADDRESS string = needsNetwork ? network!.outputs.outboundAddress : ''
