#!/usr/bin/env node
// Starts the program. Fails closed: until a right code was entered, however it ends, the status is not 0.
process.exitCode = 70;
// Node opens its debugger's port on this signal, so take it before loading anything: src/signals.ts.
process.on('SIGUSR1', () => {});
require('../dist/program/otp-tui.js');
