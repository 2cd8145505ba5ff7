// Warns by e-mail before and when the month's money is spent.
param amount int
param contacts array

@description('First day of a month, yyyy-MM-dd.')
param start string

resource budget 'Microsoft.Consumption/budgets@2023-11-01' = {
  name: 'careloop-monthly'
  properties: {
    category: 'Cost'
    amount: amount
    timeGrain: 'Monthly'
    timePeriod: { startDate: start }
    notifications: {
      forecast: {
        enabled: true
        operator: 'GreaterThan'
        threshold: 100
        thresholdType: 'Forecasted'
        contactEmails: contacts
      }
      spent: {
        enabled: true
        operator: 'GreaterThan'
        threshold: 80
        thresholdType: 'Actual'
        contactEmails: contacts
      }
    }
  }
}
