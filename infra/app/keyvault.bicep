// Secrets of the channels and the keys that protect customers' data. Their values never pass through this deployment:
// scripts/create-secrets writes them, and the app reads them by reference.
param name string
param location string
param tags object
param private bool
param operatorAddresses array
param endpointSubnetId string
param zoneIds object
param workspaceId string

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enableSoftDelete: true
    softDeleteRetentionInDays: 90
    // Whoever deletes the wrapping key for good deletes every customer's data.
    enablePurgeProtection: true
    publicNetworkAccess: private && empty(operatorAddresses) ? 'Disabled' : 'Enabled'
    networkAcls: {
      defaultAction: private ? 'Deny' : 'Allow'
      bypass: 'AzureServices'
      ipRules: map(operatorAddresses, address => { value: address })
    }
  }
}

module endpoint 'private-endpoint.bicep' = if (private) {
  params: {
    name: 'pe-${name}'
    location: location
    tags: tags
    resourceId: vault.id
    service: 'vault'
    subnetId: endpointSubnetId
    zoneId: zoneIds.?vault ?? ''
  }
}

resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-workspace'
  scope: vault
  properties: {
    workspaceId: workspaceId
    logs: [{ category: 'AuditEvent', enabled: true }]
    metrics: [{ category: 'AllMetrics', enabled: true }]
  }
}

output name string = vault.name
output uri string = vault.properties.vaultUri
