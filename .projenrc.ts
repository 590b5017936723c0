import { cdk, javascript, JsonFile } from 'projen';

/** The oldest Node.js that jsii 6 runs on. */
const MIN_NODE = '20.16.0';

const project = new cdk.JsiiProject({
  name: 'cdktf-azure-postgres-backup',
  description:
    'CDK for Terraform constructs that keep PostgreSQL on Azure recoverable for years: backup vault, roles, policy and instance from one statement, checked against the support matrix at synthesis.',
  author: 'The cdktf-azure-postgres-backup maintainers',
  authorAddress: 'https://github.com/cdktf-azure-postgres-backup',
  authorOrganization: true,
  repositoryUrl: 'https://github.com/cdktf-azure-postgres-backup/cdktf-azure-postgres-backup.git',
  license: 'Apache-2.0',
  copyrightPeriod: '2026',
  copyrightOwner: 'The cdktf-azure-postgres-backup maintainers',
  keywords: ['cdktf', 'cdk', 'terraform', 'azure', 'postgresql', 'backup', 'azurerm'],
  stability: 'experimental',
  defaultReleaseBranch: 'main',
  minNodeVersion: MIN_NODE,
  packageManager: javascript.NodePackageManager.NPM,
  npmTrustedPublishing: true,
  bin: { azpgbackup: 'bin/azpgbackup.js' },
  autoDetectBin: false,
  projenrcTs: true,

  // Type definitions and compiler move together: jsii 6.0 brings TypeScript 6.0.
  jsiiVersion: '~6.0.0',
  typescriptVersion: '~6.0.0',
  // Ranges for users; projen installs their lower ends here, so that the oldest supported versions are what is tested.
  peerDeps: ['cdktf@^0.21.0', '@cdktf/provider-azurerm@^14.23.0', '@cdktf/provider-time@^11.0.0', 'constructs@^10.4.2'],
  // jsii can't describe plain libraries to other languages, so they travel inside the package.
  bundledDeps: ['@js-temporal/polyfill', 'node-sarif-builder@^4', 'semver', 'xmlbuilder'],
  devDeps: [
    // The last that runs on the oldest Node.js.
    '@azure/storage-blob@~12.31.0',
    '@cdktf/hcl2json@0.21.0',
    '@microsoft/jest-sarif',
    '@types/markdown-it@^14',
    '@types/proper-lockfile',
    '@types/sarif',
    '@types/semver',
    'ajv@^8',
    'ajv-formats@^3',
    // The last that runs on the oldest Node.js.
    'azurite@3.34.0',
    'cdktf-cli@0.21.0',
    // The last that runs on the oldest Node.js.
    'commander@^14',
    'esbuild',
    'fast-check',
    'markdown-it@^14',
    'parse5@^7',
    'proper-lockfile',
    'saxes@^6',
    'selfsigned@^5',
    'tsx',
    'yaml@^2',
  ],

  publishToPypi: { distName: 'cdktf-azure-postgres-backup', module: 'cdktf_azure_postgres_backup' },
  publishToMaven: {
    javaPackage: 'io.github.cdktf_azure_postgres_backup',
    mavenGroupId: 'io.github.cdktf-azure-postgres-backup',
    mavenArtifactId: 'cdktf-azure-postgres-backup',
  },
  publishToNuget: { dotNetNamespace: 'CdktfAzurePostgresBackup', packageId: 'CdktfAzurePostgresBackup' },
  publishToGo: {
    moduleName: 'github.com/cdktf-azure-postgres-backup/cdktf-azure-postgres-backup-go',
    packageName: 'azurepostgresbackup',
  },

  prettier: true,
  prettierOptions: {
    settings: { singleQuote: true, printWidth: 120, trailingComma: javascript.TrailingComma.ALL },
  },
  eslintOptions: {
    dirs: ['src'],
    devdirs: ['test', 'examples', 'bench', 'tools', 'docs'],
    prettier: true,
    commandOptions: { fix: false },
  },

  jestOptions: {
    // A golden is a contract: it changes by a hand that has read it, never by the run that tests it.
    updateSnapshot: javascript.UpdateSnapshot.NEVER,
    coverageText: false,
    jestConfig: {
      testMatch: ['<rootDir>/test/**/*.test.ts'],
      testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/(terraform|restore)/'],
      moduleNameMapper: { '^cdktf-azure-postgres-backup$': '<rootDir>/src' },
      collectCoverage: false,
      // By itself jest leaves one processor idle, of two that is half.
      maxWorkers: '100%',
      // What runs in processes of its own is left out.
      collectCoverageFrom: ['src/**/*.ts', '!src/cli/{bin,process}.ts'],
      coverageReporters: ['text-summary', 'lcov'],
      // V8's own counts grow with every file that a worker has run before.
      coverageProvider: 'babel',
      coverageThreshold: { branches: 90, functions: 95, lines: 95, statements: 95 },
    },
  },
  gitignore: ['/bin/', 'cdktf.out*', '*.tfstate*', '.terraform/', '.terraform.lock.hcl', '/.docgen/', '/bench/out/'],
  tsconfigDev: {
    compilerOptions: { paths: { 'cdktf-azure-postgres-backup': ['../src/index.ts'] } },
  },
});

