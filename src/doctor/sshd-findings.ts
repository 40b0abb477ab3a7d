// What is said about sshd: whether it asks for the code, after a key, of everyone who is to be asked.

import { error, type Finding, ok, warning } from './finding.ts';

/** In s. A text may take a minute to arrive. */
const LEAST_GRACE = 120;

/** @param config what `sshd -T -C user=NAME` prints for a user */
export function sshdFindings(user: string, config: string): Finding[] {
  const about = `sshd for ${user}`;
  const values = new Map(
    config.split('\n').map((line) => {
      const [key = '', ...value] = line.trim().split(' ');
      return [key.toLowerCase(), value.join(' ').toLowerCase()];
    }),
  );
  const findings: Finding[] = [];
  const need = (key: string, name: string, what: string) => {
    if (values.get(key) !== 'yes') findings.push(error(about, `${name} is not yes, so ${what}`, `set ${name} yes`));
  };
  need('usepam', 'UsePAM', 'PAM asks for nothing');
  need('kbdinteractiveauthentication', 'KbdInteractiveAuthentication', 'no code can be asked for');
  const methods = values.get('authenticationmethods') ?? 'any';
  const open = methods.split(' ').find((one) => !isKeyThenCode(one));
  if (open !== undefined) {
    const next = 'set AuthenticationMethods publickey,keyboard-interactive';
    const why = open === 'any' ? 'one method is enough' : `${open} is not a key and then a code`;
    findings.push(error(about, `AuthenticationMethods is ${methods}: ${why}`, next));
  }
  if (user === 'root') findings.push(...rootFindings(about, values.get('permitrootlogin')));
  const grace = Number(values.get('logingracetime') ?? LEAST_GRACE);
  if (grace !== 0 && grace < LEAST_GRACE) {
    const text = `LoginGraceTime is ${grace} s, which may be too short for a text to arrive`;
    findings.push(warning(about, text, `set LoginGraceTime ${LEAST_GRACE}`));
  }
  return findings.length > 0 ? findings : [ok(about, 'a key, then a code')];
}

function isKeyThenCode(methods: string): boolean {
  const names = methods.split(',').map((one) => one.split(':')[0]);
  const key = names.indexOf('publickey');
  return key >= 0 && names.indexOf('keyboard-interactive') > key;
}

function rootFindings(about: string, permitted: string | undefined): Finding[] {
  if (permitted === 'yes' || permitted === 'no') return [];
  const text = `PermitRootLogin is ${permitted}, which refuses the code`;
  return [warning(about, text, 'set PermitRootLogin no; or yes, with root in the users file')];
}

/** The findings for all users, those that are alike in one. @param found the findings by user */
export function together(found: readonly (readonly Finding[])[]): Finding[] {
  const users = new Map<string, { readonly finding: Finding; readonly names: string[] }>();
  for (const finding of found.flat()) {
    const { about, ...rest } = finding;
    const key = JSON.stringify(rest);
    const alike = users.get(key) ?? { finding, names: [] };
    alike.names.push(about.replace(/^sshd for /, ''));
    users.set(key, alike);
  }
  return [...users.values()].map(({ finding, names }) => {
    const [first, ...others] = names;
    const more = others.length === 0 ? '' : ` and ${others.length} more`;
    return { ...finding, about: `sshd for ${first}${more}` };
  });
}
