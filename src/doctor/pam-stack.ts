// The lines of PAM that ask for a code, and whether a service's file has them whole and in order. sshd has four. sudo
// and su have `pam_deny` twice: they ignore pam_setcred, so if it stood once and were lost, `pam_permit` would let
// everyone in.

import { error, type Finding, ok, warning } from './finding.ts';

/**
 * The lines.
 *
 * @param command what runs otp-tui, in absolute paths
 * @param options.config the settings file, if it is another
 * @param options.denials how often `pam_deny` stands: once for sshd, twice for sudo and su
 */
export function pamLines(
  command: string,
  { config, denials = 1 }: { readonly config?: string | undefined; readonly denials?: 1 | 2 } = {},
): readonly string[] {
  const rest = config === undefined ? '--pam' : `--pam --config ${config}`;
  return [
    `auth optional pam_exec.so quiet stdout seteuid ${command} send ${rest}`,
    `auth [success=${denials} ignore=${denials} default=ignore] pam_exec.so quiet stdout seteuid expose_authtok ${command} check ${rest}`,
    ...Array<string>(denials).fill('auth requisite pam_deny.so'),
    'auth required pam_permit.so',
  ];
}

/** A line of a service's file, about `auth`. */
interface Rule {
  readonly number: number;
  readonly control: string;
  readonly module: string;
  readonly args: readonly string[];
}

/** Of a service that names otp-tui, or is asked in place of one that does. */
export interface PamService {
  readonly name: string;
  readonly text: string;
}

interface Wanted {
  readonly what: string;
  readonly fits: (rule: Rule) => boolean;
}

/** What each of the lines must be. */
function wanted(denials: number): readonly Wanted[] {
  const send = (rule: Rule) => isOurs(rule, 'send') && rule.control === 'optional' && hasWords(rule);
  const check = (rule: Rule) =>
    isOurs(rule, 'check') && jumps(rule, denials) && hasWords(rule) && rule.args.includes('expose_authtok');
  const deny = ({ control, module }: Rule) => control === 'requisite' && isModule(module, 'pam_deny');
  const permit = ({ control, module }: Rule) => control === 'required' && isModule(module, 'pam_permit');
  return [
    { what: 'otp-tui send', fits: send },
    { what: 'otp-tui check', fits: check },
    ...Array<Wanted>(denials).fill({ what: 'pam_deny', fits: deny }),
    { what: 'pam_permit', fits: permit },
  ];
}

/** Whether a service's file asks for a code at all. */
export function namesUs({ text }: PamService): boolean {
  return authRules(text).some((rule) => isOurs(rule, 'send') || isOurs(rule, 'check'));
}

/**
 * What is said about a service that names us.
 *
 * @param others the services that it may include
 */
export function stackFindings({ name, text }: PamService, others: readonly PamService[] = []): Finding[] {
  const about = `PAM ${name}`;
  const rules = authRules(text).filter((rule) => rule.control !== '@include' || hasAuth(rule.module, others));
  const first = rules.findIndex((rule) => isOurs(rule, 'send') || isOurs(rule, 'check'));
  const check = rules[first + 1];
  const denials = check && jumps(check, 2) ? 2 : 1;
  const lines = wanted(denials);
  for (const [index, { what, fits }] of lines.entries()) {
    const rule = rules[first + index];
    if (rule && fits(rule)) continue;
    const where = rule === undefined ? 'the end' : `line ${rule.number}`;
    const place = `line ${index + 1} of the ${lines.length}`;
    return [error(about, `${what} is missing at ${where}`, `write ${place} there, and keep them all in order`)];
  }
  const before = rules
    .slice(0, first)
    .flatMap((rule, index) => beforeFinding(about, rule, first - index + denials) ?? []);
  const after = rules.length > first + lines.length;
  const next = 'remove the lines after ours, unless you want the password as well';
  return [
    ok(about, `the ${lines.length} lines are complete and in order`),
    ...(denials === 1 && ONE_DENIAL_TOO_FEW.test(name) ? [fewDenials(about)] : []),
    ...before,
    ...(after ? [warning(about, 'more is asked for after a correct code', next)] : []),
  ];
}

/** Whether an included file says anything about `auth`; unknown files may. */
function hasAuth(included: string, services: readonly PamService[], depth = 0): boolean {
  const file = services.find(({ name }) => name === included);
  if (!file || depth > MAX_DEPTH) return true;
  return authRules(file.text).some(
    ({ control, module }) => control !== '@include' || hasAuth(module, services, depth + 1),
  );
}

/** How deep files include one another, at most, as in libpam. */
const MAX_DEPTH = 32;

/** Services that ignore pam_setcred. */
const ONE_DENIAL_TOO_FEW = /^(?:sudo|su)(?:-|$)/;

function fewDenials(about: string): Finding {
  const next = 'write it twice, with success=2 ignore=2 in the line before';
  return warning(about, 'if the one pam_deny were lost, everyone would be let in', next);
}

