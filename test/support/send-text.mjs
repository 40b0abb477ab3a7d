// Sends a text with the built library, in a separate process, and prints the outcome. What Node
// trusts is settled when a process starts.

import { twilioSender } from '../../dist/index.js';

const [options, text] = process.argv.slice(2).map((argument) => JSON.parse(argument));
console.log(JSON.stringify(await twilioSender(options).send(text)));
