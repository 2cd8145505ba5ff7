// An SMTP server on a free port of this machine. It writes one JSON line for every message it has taken, and first one with its port.
// Addresses at refused.example are refused for good, at busy.example for now; at silent.example the message is taken and the connection cut.
const { SMTPServer } = require('smtp-server');

const refusal = (code, text) => Object.assign(new Error(text), { responseCode: code });

const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['AUTH', 'STARTTLS'],
  onRcptTo({ address }, session, done) {
    if (address.endsWith('@refused.example')) return done(refusal(550, 'No such user here'));
    if (address.endsWith('@busy.example')) return done(refusal(450, 'Mailbox busy, try later'));
    return done();
  },
  onData(stream, session, done) {
    const chunks = [];
    stream.on('data', (chunk) => chunks.push(chunk));
    stream.on('end', () => {
      const to = session.envelope.rcptTo.map((recipient) => recipient.address);
      console.log(JSON.stringify({ from: session.envelope.mailFrom.address, to, raw: Buffer.concat(chunks).toString('base64') }));
      if (to.some((address) => address.endsWith('@silent.example'))) {
        server.connections.forEach((connection) => connection._socket.destroy());
        return;
      }
      done(null, 'Taken');
    });
  },
});

server.on('error', () => {});
server.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ port: server.server.address().port })));
process.stdin.on('end', () => process.exit(0)).resume();
