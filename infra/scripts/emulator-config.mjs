// Prints infra/servicebus/Config.json within the limits of the official Service Bus emulator, which are narrower than ours:
//   node infra/scripts/emulator-config.mjs > Config.json
// Behaviour that depends on the clamped figures (days of time-to-live) can't be tried on that emulator.
import { readFileSync } from 'node:fs';

const limits = {
  DefaultMessageTimeToLive: { least: 'PT5M', most: 'PT1H' },
  DuplicateDetectionHistoryTimeWindow: { least: 'PT5S', most: 'PT5M' },
  LockDuration: { least: 'PT5S', most: 'PT5M' },
};
const mostDeliveries = 10;
const onlyNamespace = 'sbemulatorns';

function seconds(duration) {
  const parts = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(duration);
  if (!parts) {
    throw new Error(`${duration} is no duration of days, hours, minutes and seconds.`);
  }

  const [days, hours, minutes, rest] = parts.slice(1).map(part => Number(part ?? 0));
  return ((days * 24 + hours) * 60 + minutes) * 60 + rest;
}

function clamp(properties = {}) {
  const result = { ...properties };
  for (const [name, { least, most }] of Object.entries(limits)) {
    if (name in result) {
      const value = seconds(result[name]);
      result[name] = value > seconds(most) ? most : value < seconds(least) ? least : result[name];
    }
  }

  if (result.MaxDeliveryCount > mostDeliveries) {
    result.MaxDeliveryCount = mostDeliveries;
  }

  return result;
}

const entity = item => ({ ...item, Properties: clamp(item.Properties) });

// Its rule names are letters, digits and dashes, so the name of the default rule can't be taken over.
const rule = (item, index) => ({ ...item, Name: item.Name.startsWith('$') ? `rule-${index + 1}` : item.Name });

const config = JSON.parse(readFileSync(process.argv[2] ?? new URL('../servicebus/Config.json', import.meta.url), 'utf8'));
const namespace = config.UserConfig.Namespaces[0];
console.log(JSON.stringify({
  UserConfig: {
    Namespaces: [{
      ...namespace,
      Name: onlyNamespace,
      Queues: (namespace.Queues ?? []).map(entity),
      Topics: (namespace.Topics ?? []).map(topic => ({
        ...entity(topic),
        Subscriptions: topic.Subscriptions.map(subscription => ({
          ...entity(subscription),
          Rules: (subscription.Rules ?? []).map(rule),
        })),
      })),
    }],
    Logging: { Type: 'Console' },
  },
}, null, 2));
