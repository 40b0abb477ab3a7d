// What the environment says about the way to Twilio, for someone who has no settings file yet.

import { proxyOf } from './gate.ts';
import { readSettings, settingsIn } from './read-settings.ts';
import { SETTINGS, type SettingKey } from './settings.ts';

const WAY = ['edge', 'region', 'apiUrl', 'proxy', 'caFile'] as const satisfies readonly SettingKey[];

/** The way to Twilio that the environment names, or what is wrong with it, one line each. */
export async function wayInEnvironment(env: NodeJS.ProcessEnv) {
  const read = readSettings({ flags: {}, env, file: {} }, new Set(WAY));
  const problems = [...read.problems];
  const { edge, region, apiUrl, caFile } = read.values;
  const proxy = problems.length > 0 ? undefined : proxyOf(read, env, problems);
  const authorities = caFile === undefined ? undefined : (await import('./ca-file.ts')).readCaFile(caFile);
  if (authorities && 'problem' in authorities) problems.push(authorities.problem);
  const ca = authorities && 'ca' in authorities ? authorities.ca : undefined;
  return problems.length > 0 ? { problems } : { edge, region, apiUrl, proxy, ca };
}

/** The names of what the environment says about the way to Twilio, which a settings file that is written lacks. */
export function namesOfWay(env: NodeJS.ProcessEnv): readonly string[] {
  const way = WAY.map((key) => SETTINGS[key].name);
  return settingsIn(env).flatMap(({ name = '' }) => (way.some((one) => one === name) ? [name] : []));
}
