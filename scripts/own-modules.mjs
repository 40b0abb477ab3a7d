// Divides our own modules among the files of the program. Each module is in exactly one, so that a class or a variable
// of a module exists once, whichever files are loaded.

import { join, relative, sep } from 'node:path';
import { build } from 'esbuild';

/**
 * Assigns each module to the first file that reaches it from its beginnings without passing those of another file.
 *
 * @param files each with a name, and the modules it begins with, which may be imported by others. The first is the program
 * @returns for each file, an entry point that exports its modules to the others, and a plugin that imports theirs
 */
export async function divideModules(root, files) {
  const { inputs } = await importsOf(root, files);
  const beginnings = new Set(files.flatMap(({ from }) => from));
  const home = new Map();
  for (const { name, from } of files) {
    const take = (module) => {
      if (home.has(module)) return;
      home.set(module, name);
      for (const { path, external } of inputs[module].imports) {
        if (!external && !beginnings.has(path)) take(path);
      }
    };
    from.forEach(take);
  }

  /** The modules that are imported from other files. */
  const shared = new Set(beginnings);
  for (const [module, file] of home) {
    for (const { path, external } of inputs[module].imports) {
      if (!external && home.get(path) !== file) shared.add(path);
    }
  }

  return files.map((file) => {
    const { name, from } = file;
    const exported = [...shared].filter((module) => home.get(module) === name);
    return {
      ...file,
      entry:
        (from.length > 1 ? lazyEntry : entryOf)(exported) + (file === files[0] ? `\nrequire('./${from[0]}');` : ''),
      plugin: fromOtherFiles(root, (module) => (home.get(module) === name ? undefined : home.get(module))),
    };
  });
}

/** Of a file with several beginnings, of which only one may be needed: a module runs when it is asked for. */
function lazyEntry(exported) {
  const getters = exported.map((module) => `${JSON.stringify(module)}: () => require('./${module}')`);
  return `exports.modules = { ${getters.join(', ')} };`;
}

/** Of any other file: all of it runs when it is loaded, for which esbuild needs no wrappers. */
function entryOf(exported) {
  const imports = exported.map((module, at) => `import * as m${at} from './${module}';\n`);
  const getters = exported.map((module, at) => `${JSON.stringify(module)}: () => m${at}`);
  return `${imports.join('')}export const modules = { ${getters.join(', ')} };`;
}

async function importsOf(root, files) {
  const { metafile } = await build({
    entryPoints: files.flatMap(({ from }) => from),
    absWorkingDir: root,
    outdir: join(root, 'dist'),
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    write: false,
    metafile: true,
  });
  return metafile;
}

/** @param fileOf the other file that a module is in, if it is */
function fromOtherFiles(root, fileOf) {
  return {
    name: 'modules of other files',
    setup(build) {
      build.onResolve({ filter: /^\..*\.ts$/ }, ({ path, resolveDir }) => {
        const module = relative(root, join(resolveDir, path)).split(sep).join('/');
        return fileOf(module) === undefined ? undefined : { path: module, namespace: 'other-file' };
      });
      build.onLoad({ filter: /./, namespace: 'other-file' }, ({ path }) => ({
        contents: `module.exports = require('./${fileOf(path)}.js').modules[${JSON.stringify(path)}]();`,
      }));
      build.onResolve({ filter: /./, namespace: 'other-file' }, ({ path }) => ({ path, external: true }));
    },
  };
}
