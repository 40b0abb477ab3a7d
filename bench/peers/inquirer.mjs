import inquirer from 'inquirer';

await inquirer.prompt([{ type: 'input', name: 'phone', message: 'Phone number:' }]);
