// Reads a `.env` file. Its settings stay here: they are never put into the environment, where
// every command that we start would find them.

import { readFileSync } from 'node:fs';
import { parse } from 'dotenv';

export type EnvFile =
  | { readonly kind: 'read'; readonly values: Readonly<Record<string, string>> }
  | { readonly kind: 'unreadable'; readonly problem: string };

/**
 * The settings in a file.
 *
 * @param path the file that was asked for, or undefined for `.env` in the current directory, which need not exist
 */
export function readEnvFile(path: string | undefined): EnvFile {
  try {
    return { kind: 'read', values: parse(readFileSync(path ?? '.env')) };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (path === undefined && code === 'ENOENT') return { kind: 'read', values: {} };
    const name = path === undefined ? '.env' : `--env-file ${path}`;
    const why = code === 'ENOENT' ? 'there is no such file' : `it cannot be read (${code ?? 'unknown error'})`;
    return { kind: 'unreadable', problem: `${name}: ${why}` };
  }
}
