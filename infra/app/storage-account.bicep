// A storage account that only identities can use: no shared keys, no anonymous readers, deleted blobs kept for a week.
param name string
param location string
param tags object
param sku string

@description('Private containers to create.')
param containers array

@description('{ name, prefix, coolAfterDays, deleteAfterDays }; a negative number of days means never.')
param lifecycleRules array

@description('Reachable through private endpoints and from the operators\' addresses only.')
param private bool
param operatorAddresses array

@description('Services that get a private endpoint: blob, queue, table.')
param privateServices array
param endpointSubnetId string
param zoneIds object
param workspaceId string

resource account 'Microsoft.Storage/storageAccounts@2025-01-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: sku }
  properties: {
    accessTier: 'Hot'
    allowSharedKeyAccess: false
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    publicNetworkAccess: private && empty(operatorAddresses) ? 'Disabled' : 'Enabled'
    networkAcls: {
      defaultAction: private ? 'Deny' : 'Allow'
      bypass: 'AzureServices'
      ipRules: map(operatorAddresses, address => { value: address, action: 'Allow' })
    }
  }

  resource blobs 'blobServices' = {
    name: 'default'
    properties: {
      deleteRetentionPolicy: { enabled: true, days: 7 }
      containerDeleteRetentionPolicy: { enabled: true, days: 7 }
    }

    resource container 'containers' = [for containerName in containers: {
      name: containerName
      properties: { publicAccess: 'None' }
    }]
  }

  resource tables 'tableServices' = {
    name: 'default'
  }
}

resource lifecycle 'Microsoft.Storage/storageAccounts/managementPolicies@2025-01-01' = if (!empty(lifecycleRules)) {
  parent: account
  name: 'default'
  properties: {
    policy: {
      rules: map(lifecycleRules, rule => {
        name: rule.name
        type: 'Lifecycle'
        enabled: true
        definition: {
          filters: { blobTypes: ['blockBlob'], prefixMatch: [rule.prefix] }
          actions: {
            baseBlob: union(
              rule.coolAfterDays < 0 ? {} : { tierToCool: { daysAfterModificationGreaterThan: rule.coolAfterDays } },
              rule.deleteAfterDays < 0 ? {} : { delete: { daysAfterModificationGreaterThan: rule.deleteAfterDays } }
            )
          }
        }
      })
    }
  }
}

module endpoints 'private-endpoint.bicep' = [for service in privateServices: if (private) {
  params: {
    name: 'pe-${name}-${service}'
    location: location
    tags: tags
    resourceId: account.id
    service: service
    subnetId: endpointSubnetId
    zoneId: zoneIds[?service] ?? ''
  }
}]

// Deletions are rare and worth a trace; logging every read and write of a table would cost more than the table.
resource blobLogs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-workspace'
  scope: account::blobs
  properties: {
    workspaceId: workspaceId
    logs: [{ category: 'StorageDelete', enabled: true }]
    metrics: [{ category: 'Transaction', enabled: true }]
  }
}

resource tableLogs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-workspace'
  scope: account::tables
  properties: {
    workspaceId: workspaceId
    metrics: [{ category: 'Transaction', enabled: true }]
  }
}

output name string = account.name
