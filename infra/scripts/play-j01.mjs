// Plays journey J01 over HTTP against a running host, in real time, so up to the follow-up, which opens three days later:
//   node infra/scripts/play-j01.mjs http://localhost:7071 local.settings.json
// Is the staff sign-in that the settings name: publishes metadata and a key on that port and signs the specialist's token with it.
// The customer's token is signed with the key of the settings.
// Exit code 0 only if the case came that far, its timeline has no gap and everybody was told once.
import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

const [host, settingsFile] = process.argv.slice(2);
const settings = JSON.parse(readFileSync(settingsFile, 'utf8')).Values;
const organisation = settings.Directory__Organisation;
const photos = new URL('../../src/CareLoop.Functions/Development/Photos/', import.meta.url);
const patience = 120_000;

const key = name => Buffer.from(settings[name], 'base64');
const encode = value => Buffer.from(JSON.stringify(value)).toString('base64url');

const issuer = settings.Security__StaffIssuer;
const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

function token(alg, claims, signature, kid) {
  const now = Math.floor(Date.now() / 1000);
  const content = `${encode({ alg, typ: 'JWT', kid })}.${encode({ iat: now, nbf: now, exp: now + 1800, ...claims })}`;
  return `${content}.${signature(content).toString('base64url')}`;
}

const signIn = createServer((request, response) => {
  const document = request.url === '/keys'
    ? { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'j01', use: 'sig', alg: 'RS256' }] }
    : { issuer, jwks_uri: `${issuer}/keys` };
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(document));
});
await new Promise(done => signIn.listen(new URL(issuer).port, done));
signIn.unref();

const phoneHash = createHmac('sha256', key('Security__CustomerHashKey')).update(`phone\n${organisation}\n13800001234`).digest('hex').slice(0, 32);
const customer = token(
  'HS256',
  { iss: 'careloop-customers', aud: 'careloop', org: organisation, sub: phoneHash },
  content => createHmac('sha256', key('Security__CustomerTokenKey')).update(content).digest());
const specialist = token(
  'RS256',
  { iss: issuer, aud: settings.Security__StaffAudience, oid: 'chen.min', roles: ['agent', 'ComplaintSpecialist', 'site:mall-sh-01'] },
  content => sign('sha256', Buffer.from(content), privateKey),
  'j01');

let submissions = 0;
const run = `j01-${Date.now()}`;

async function call(method, path, user, body) {
  const headers = { authorization: `Bearer ${user}` };
  if (method === 'POST') {
    headers['idempotency-key'] = `${run}-${++submissions}`;
  }

  if (body && !(body instanceof FormData)) {
    headers['content-type'] = 'application/json';
    body = JSON.stringify(body);
  }

  const answer = await fetch(new URL(path, host), { method, headers, body });
  const text = await answer.text();
  return { status: answer.status, body: answer.ok ? JSON.parse(text) : text };
}

async function until(what, attempt) {
  const end = Date.now() + patience;
  for (;;) {
    const result = await attempt();
    if (result !== undefined) {
      return result;
    }

    if (Date.now() > end) {
      throw new Error(`${what} did not happen within ${patience / 1000} seconds.`);
    }

    await pause(500);
  }
}

/** Sends, and follows the link of a 202 until the command is decided. */
async function submit(path, user, body) {
  const sent = await call('POST', path, user, body);
  if (sent.status >= 400) {
    throw new Error(`POST ${path}: ${sent.status} ${sent.body}`);
  }

  if (sent.status === 202) {
    await until(`the outcome of ${path}`, async () => {
      const outcome = await call('GET', sent.body.status, user);
      if (outcome.status >= 400 && outcome.status !== 404) {
        throw new Error(`${path}: ${outcome.status} ${outcome.body}`);
      }

      return outcome.status === 200 ? true : undefined;
    });
  }

  return sent.body;
}

