// Looks at what a login by PAM depends on: the services, sshd, and whose the program is.

import { spawn } from 'node:child_process';
import { existsSync, lstatSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { rootsAloneProblem } from '../config/roots-alone.ts';
import { error, type Finding, ok, warning } from './finding.ts';
import { namesUs, type PamService, pamLines, siblingFindings, stackFindings } from './pam-stack.ts';
import { sshdFindings, together } from './sshd-findings.ts';

/** Where everything is. */
export interface PamMachine {
  /** The folder of the services. */
  readonly services: string;
  readonly sshd: string;
  readonly node: string;
  /** What Node runs. */
  readonly program: string;
  /** The settings file, if another is named. */
  readonly config: string | undefined;
  /** The names in the users file. */
  readonly users: readonly string[];
}

const MAX_USERS = 200;
const MAX_FILES = 50_000;
/** Where nvm and the like put a Node that is some user's. */
const HOMES = /^\/(?:home|root|Users)\//;

/** The parts in the order in which they are to be read. */
export function examinePam(machine: PamMachine): Promise<readonly Finding[]>[] {
  const { node, program, config } = machine;
  const lines = (denials: 1 | 2) => pamLines(`${node} ${program}`, { config, denials });
  const services = readServices(machine.services);
  const ours = services.filter(namesUs);
  const asksSshd = ours.some(({ name }) => name === 'sshd');
  const none = warning(
    'PAM',
    'no service names otp-tui',
    `write the lines above into one, such as ${machine.services}/sshd`,
  );
  return [
    Promise.resolve([
      ...lines(1).map((line, index) => ok(`for sshd, line ${index + 1} of 4`, line)),
      ...lines(2).map((line, index) => ok(`for sudo and su, line ${index + 1} of 5`, line)),
      ...(ours.length === 0
        ? [none]
        : ours.flatMap((service) => [...stackFindings(service, services), ...absentFindings(service)])),
      ...siblingFindings(services),
      ...ownerFindings(node, program),
    ]),
    ...(asksSshd ? [examineSshd(machine)] : []),
  ];
}

function readServices(folder: string): PamService[] {
  try {
    return readdirSync(folder)
      .filter((name) => /^[A-Za-z0-9_.-]+$/.test(name) && statSync(join(folder, name)).isFile())
      .map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));
  } catch {
    return [];
  }
}

async function examineSshd({ sshd, users }: PamMachine): Promise<readonly Finding[]> {
  const names = [...new Set([...users.slice(0, MAX_USERS), 'root'])];
  const found: Finding[][] = [];
  // One after the other: each reads all of sshd's settings anew.
  for (const name of names) {
    const about = `sshd for ${name}`;
    const config = await run(sshd, ['-T', '-C', `user=${name},host=localhost,addr=127.0.0.1,laddr=127.0.0.1,lport=22`]);
    found.push(
      config === undefined
        ? [error(about, `${sshd} -T failed, so its settings are not known`, 'run sshd -t, and correct what it says')]
        : sshdFindings(name, config),
    );
  }
  return together(found);
}

/** What a program prints, or undefined if it fails. */
function run(program: string, args: readonly string[]): Promise<string | undefined> {
  return new Promise((resolve) => {
    const options = { cwd: '/', env: {}, timeout: 5_000, killSignal: 'SIGKILL' as const };
    const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'ignore'] });
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      said += chunk;
    });
    child.on('error', () => resolve(undefined));
    child.on('close', (status) => resolve(status === 0 ? said : undefined));
  });
}

/** What a service's lines run by a path at which there is nothing: such as `/usr/bin` for what npm put elsewhere. */
function absentFindings({ name, text }: PamService): Finding[] {
  const commands = text
    .replaceAll('\\\n', ' ')
    .matchAll(/^\s*-?auth\s[^#\n]*pam_exec\.so\s([^#\n]*)\s(?:send|check)\s/gim);
  const paths = [...commands].flatMap(([, words = '']) => words.split(/\s+/).filter((word) => word.startsWith('/')));
  return [...new Set(paths)]
    .filter((path) => !existsSync(path))
    .map((path) =>
      error(`PAM ${name}`, `${path} is not there, so nobody is let in`, 'write the lines above, with their paths'),
    );
}

/** Whether others than root could change what root runs at each login. */
function ownerFindings(node: string, program: string): Finding[] {
  const folder = dirname(dirname(realpathSync(program)));
  const places = [node, program, folder].flatMap((path) => ownerFinding(path) ?? []);
  const inside = places.length > 0 ? undefined : firstOfOthers(folder);
  const findings = [...places, ...(inside === undefined ? [] : [notRoots(inside, 'others can change it')])];
  const homely = [node, program].filter((path) => HOMES.test(realpathSync(path)));
  return [
    ...(findings.length > 0 ? findings : [ok('program', `${node} and ${folder} are root's alone`)]),
    ...homely.map((path) =>
      warning('program', `${path} is under a home, as nvm has it`, 'install it for the whole computer, as under /usr'),
    ),
  ];
}

function ownerFinding(path: string): Finding | undefined {
  const problem = rootsAloneProblem(path, statSync(path));
  return problem === undefined ? undefined : notRoots(path, problem);
}

function notRoots(path: string, problem: string): Finding {
  return error('program', `${path}: ${problem}`, 'install Node and otp-tui as root, outside any home: root runs them');
}

/** The first file of a folder that is not root's alone. */
function firstOfOthers(folder: string): string | undefined {
  const folders = [folder];
  let looked = 0;
  for (const one of folders) {
    for (const name of readdirSync(one)) {
      const path = join(one, name);
      const entry = lstatSync(path);
      looked += 1;
      if (entry.uid !== 0 || (!entry.isSymbolicLink() && entry.mode & 0o022)) return path;
      if (entry.isDirectory() && looked < MAX_FILES) folders.push(path);
    }
  }
  return undefined;
}
