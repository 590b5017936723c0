import { existsSync, readdirSync, readFileSync } from 'fs';
import { isBuiltin } from 'module';
import { dirname, join, relative, resolve } from 'path';

const SRC = resolve(__dirname, '../../src');

/** What each room may import from, its own files aside; `errors` lies beside the rooms. */
const ROOMS: Record<string, readonly string[]> = {
  files: [],
  time: ['errors'],
  matrix: ['errors', 'time'],
  findings: ['matrix'],
  report: ['matrix', 'findings'],
  inventory: ['matrix'],
  rules: ['errors', 'time', 'matrix', 'findings', 'inventory'],
  runbook: ['time', 'matrix', 'findings', 'report', 'inventory'],
  terraform: ['errors', 'time', 'matrix', 'inventory'],
  validation: ['errors', 'files', 'time', 'matrix', 'findings', 'report', 'inventory', 'rules', 'terraform'],
  vault: ['errors', 'time', 'matrix', 'terraform', 'validation'],
  policy: ['errors', 'time', 'matrix', 'terraform', 'validation', 'vault'],
  server: ['errors', 'time', 'matrix', 'terraform', 'validation', 'vault', 'policy'],
  cluster: ['errors', 'time', 'matrix', 'terraform', 'validation', 'vault', 'server'],
  testing: ['findings', 'validation'],
  cli: ['files', 'matrix', 'findings', 'report', 'inventory', 'rules', 'runbook', 'twin', 'validation'],
  // Held against the library, so it takes nothing from it.
  twin: [],
};

/** Rooms that know nothing of cdktf and the provider. */
const PURE = ['time', 'matrix', 'findings', 'report', 'inventory', 'rules', 'runbook', 'twin'];
/** Files of other rooms that are pure as well. */
const PURE_FILES = ['cli/', 'files/', 'validation/engine.ts', 'validation/profile'];
/** The only files that other packages may be imported in, by package. */
const LIBRARIES: Record<string, RegExp> = {
  '@js-temporal/polyfill': /^(time|twin)\//,
  selfsigned: /^twin\/certificate\.ts$/,
  'semver/classes/range': /^rules\/terraform-constraint\.ts$/,
  os: /^cli\/rehearse\.ts$/,
  readline: /^cli\/rehearse\.ts$/,
  child_process: /^cli\/rehearse\.ts$/,
  crypto:
    /^(cli\/rehearse|files\/write-(files|folder)|inventory\/value|terraform\/names|validation\/engine|report\/(html|report))\.ts$/,
  'node-sarif-builder': /^report\/sarif\.ts$/,
  buffer: /^(cli\/inputs|validation\/readers\/decode)\.ts$/,
  '@cdktf/hcl2json': /^validation\/readers\/hcl\.ts$/,
  net: /^cluster\/cluster-parts\.ts$/,
  'fs/promises': /^cli\/inputs\.ts$/,
  commander: /^cli\/parse\.ts$/,
  yaml: /^cli\/config\/(nodes|parse)\.ts$/,
  fs: /^(cli\/|files\/|runbook\/script-files\.ts$)/,
  path: /^(cli\/|files\/|runbook\/script-files\.ts$|validation\/reports\.ts$)/,
  sarif: /^report\/sarif(-location)?\.ts$/,
  xmlbuilder: /^report\/junit\.ts$/,
};

interface Import {
  readonly file: string;
  readonly from: string;
  readonly typeOnly: boolean;
}

function files(dir: string): string[] {
  return readdirSync(dir, { withFileTypes: true }).flatMap((entry) => {
    const path = join(dir, entry.name);
    return entry.isDirectory() ? files(path) : entry.name.endsWith('.ts') ? [path] : [];
  });
}

function importsOf(path: string): Import[] {
  const text = readFileSync(path, 'utf8');
  const file = relative(SRC, path);
  const statements = [...text.matchAll(/^(?:import|export)\s[^;]*?from\s+'([^']+)'/gm)].map(([statement, from]) => ({
    file,
    from,
    typeOnly: /^(import|export) type\b/.test(statement),
  }));
  const calls = [...text.matchAll(/\b(?:require|import)\('([^']+)'\)/g)].map(([, from]) => ({
    file,
    from,
    typeOnly: false,
  }));
  return [...statements, ...calls];
}

