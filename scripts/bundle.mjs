// Bundles the program into `dist/program`: our own code in one file, and a file for each package that is loaded only
// when needed. At run time nothing is resolved outside that folder.

import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { build } from 'esbuild';
import { smallBlessed } from './small-blessed.mjs';

const root = join(import.meta.dirname, '..');
const out = join(root, 'dist/program');

/** The output files: the entry point of each, and the imports that refer to it. */
const FILES = [
  { name: 'otp-tui', from: './src/main.ts' },
  { name: 'blessed', from: 'blessed', importedAs: /^blessed$/ },
  { name: 'commander', from: 'commander', importedAs: /^commander$/ },
  { name: 'clack', from: './src/init/clack.ts', importedAs: /\/clack\.ts$/ },
  { name: 'twilio', from: './src/delivery/twilio-sdk.ts', importedAs: /\/twilio-sdk\.ts$/ },
  { name: 'tunnel', from: './src/delivery/tunnel.ts', importedAs: /\/tunnel\.ts$/ },
  { name: 'redis', from: 'ioredis', importedAs: /^ioredis$/ },
  { name: 'sqlite', from: 'libsql', importedAs: /^libsql$/ },
];

const ownFiles = {
  name: 'own files',
  setup(build) {
    for (const { name, importedAs } of FILES.filter(({ importedAs }) => importedAs)) {
      build.onResolve({ filter: importedAs }, ({ kind }) =>
        kind === 'entry-point' ? undefined : { path: `./${name}.js`, external: true },
      );
    }
  },
};

/** Replacements for packages: `debug` prints secrets if DEBUG is set, `kerberos` is optional and not used. */
const STAND_INS = {
  debug: 'module.exports = () => Object.assign(() => {}, { enabled: false }); module.exports.default = module.exports;',
  kerberos: 'module.exports = undefined;',
};

const standIns = {
  name: 'stand-ins',
  setup(build) {
    build.onResolve({ filter: /^(debug|kerberos)$/ }, ({ path }) => ({ path, namespace: 'stand-in' }));
    build.onLoad({ filter: /./, namespace: 'stand-in' }, ({ path }) => ({ contents: STAND_INS[path] }));
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
for (const { name, from } of FILES) {
  const ours = name === 'otp-tui';
  const { metafile, warnings } = await build({
    entryPoints: [{ in: from, out: name }],
    absWorkingDir: root,
    outdir: out,
    bundle: true,
    platform: 'node',
    target: 'node20.19',
    // CommonJS starts faster than ES modules, which Node loads asynchronously.
    format: 'cjs',
    supported: { 'dynamic-import': false },
    // Ours stays readable: defect reports need the names of source files, which are comments in it.
    minifyWhitespace: !ours,
    minifySyntax: !ours,
    legalComments: 'none',
    logLevel: 'warning',
    plugins: [ownFiles, standIns, smallBlessed, metadataAsJson, ownAddon],
    metafile: true,
  });
  if (warnings.length > 0) process.exitCode = 1;
  for (const input of Object.keys(metafile.inputs)) inputs.add(input);
}
// Our own package has the type "module".
writeFileSync(join(out, 'package.json'), '{ "type": "commonjs" }\n');
writeFileSync(join(out, 'LICENSES.txt'), licenses());

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
