// The part of Twilio's API that a gate uses: accepts a text, and reports it as delivered when asked.

import { once } from 'node:events';
import { createServer } from 'node:http';

/** Listens on a free port of 127.0.0.1. */
export async function startTwilio() {
  let askedAt;
  const server = createServer((request, response) => {
    const isSend = request.method === 'POST' && request.url.endsWith('/Messages.json');
    if (isSend) askedAt = performance.now();
    const text = { sid: `SM${'0'.repeat(32)}`, status: isSend ? 'queued' : 'delivered', error_code: null };
    request.resume().on('end', () => {
      response.writeHead(isSend ? 201 : 200, { 'content-type': 'application/json', connection: 'close' });
      response.end(JSON.stringify(text));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    /** When the latest request to send a text came, by `performance.now()`. Each is returned once. */
    takeSend() {
      if (askedAt === undefined) throw new Error('no request to send a text came');
      const at = askedAt;
      askedAt = undefined;
      return at;
    },
  };
}
