#!/usr/bin/env node
// Starts the program. Fails closed: until a right code was entered, however it ends, the status is not 0.
process.exitCode = 70;
await import('../dist/main.js');