function form(names, matter) {
  const result = new FormData();
  if (matter) {
    result.append('case', JSON.stringify(matter));
  }

  for (const name of names) {
    result.append('photo', new Blob([readFileSync(new URL(`${name}.jpg`, photos))], { type: 'image/jpeg' }), `${name}.jpg`);
  }

  return result;
}

await until(`the host at ${host}`, async () => {
  try {
    return (await fetch(new URL('/api/openapi.json', host))).ok || undefined;
  } catch {
    return undefined; // not listening yet
  }
});

const opened = await submit('/api/cases', customer, form(['sofa-1', 'sofa-2', 'sofa-3'], {
  site: 'mall-sh-01',
  channel: 'WeChat',
  customer: { name: '王丽', phone: '13800001234' },
  text: '三人沙发框架裂了,这才用了一个多月,我要求换新的。',
  subject: 'HT-20260115-088',
  counterparty: 'A3-18',
}));
const number = opened.caseNumber;
const path = `/api/cases/${number}`;
const read = async what => (await call('GET', path + what, specialist)).body;
console.log(`opened ${number}`);

async function command(expected, body) {
  await submit(`${path}/commands`, specialist, body);
  const status = (await read('')).status.id;
  console.log(`${body.command}: ${status}`);
  if (status !== expected) {
    throw new Error(`After ${body.command} the case is ${status}, not ${expected}.`);
  }
}

const saturday = new Date(Date.now() + 3 * 24 * 3600_000).toISOString();
await command('Registered', { command: 'reply', text: '您好,我是客服陈敏,马上为您核实。' });
await command('Classified', { command: 'classify', type: 'Complaint', category: 'ProductQuality', severity: 'Ordinary' });
await command('Investigating', { command: 'startInvestigation' });
await submit(`${path}/evidence`, specialist, form(['check-1', 'check-2']));
await command('Investigating', { command: 'recordInvestigation', text: '框架横梁开裂。', finding: 'Upheld', liability: 'Merchant', cause: 'StructuralDefect' });
await command('SolutionProposed', { command: 'proposeSolution', kind: 'Exchange', text: '更换同型号全新沙发。' });
await command('Implementing', { command: 'agreeSolution', text: '可以', promisedCompletionAt: saturday });
await submit(`${path}/evidence`, specialist, form(['new-1', 'new-2']));
await command('Implementing', { command: 'completeImplementation', text: '新沙发已安装。' });
await command('FollowUpPending', { command: 'giveFeedback', text: '已更换全新沙发。' });

const timeline = (await read('/timeline')).timeline;
const sequences = timeline.map(entry => entry.sequence).filter(sequence => sequence != null);
const photosShown = timeline.filter(entry => entry.photo).length;
if (sequences.some((sequence, index) => sequence !== index + 1) || photosShown !== 7) {
  throw new Error(`The timeline has events ${sequences} and ${photosShown} photos.`);
}

// Who is told depends on the hour: nobody owns a case that came in at night until the morning.
const toldTo = name => timeline.flatMap(entry => entry.notices ?? []).filter(notice => notice.to === name).map(notice => notice.kind);
const readers = { 客户: customer, 陈敏: specialist };
for (const kind of ['case.registered', 'solution.proposed', 'case.feedback']) {
  if (!toldTo('客户').includes(kind)) {
    throw new Error(`The timeline doesn't tell the customer of ${kind}, only of ${toldTo('客户')}.`);
  }
}

for (const [name, user] of Object.entries(readers)) {
  const kinds = toldTo(name);
  await until(`the delivery of ${kinds} to ${name}`, async () => {
    const items = (await call('GET', '/api/inbox', user)).body.items.filter(item => item.caseNumber === number);
    if (new Set(items.map(item => item.id)).size !== items.length) {
      throw new Error(`A notice of ${number} is in an inbox twice.`);
    }

    return kinds.every(kind => items.filter(item => item.kind === kind).length === 1) ? true : undefined;
  });
}

console.log(`${number} waits for its follow-up; ${sequences.length} events, ${photosShown} photos, notices delivered.`);
