// Whether only root can change where a path leads: for a file that decides who may log in.

import { lstatSync, readlinkSync, type Stats, statSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { plainText } from '../core/plain-text.ts';

/** What is asked about an entry of the file system. */
type Entry = Pick<Stats, 'uid' | 'mode' | 'dev' | 'ino' | 'isDirectory' | 'isSymbolicLink'>;

/** Looks at the file system, without following links. */
export interface Look {
  /** @throws if there is no such entry */
  entry(path: string): Entry;
  target(path: string): string;
}

const OTHERS_WRITE = 0o022;
const EVERYONE_WRITES = 0o002;
const OTHERS_READ = 0o044;
/** As many as Linux follows. */
const MAX_LINKS = 40;

/**
 * Why others than root could change an open file, or what its path leads to; undefined if they cannot. The file itself,
 * every folder above it, every link on the way and every folder above those must belong to root and be writable by
 * nobody else. Then nobody else can put another file in its place between two looks. An access control list that lets
 * others write shows in the mode of the group.
 *
 * @param path absolute: the current directory may be anyone's
 * @param opened the file that was opened by this path
 * @param options.isPrivate whether nobody but root may read it either
 * @param options.mayGroupWrite whether the groups of it and of the folders may write to them
 * @returns what follows the file's name and a colon
 */
export function rootsAloneProblem(
  path: string,
  opened: Entry,
  {
    isPrivate = false,
    mayGroupWrite = false,
    look = FILE_SYSTEM,
  }: { readonly isPrivate?: boolean; readonly mayGroupWrite?: boolean; readonly look?: Look } = {},
): string | undefined {
  if (!isAbsolute(path)) return 'its path must begin with /';
  const forbidden = mayGroupWrite ? EVERYONE_WRITES : OTHERS_WRITE;
  let place = '/';
  let rest = parts(path);
  let links = 0;
  for (let entry = look.entry(place); ; entry = look.entry(place)) {
    const isLink = entry.isSymbolicLink();
    const shown = plainText(place);
    // Everyone can write to a link by its mode, but nobody can: it can only be replaced.
    const problem = ownerProblem(entry, isLink ? 0 : forbidden);
    if (problem !== undefined) return `${place === path ? 'it' : shown} ${problem}`;
    if (isLink) {
      links += 1;
      if (links > MAX_LINKS) return 'too many symbolic links lead to it';
      const target = look.target(place);
      rest = [...parts(target), ...rest];
      place = isAbsolute(target) ? '/' : dirname(place);
      continue;
    }
    const [next, ...others] = rest;
    if (next === undefined) return finalProblem(entry, opened, forbidden, isPrivate);
    if (!entry.isDirectory()) return `${shown} is not a folder`;
    place = next === '..' ? dirname(place) : join(place, next);
    rest = others;
  }
}

/**
 * Why others than root could change what folder a path leads to. Neither the file nor its folders need exist: what is
 * missing, root makes.
 *
 * @returns the folder, a colon and why
 */
export function rootsFolderProblem(path: string): string | undefined {
  const folder = dirname(path);
  const opened = statSync(folder, { throwIfNoEntry: false });
  if (!opened) return folder === path ? undefined : rootsFolderProblem(folder);
  const problem = rootsAloneProblem(folder, opened);
  return problem && `${plainText(folder)}: ${problem}`;
}

function finalProblem(entry: Entry, opened: Entry, forbidden: number, isPrivate: boolean): string | undefined {
  if (entry.dev !== opened.dev || entry.ino !== opened.ino) return 'it was replaced while being read';
  const problem = ownerProblem(opened, forbidden);
  if (problem !== undefined) return `it ${problem}`;
  return isPrivate && opened.mode & OTHERS_READ ? 'users other than root can read it: chmod 600 it' : undefined;
}

function ownerProblem({ uid, mode }: Entry, forbidden: number): string | undefined {
  if (uid !== 0) return `belongs to uid ${uid}, but must belong to root`;
  return mode & forbidden ? 'can be written by users other than root: chmod go-w it' : undefined;
}

function parts(path: string): string[] {
  return path.split('/').filter((part) => part !== '' && part !== '.');
}

const FILE_SYSTEM: Look = { entry: (path) => lstatSync(path), target: (path) => readlinkSync(path) };
