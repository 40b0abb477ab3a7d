// Bundles the program into `dist/program`: our own code in a few files, and a file for each package that is loaded only
// when needed. At run time nothing is resolved outside that folder.

import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { build } from 'esbuild';
import { divideModules } from './own-modules.mjs';
import { smallBlessed } from './small-blessed.mjs';

const root = join(import.meta.dirname, '..');
const out = join(root, 'dist/program');

/**
 * The files of our own modules, and the modules that each begins with. The first is the program. The others are loaded
 * when needed: Node reads a file to its end before it runs the first line.
 */
const OWN_FILES = [
  // With what nearly every verb needs.
  {
    name: 'otp-tui',
    from: [
      'main',
      'config/configuration',
      'conversation/report',
      'faces/terminal',
      ...['cost-warnings', 'notes', 'take-settings'].map((module) => `commands/${module}`),
      ...['entry', 'message', 'outcome', 'recovery-entry'].map((module) => `core/${module}`),
    ],
  },
  { name: 'command-line', from: ['commands/cli'] },
  { name: 'phone', from: ['core/phone'], isMostlyPackage: true },
  { name: 'form', from: ['commands/verify'] },
  { name: 'prompt', from: ['faces/prompt/face'] },
  { name: 'verifier', from: ['commands/compose'] },
  { name: 'answers', from: ['send', 'check', 'pam', 'status', 'unlock', 'recovery'].map((verb) => `commands/${verb}`) },
  { name: 'sandbox', from: ['sandbox/sandbox', 'commands/sandbox', 'commands/demo'] },
  { name: 'doctor', from: ['commands/doctor'] },
  { name: 'init', from: ['commands/init'] },
  { name: 'completion', from: ['commands/completion'] },
].map((file) => ({ ...file, from: file.from.map((module) => `src/${module}.ts`) }));

/** The files of packages: the entry point of each, and the imports that refer to it. */
const PACKAGE_FILES = [
  { name: 'blessed', from: 'blessed', importedAs: /^blessed$/ },
  { name: 'commander', from: 'commander', importedAs: /^commander$/ },
  { name: 'clack', from: './src/init/clack.ts', importedAs: /\/clack\.ts$/ },
  { name: 'twilio', from: './src/delivery/twilio-sdk.ts', importedAs: /\/twilio-sdk\.ts$/ },
  { name: 'tunnel', from: './src/delivery/tunnel.ts', importedAs: /\/tunnel\.ts$/ },
  { name: 'redis', from: 'ioredis', importedAs: /^ioredis$/ },
  { name: 'sqlite', from: 'libsql', importedAs: /^libsql$/ },
];

const packageFiles = {
  name: 'package files',
  setup(build) {
    for (const { name, importedAs } of PACKAGE_FILES) {
      build.onResolve({ filter: importedAs }, ({ kind }) =>
        kind === 'entry-point' ? undefined : { path: `./${name}.js`, external: true },
      );
    }
  },
};

/**
 * Replacements: `debug` prints secrets if DEBUG is set, `kerberos` is optional and not used, and commander would start
 * programs for verbs, which no verb of ours is.
 */
const STAND_INS = {
  debug: 'module.exports = () => Object.assign(() => {}, { enabled: false }); module.exports.default = module.exports;',
  kerberos: 'module.exports = undefined;',
  'node:child_process': 'module.exports = {};',
};

const standIns = {
  name: 'stand-ins',
  setup(build) {
    build.onResolve({ filter: /^(debug|kerberos)$/ }, ({ path }) => ({ path, namespace: 'stand-in' }));
    build.onResolve({ filter: /^node:child_process$/ }, ({ path, importer }) =>
      /[\\/]commander[\\/]/.test(importer) ? { path, namespace: 'stand-in' } : undefined,
    );
    build.onLoad({ filter: /./, namespace: 'stand-in' }, ({ path }) => ({ contents: STAND_INS[path] }));
  },
};

/**
 * V8 checks each literal of a regular expression while it reads the file, and classes such as \p{L} take it long. These
 * are compiled once they are reached.
 */
const patternsWait = {
  name: 'patterns wait',
  setup(build) {
    const literal = /\/((?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+)\/([a-z]+)/g;
    build.onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replace(literal, (text, pattern, flags) =>
        pattern.includes('\\p{') ? `new RegExp(${JSON.stringify(pattern)}, '${flags}')` : text,
      ),
      loader: 'ts',
    }));
  },
};

