import input from '@inquirer/input';

await input({ message: 'Phone number:' });
