#!/usr/bin/env node
// Starts the program. Fails closed: however it ends, the exit status is not 0 until a correct code was entered.
process.exitCode = 70;
// Node opens its debugger port on this signal, so catch it before loading anything: see src/signals.ts.
process.on('SIGUSR1', () => {});
require('../dist/program/otp-tui.js');