/** The phone number metadata, in the form that V8 parses fastest. */
const metadataAsJson = {
  name: 'metadata as JSON',
  setup(build) {
    build.onLoad({ filter: /libphonenumber-js[\\/]metadata\.min\.json\.js$/ }, ({ path }) => {
      const json = JSON.stringify(JSON.parse(readFileSync(path.replace(/\.js$/, ''), 'utf8')));
      return { contents: `export default JSON.parse(${JSON.stringify(json)});` };
    });
  },
};

/** If RUST_LOG is set, libsql's native code would log to the file descriptor itself, on top of the form. */
const LOAD_QUIETLY = `
function loadQuietly(file) {
  const addon = { exports: {} };
  const { RUST_LOG } = process.env;
  delete process.env.RUST_LOG;
  try {
    process.dlopen(addon, file);
  } finally {
    if (RUST_LOG !== undefined) process.env.RUST_LOG = RUST_LOG;
  }
  return addon.exports;
}
`;

/** libsql has Node resolve its native code, and Node searches all parent folders. `loadAddon` looks only where it should. */
const ownAddon = {
  name: 'own addon',
  setup(build) {
    build.onLoad({ filter: /[\\/]libsql[\\/]index\.js$/ }, ({ path }) => {
      const code = readFileSync(path, 'utf8');
      const imports = /^const \{.*\} = require\("(?:@neon-rs\/load|detect-libc)"\);\n/gm;
      const search = /^function requireNative\(\) \{\n[\s\S]*?^\}\n/m;
      if (!search.test(code) || code.match(imports)?.length !== 2) {
        throw new Error(`${path} now finds its native code differently: adapt ownAddon`);
      }
      const load = `require(${JSON.stringify(join(root, 'src/store/libsql-addon.ts'))}).loadAddon(
        require('node:path').join(__dirname, '../..'),
        loadQuietly,
      )`;
      return {
        contents: code
          .replace(imports, '')
          .replace(search, () => LOAD_QUIETLY)
          .replace('requireNative()', () => load),
      };
    });
  },
};

rmSync(out, { recursive: true, force: true });
const inputs = new Set();
for (const { name, from } of PACKAGE_FILES) await write(name, { entryPoints: [from] });
for (const { name, isMostlyPackage = false, entry, plugin } of await divideModules(root, OWN_FILES)) {
  await write(name, { stdin: { contents: entry, resolveDir: root } }, isMostlyPackage, [plugin]);
}
// Our own package has the type "module".
writeFileSync(join(out, 'package.json'), '{ "type": "commonjs" }\n');
writeFileSync(join(out, 'LICENSES.txt'), licenses());

async function write(name, input, isMinified = true, plugins = []) {
  const { metafile, warnings } = await build({
    ...input,
    absWorkingDir: root,
    outfile: join(out, `${name}.js`),
    bundle: true,
    platform: 'node',
    target: 'node20.19',
    // CommonJS starts faster than ES modules, which Node loads asynchronously.
    format: 'cjs',
    supported: { 'dynamic-import': false },
    // Our own code stays readable: defect reports need the names of source files, which are comments in it.
    minifyWhitespace: isMinified,
    minifySyntax: isMinified,
    legalComments: 'none',
    logLevel: 'warning',
    plugins: [packageFiles, ...plugins, standIns, smallBlessed, patternsWait, metadataAsJson, ownAddon],
    metafile: true,
  });
  if (warnings.length > 0) process.exitCode = 1;
  for (const input of Object.keys(metafile.inputs)) inputs.add(input);
}

/** The licenses of the packages in the bundle. */
function licenses() {
  const folders = new Set(
    [...inputs].flatMap((input) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input.split(sep).join('/'))?.[0] ?? []),
  );
  return [...folders]
    .sort()
    .map((folder) => {
      const { name, version, license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
      const file = readdirSync(join(root, folder)).find((entry) => /^licen[cs]e/i.test(entry));
      const text = file ? readFileSync(join(root, folder, file), 'utf8').trim() : `License: ${license}`;
      return `${name} ${version}\n\n${text}\n`;
    })
    .join(`\n${'-'.repeat(80)}\n\n`);
}
