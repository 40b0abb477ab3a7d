import { text } from '@clack/prompts';

await text({ message: 'Phone number:' });