const IMPORTS = files(SRC).flatMap(importsOf);
/** The version stands in the manifest of the package, which lies beside src and lib alike. */
const inside = IMPORTS.filter(({ from }) => from.startsWith('.') && from !== '../../package.json');
const outside = IMPORTS.filter(({ from }) => !from.startsWith('.'));

function roomOf(path: string): string {
  return path.replace(/\.ts$/, '').split('/')[0];
}

function targetOf({ file, from }: Import): string {
  return roomOf(relative(SRC, resolve(SRC, dirname(file), from)));
}

test('the table names every room', () => {
  const rooms = readdirSync(SRC, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
  expect(rooms.sort()).toEqual(Object.keys(ROOMS).sort());
  expect(IMPORTS.length).toBeGreaterThan(200);
});

test.each(Object.entries(ROOMS))('%s imports nothing from above', (room, allowed) => {
  const wrong = inside
    .filter(({ file }) => file.startsWith(`${room}/`))
    .filter((each) => ![room, ...allowed].includes(targetOf(each)));
  expect(wrong).toEqual([]);
});

test('nobody imports the public face', () => {
  expect(inside.filter(({ file, from }) => file !== 'index.ts' && resolve(SRC, dirname(file), from) === SRC)).toEqual(
    [],
  );
  expect(inside.filter((each) => targetOf(each) === 'index')).toEqual([]);
});

test.each([...PURE.map((room) => `${room}/`), ...PURE_FILES])('%s knows neither cdktf nor the provider', (place) => {
  const wrong = outside
    .filter(({ file }) => file.startsWith(place))
    .filter(({ from }) => /^(cdktf|constructs|@cdktf\/)/.test(from));
  expect(wrong).toEqual([]);
});

test('the provider is imported by subpath, never from its root', () => {
  const wrong = outside.filter(({ from }) => /^@cdktf\/provider-[a-z]+$/.test(from));
  expect(wrong).toEqual([]);
});

test('other libraries stay in their rooms', () => {
  const allowed = ({ file, from }: Import) =>
    /^(cdktf|constructs|@cdktf\/provider-(azurerm|time)\/lib\/[a-z0-9-]+)$/.test(from) ||
    LIBRARIES[from]?.test(file) === true ||
    // A server has to talk to the system.
    (file.startsWith('twin/') && isBuiltin(from));
  expect(outside.filter((each) => !allowed(each))).toEqual([]);
});

/** Everything below src that a file leads to, lazily or not. */
function reached(from: string, seen = new Set<string>()): ReadonlySet<string> {
  if (seen.has(from)) return seen;
  seen.add(from);
  for (const each of inside.filter(({ file, typeOnly }) => file === from && !typeOnly)) {
    const path = relative(SRC, resolve(SRC, dirname(from), each.from));
    const file = [`${path}.ts`, join(path, 'index.ts')].find((candidate) => existsSync(join(SRC, candidate)));
    expect(file).toBeDefined();
    reached(file!, seen);
  }
  return seen;
}

test.each(['index.ts', 'testing/index.ts'])('what %s leads to is packed, and so are the libraries', (face) => {
  const { dependencies, peerDependencies } = JSON.parse(readFileSync(join(SRC, '..', 'package.json'), 'utf8'));
  const reachedFiles = reached(face);
  expect(reachedFiles.size).toBeGreaterThan(100);
  const unpacked = [...reachedFiles].filter((file) => /^(cli\/|validation\/readers\/(?!tree[-.]))/.test(file));
  expect(unpacked).toEqual([]);
  const libraries = outside.filter(({ file, typeOnly }) => reachedFiles.has(file) && !typeOnly).map(({ from }) => from);
  const names = libraries.map((from) => /^(@[^/]+\/)?[^/]+/.exec(from)![0]).filter((name) => !isBuiltin(name));
  expect([...new Set(names)].filter((name) => !(name in { ...dependencies, ...peerDependencies }))).toEqual([]);
});
