// Cuts blessed down to what the form uses, for the program's bundle: the screen without its widgets, the two
// terminals that we paint for, and of a terminal's 497 capabilities those that somebody asks for.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);
const blessed = dirname(require.resolve('blessed/package.json'));
const Tput = require('blessed/lib/tput');

const TERMINALS = ['xterm-256color', 'linux'];
/** Whoever may ask for a capability by name. */
const ASKING = ['lib/program.js', 'lib/tput.js', 'lib/widgets/screen.js'].map((file) => join(blessed, file));

/** Blessed's list of capabilities and their aliases, with those that are asked for alone. */
const CAPABILITIES = (() => {
  const sources = ASKING.map((file) => readFileSync(file, 'utf8')).join('\n');
  const asked = new Set([...sources.matchAll(/\.(\w+)/g)].map(([, name]) => name));
  const isAsked = ([name, aliases]) => [name, ...aliases, ...Tput.alias[name]].some((each) => asked.has(each));
  return Object.fromEntries(
    Object.entries(Tput._alias).map(([kind, names]) => [
      kind,
      Object.fromEntries(Object.entries(names).filter(isAsked)),
    ]),
  );
})();

const NOTHING = 'module.exports = undefined;';
/** What is replaced in blessed's own files. */
const REPLACED = {
  // Asks tmux for its version by running whatever `tmux` is found, when the screen opens.
  child_process: NOTHING,
  // The mouse of the Linux console, by a socket.
  './gpmclient': NOTHING,
  './log': NOTHING,
  './element': NOTHING,
  './box': NOTHING,
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

/** Takes the place of blessed's own entry, which reads and compiles a whole terminal description. */
function entry() {
  return `
    const Tput = require('./tput');
    const TERMINALS = ${JSON.stringify(Object.fromEntries(TERMINALS.map((name) => [name, describe(name)])))};
    const compileString = Tput.prototype._compile;
    const noop = () => '';

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
          const method = kind === 'strings' ? lazily(this, info, name, value) : value ?? (kind === 'bools' ? false : -1);
          for (const each of [name, ...Tput.alias[name]]) info.methods[each] = method;
        }
      }
      return info;
    };
    // A string is compiled with \`new Function\`, so only once it is used.
    function lazily(tput, info, name, value) {
      if (!value) return noop;
      let compiled;
      return function (parameters) {
        compiled ??= compileString.call(tput, info, name, value);
        return compiled.call(this, parameters);
      };
    }

    module.exports = { tput: Tput, screen: require('./widgets/screen') };`;
}

/** A terminal's description, with what is asked for alone. */
function describe(terminal) {
  const file = join(blessed, 'usr', terminal);
  const info = Tput.prototype.parseTerminfo.call(new Tput(), readFileSync(file), file);
  const only = (kind) => Object.fromEntries(Object.entries(info[kind]).filter(([name]) => name in CAPABILITIES[kind]));
  return {
    name: info.name,
    names: info.names,
    desc: info.desc,
    bools: only('bools'),
    numbers: only('numbers'),
    strings: only('strings'),
  };
}
