#!/usr/bin/env node
// Starts the program. Fails closed: however it ends, the exit status is not 0 until a correct code was entered.
process.exitCode = 70;
// Node opens its debugger port on this signal, so catch it before loading anything: see src/signals.ts.
process.on('SIGUSR1', () => {});
try {
  require('../dist/program/otp-tui.js');
} catch (error) {
  if (error.code !== 'MODULE_NOT_FOUND') throw error;
  const folder = require('node:path').join(__dirname, '..');
  process.stderr.write(`otp-tui: not built yet: run npm install and npm run build in ${folder}\n`);
}
