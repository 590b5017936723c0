import { cdk, javascript, JsonFile } from 'projen';

/** The first Node.js 20 release line that jsii 6 and eslint 9 both still run on. */
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
  projenrcTs: true,

  jsiiVersion: '~6.0.0',
  typescriptVersion: '~6.0.0',
  peerDeps: ['cdktf@^0.21.0', '@cdktf/provider-azurerm@^14.23.0', '@cdktf/provider-time@^11.0.0', 'constructs@^10.4.2'],
  // jsii can't describe plain libraries to other languages, so they travel inside the package.
  bundledDeps: ['@js-temporal/polyfill', 'semver'],
  devDeps: [
    '@types/semver',
    'cdktf-cli@0.21.0',
    'fast-check',
    'selfsigned@^5',
    'tsx',
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
  prettierOptions: { settings: { singleQuote: true, printWidth: 120, trailingComma: javascript.TrailingComma.ALL } },
  eslintOptions: { dirs: ['src'], devdirs: ['test', 'examples', 'bench', 'tools'], prettier: true, commandOptions: { fix: false } },

  jestOptions: {
    updateSnapshot: javascript.UpdateSnapshot.NEVER,
    coverageText: false,
    jestConfig: {
      testMatch: ['<rootDir>/test/**/*.test.ts'],
      testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/terraform/'],
      coverageReporters: ['text-summary', 'lcov'],
      coverageThreshold: { branches: 90, functions: 95, lines: 95, statements: 95 },
    },
  },
  gitignore: ['cdktf.out', '.gen', '*.tfstate*', '.terraform/', '.terraform.lock.hcl', '/bench/out/'],
  npmignore: ['/.ci', '/bench', '/examples', '/docs', '/scripts', '/CONTRIBUTING.md', '/tsconfig.json'],
  tsconfigDev: { include: ['../examples/**/*.ts', '../bench/**/*.ts', '../tools/**/*.ts'], compilerOptions: {} },
});

void JsonFile;
project.synth();