new JsonFile(project, 'jest.terraform.config.json', {
  marker: false,
  obj: {
    testMatch: ['<rootDir>/test/{terraform,restore}/**/*.test.ts'],
    moduleNameMapper: { '^cdktf-azure-postgres-backup$': '<rootDir>/src' },
    transform: { '^.+\\.ts$': ['ts-jest', { tsconfig: 'test/tsconfig.json' }] },
    testTimeout: 600_000,
    // Much of the time goes by in the waits of the provider: more workers than processors, and the longest first.
    maxWorkers: 4,
    testSequencer: '<rootDir>/test/terraform/longest-first.js',
    maxConcurrency: 9,
  },
});

// The examples name the package as users do; the compiler resolves it, and checks that it can be.
project.eslint!.addOverride({ files: ['examples/**/*.ts'], rules: { 'import/no-unresolved': 'off' } });

// What only the command uses is bundled into it, the twin among it.
project.eslint!.addOverride({
  files: ['src/cli/**/*.ts', 'src/twin/**/*.ts', 'src/validation/readers/*.ts'],
  rules: { 'import/no-extraneous-dependencies': ['error', { devDependencies: true }] },
});

// ESLint looks for the nearest tsconfig of each file.
for (const folder of ['bench', 'docs', 'tools']) {
  new JsonFile(project, `${folder}/tsconfig.json`, {
    obj: { extends: '../test/tsconfig.json', include: ['**/*.ts'], exclude: ['out'] },
  });
}

// Beside the files, where a debugger finds them: within them every start of a program would read them too.
const sourceMaps = project.tryFindObjectFile('tsconfig.json')!;
sourceMaps.addDeletionOverride('compilerOptions.inlineSourceMap');
sourceMaps.addOverride('compilerOptions.sourceMap', true);

// 1.13.0 names bindings for platforms that were never published, and `npm ci` stumbles over what it can't lock.
project.package.addField('overrides', { 'unrs-resolver': '1.12.2' });

const task = (name: string, description: string, ...steps: string[]) => {
  const added = project.addTask(name, { description });
  for (const step of steps) added.exec(step);
  return added;
};

const bundle = task('bundle', 'Make the command, bin/azpgbackup.js', 'tsx tools/bundle/bundle.ts');
project.postCompileTask.spawn(bundle);
project.compileTask.spawn(
  task(
    'quicken',
    'Let the compiled package load what is asked of it, no more, and from a few files',
    'tsx tools/package/compiled.ts',
  ),
);

task('start', 'Synthesize the quickstart and apply it to a twin', 'tsx tools/quickstart.ts');
// Not a task, and in the shell's place: neither projen nor every shell passes on the signal that ends it.
project.package.setScript('twin', 'exec node --import tsx tools/twin.ts');
const bench = task('bench', 'Print the measured ratios', 'jsii --silence-warnings=reserved-word');
bench.spawn(bundle);
bench.exec('tsx bench/run.ts', { receiveArgs: true });

const unit = task('test:unit', 'The inner loop: everything but Terraform');
unit.exec('jest --ci', { receiveArgs: true });
const coverage = task(
  'test:coverage',
  'The unit tests, held to the coverage that is asked for',
  'jest --ci --coverage',
);
task(
  'fuzz',
  'Mutate real plans, states and configurations: the readers must never break',
  'FUZZ=10 jest --ci test/validation/readers/properties.test.ts',
);
const terraform = task(
  'test:terraform',
  'Set up Terraform, OpenTofu, the providers and the Azure CLI, and apply everything to twins',
);
terraform.exec('tsx tools/terraform/setup.ts');
terraform.exec('jest --ci --config jest.terraform.config.json', { receiveArgs: true });
task(
  'test:api',
  'Fail when API.md is stale',
  'mkdir -p .docgen',
  'jsii-docgen -o .docgen/API.md',
  'diff -u API.md .docgen/API.md || (echo "API.md is stale: run npx projen compile && npx projen docgen" >&2; exit 1)',
);

// jest strips the types without checking them.
const types = task('test:types', 'Check the types of everything that is not the library');
for (const folder of ['test', 'tools', 'bench', 'docs', 'examples/typescript']) types.exec(`tsc --noEmit -p ${folder}`);

// projen's own shell runs nothing in the background.
const checks = task(
  'test:checks',
  'What keeps one processor busy each: API.md, types, mutations and style, side by side',
  `bash -c 'projen test:api & api=$!; projen test:types & types=$!; projen fuzz & fuzz=$!; projen eslint && wait $api && wait $types && wait $fuzz'`,
);

project.testTask.reset();
project.testTask.spawn(project.compileTask);
project.testTask.spawn(checks);
project.testTask.spawn(coverage);
project.testTask.spawn(terraform);

// What users of the package have no use for.
for (const path of [
  '/.ci/',
  '/bench/',
  '/docs/',
  '/examples/',
  '/tools/',
  '/CONTRIBUTING.md',
  '/jest.terraform.config.json',
  // The command is bundled, the twin and the runbook's scripts with it, and the library reads nothing but the construct tree.
  '/lib/cli/',
  '/lib/runbook/',
  '/lib/twin/',
  '/lib/validation/readers/*',
  '!/lib/validation/readers/tree*',
]) {
  project.addPackageIgnore(path);
}

// The publisher knows the public registry by itself.
project
  .tryFindObjectFile('.github/workflows/release.yml')!
  .addDeletionOverride('jobs.release_npm.steps.9.env.NPM_REGISTRY');

project.synth();
