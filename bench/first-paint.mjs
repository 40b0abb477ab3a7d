// How long until the form is on the screen, against `node -e 0` in the same run. Prints, asserts nothing.
// Unsets NODE_EXTRA_CA_CERTS: Node 20 parses that file at every start.

import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { spawn } from '@lydell/node-pty';

const RUNS = Number(process.argv[2] ?? 20);
const PROGRAM = fileURLToPath(new URL('../bin/otp-tui.cjs', import.meta.url));
const SETTINGS = {
  TWILIO_SID: `AC${'0'.repeat(32)}`,
  TWILIO_AUTH_TOKEN: 'bench',
  SENDER_NUMBER: '+15005550006',
  RECIPIENT_NUMBER: '+14155552671',
  TWILIO_API_URL: 'http://127.0.0.1:9',
  OTP_STORE: 'memory:',
};
const env = { PATH: process.env.PATH, HOME: tmpdir(), LANG: 'C.UTF-8', TERM: 'xterm-256color', ...SETTINGS };

const floor = [];
const paint = [];
for (let run = 0; run < RUNS; run++) {
  floor.push(await time(['-e', '0'], undefined));
  paint.push(await time([PROGRAM], /RESEND/));
}
const ratio = median(paint) / median(floor);
console.log(`node -e 0     median ${median(floor).toFixed(1)} ms   min ${Math.min(...floor).toFixed(1)}`);
console.log(`first paint   median ${median(paint).toFixed(1)} ms   min ${Math.min(...paint).toFixed(1)}`);
console.log(`ratio ${ratio.toFixed(2)} over ${RUNS} runs, Node ${process.version}`);

/** ms until the program has written what is asked for, or has ended. */
function time(args, wanted) {
  return new Promise((resolve) => {
    const startedAt = performance.now();
    const pty = spawn(process.execPath, args, { cols: 80, rows: 24, cwd: tmpdir(), env });
    let written = '';
    let took;
    const done = () => {
      took ??= performance.now() - startedAt;
    };
    pty.onData((data) => {
      written += data;
      if (took === undefined && wanted?.test(written)) {
        done();
        pty.kill('SIGKILL');
      }
    });
    pty.onExit(() => {
      done();
      resolve(took);
    });
  });
}

function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return (sorted[Math.floor((sorted.length - 1) / 2)] + sorted[Math.ceil((sorted.length - 1) / 2)]) / 2;
}
