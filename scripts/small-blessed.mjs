// Reduces blessed to what the form uses, for the program's bundle: the screen without its widgets, the descriptions of
// our two terminals, and of a terminal's 497 capabilities only those that are used.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);
const blessed = dirname(require.resolve('blessed/package.json'));
const Tput = require('blessed/lib/tput');

const TERMINALS = ['xterm-256color', 'linux'];
/** The files that use capabilities by name. */
const USERS = ['lib/program.js', 'lib/tput.js', 'lib/widgets/screen.js'].map((file) => join(blessed, file));

/** blessed's list of capabilities and their aliases, reduced to those that are used. */
const CAPABILITIES = (() => {
  const sources = USERS.map((file) => readFileSync(file, 'utf8')).join('\n');
  const used = new Set([...sources.matchAll(/\.(\w+)/g)].map(([, name]) => name));
  const isUsed = ([name, aliases]) => [name, ...aliases, ...Tput.alias[name]].some((each) => used.has(each));
  return Object.fromEntries(
    Object.entries(Tput._alias).map(([kind, names]) => [
      kind,
      Object.fromEntries(Object.entries(names).filter(isUsed)),
    ]),
  );
})();

const NOTHING = 'module.exports = undefined;';
/** Modules that are replaced in blessed. */
const REPLACED = {
  // Runs whatever `tmux` is on the PATH when the screen opens, to find out its version.
  child_process: NOTHING,
  // The mouse of the Linux console, over a socket.
  './gpmclient': NOTHING,
  './log': NOTHING,
  './element': NOTHING,
  './box': NOTHING,
  // Required only to measure and convert what is in boxes.
  './widgets/element': NOTHING,
  assert: `
    module.exports = (ok) => { if (!ok) throw new Error('a terminal description is damaged'); };
    module.exports.equal = (one, other) => module.exports(one === other);`,
};

/** An esbuild plugin. */
export const smallBlessed = {
  name: 'small blessed',
  setup(build) {
    build.onLoad({ filter: /[\\/]blessed[\\/]lib[\\/]blessed\.js$/ }, () => ({ contents: entry() }));
    build.onLoad({ filter: /[\\/]blessed[\\/]lib[\\/]alias\.js$/ }, () => ({
      contents: `module.exports = ${JSON.stringify(CAPABILITIES)};`,
    }));
    build.onResolve({ filter: /./ }, ({ path, importer }) =>
      /[\\/]blessed[\\/]lib[\\/]/.test(importer) && path in REPLACED ? { path, namespace: 'replaced' } : undefined,
    );
    build.onLoad({ filter: /./, namespace: 'replaced' }, ({ path }) => ({ contents: REPLACED[path] }));
  },
};

/** Replaces blessed's entry point, which reads and compiles a whole terminal description. */
function entry() {
  return `
    const Tput = require('./tput');
    const TERMINALS = { ${TERMINALS.map((name) => `${JSON.stringify(name)}: ${describe(name)}`).join(', ')} };

    Tput.prototype.setup = function () {
      this.inject(this.compile(TERMINALS[this.terminal]));
    };
    Tput.prototype.compile = function (description) {
      const info = { ...description, all: {}, methods: {} };
      this.detectFeatures(info);
      for (const kind of ['bools', 'numbers', 'strings']) {
        for (const name of Object.keys(Tput._alias[kind])) {
          const value = info[kind][name];
          if (value !== undefined) info.all[name] = value;
          const method = kind === 'strings' ? info.compiled[name] ?? noop : value ?? (kind === 'bools' ? false : -1);
          for (const each of [name, ...Tput.alias[name]]) info.methods[each] = method;
        }
      }
      return info;
    };
    function noop() {
      return '';
    }

    module.exports = { tput: Tput, screen: require('./widgets/screen') };`;
}

/**
 * A terminal's description, reduced to the capabilities that are used: an expression. Its strings are compiled here,
 * since blessed would do that with `new Function` before the first frame.
 */
function describe(terminal) {
  const file = join(blessed, 'usr', terminal);
  const tput = new Tput();
  const info = Tput.prototype.parseTerminfo.call(tput, readFileSync(file), file);
  const only = (kind) => Object.fromEntries(Object.entries(info[kind]).filter(([name]) => name in CAPABILITIES[kind]));
  const strings = only('strings');
  const description = {
    name: info.name,
    names: info.names,
    desc: info.desc,
    bools: only('bools'),
    numbers: only('numbers'),
    strings,
  };
  const compiled = Object.entries(strings).map(([name, value]) => {
    const code = String(Tput.prototype._compile.call(tput, info, name, value));
    if (code.includes('[native code]')) throw new Error(`${name} of ${terminal} needs sprintf: adapt describe`);
    return `${JSON.stringify(name)}: ${code}`;
  });
  return `{ ...${JSON.stringify(description)}, compiled: { ${compiled.join(', ')} } }`;
}
