import enquirer from 'enquirer';

await enquirer.prompt({ type: 'input', name: 'phone', message: 'Phone number:' });