/** About a line before ours that may let someone in without a code. @param toPermit how many lines it must skip to reach `pam_permit`, less one */
function beforeFinding(about: string, { number, control, module }: Rule, toPermit: number): Finding | undefined {
  // Root needs no code to become someone else.
  if (isModule(module, 'pam_rootok')) return undefined;
  if (control === 'include' || control === '@include') {
    const next = 'see that nothing in it is sufficient, or take it out';
    return warning(about, `line ${number} includes ${module} before a code is asked for`, next);
  }
  const results = Object.values(controlValues(control));
  if (control === 'sufficient' || results.includes('done')) {
    return error(about, `line ${number} lets people in before a code is asked for`, 'move it, or take it out');
  }
  // A jump to the second of our lines leaves out only the text, and one to pam_deny denies.
  const isOver = results.some((result) => /^[0-9]+$/.test(result) && Number(result) > toPermit);
  if (!isOver) return undefined;
  return warning(about, `line ${number} lets some people in without a code`, 'make sure that they are meant');
}

/** The services that sudo and su have for a login shell. */
const LOGIN_SERVICES: readonly (readonly [service: string, login: string, command: string])[] = [
  ['sudo', 'sudo-i', 'sudo -i'],
  ['su', 'su-l', 'su -'],
];

/** About services that are asked in place of one that names us. */
export function siblingFindings(services: readonly PamService[]): Finding[] {
  const byName = new Map(services.map((service) => [service.name, service]));
  return LOGIN_SERVICES.flatMap(([name, login, command]) => {
    const [one, other] = [byName.get(name), byName.get(login)];
    if (!one || !other || !namesUs(one) || namesUs(other) || includes(other, name)) return [];
    return [error(`PAM ${login}`, `${command} asks for no code, as ${name} does`, 'write the lines there too')];
  });
}

/** Whether a service's file takes its `auth` lines from another's. */
function includes({ text }: PamService, name: string): boolean {
  const lines = logicalLines(text).map(({ line }) => line);
  return lines.some((line) =>
    new RegExp(`^(?:@include|-?auth\\s+(?:include|substack))\\s+(?:\\S*/)?${name}$`).test(line),
  );
}

function isOurs({ module, args }: Rule, verb: 'send' | 'check'): boolean {
  const at = args.indexOf(verb);
  return isModule(module, 'pam_exec') && at > 0 && args.includes('--pam') && args.some((arg) => /otp-tui/.test(arg));
}

/** The words of pam_exec that every line of ours needs; and the program by an absolute path. */
function hasWords({ args }: Rule): boolean {
  const program = args.find((arg) => !/^(?:debug|expose_authtok|quiet|quiet_log|stdout|seteuid)$|=/.test(arg));
  return args.includes('stdout') && args.includes('seteuid') && program?.startsWith('/') === true;
}

function isModule(module: string, name: string): boolean {
  return module === `${name}.so` || (module.startsWith('/') && module.endsWith(`/${name}.so`));
}

/** Whether a line goes on after so many others if it succeeds, and with the next if not. */
function jumps({ control }: Rule, over: number): boolean {
  const { success, ignore, default: otherwise, ...more } = controlValues(control);
  const isOver = success === String(over) && ignore === String(over);
  return isOver && otherwise === 'ignore' && Object.keys(more).length === 0;
}

function controlValues(control: string): Readonly<Record<string, string>> {
  const pairs = /^\[(.*)\]$/.exec(control)?.[1]?.trim().split(/\s+/) ?? [];
  return Object.fromEntries(pairs.map((pair) => pair.split('=', 2)));
}

function authRules(text: string): Rule[] {
  return logicalLines(text).flatMap(({ number, line }) => {
    const included = /^@include\s+(\S+)$/.exec(line)?.[1];
    if (included !== undefined) return [{ number, control: '@include', module: included, args: [] }];
    const [, control = '', module = '', rest = ''] = /^-?auth\s+(\[[^\]]*\]|\S+)\s+(\S+)\s*(.*)$/i.exec(line) ?? [];
    return module === '' ? [] : [{ number, control, module, args: rest.split(/\s+/).filter((arg) => arg !== '') }];
  });
}

/** The lines without comments, each with the number of its first; a backslash at the end goes on in the next. */
function logicalLines(text: string): { readonly number: number; readonly line: string }[] {
  const lines: { number: number; line: string }[] = [];
  let pending: { number: number; line: string } | undefined;
  for (const [index, raw] of text.split('\n').entries()) {
    const goesOn = /\\$/.test(raw);
    const part = raw.replace(/\\$/, ' ').replace(/(^|\s)#.*$/, '');
    pending = pending ? { ...pending, line: pending.line + part } : { number: index + 1, line: part };
    if (goesOn) continue;
    lines.push({ ...pending, line: pending.line.trim() });
    pending = undefined;
  }
  return lines.filter(({ line }) => line !== '');
}
