import { DataProtectionBackupVault } from '@cdktf/provider-azurerm/lib/data-protection-backup-vault';
import { PostgresqlFlexibleServer } from '@cdktf/provider-azurerm/lib/postgresql-flexible-server';
import { App, Aspects, TerraformStack } from 'cdktf';
import {
  BackupVault,
  Finding,
  Outcome,
  PostgresBackupValidator,
  Profile,
  ProtectedFlexServer,
  Retention,
  Severity,
  StorageSize,
  SupportMatrix,
} from '../../src';
import { RULES } from '../../src/rules/registry';
import { annotations, newApp, newStack, NOW, synth, synthError, synthText, variable } from '../kit';
import { rawEstate } from '../rules/kit';

const PLACE = { resourceGroupName: 'rg-orders', location: 'westeurope', recoverableFor: Retention.years(1) };
const TOO_BIG = StorageSize.gibibytes(2048);

function server(stack: TerraformStack, id: string, storage = StorageSize.gibibytes(128)): ProtectedFlexServer {
  PostgresBackupValidator.of(stack).use({ now: NOW });
  return new ProtectedFlexServer(stack, id, { ...PLACE, storage });
}

function rules(findings: Finding[]): string[] {
  return findings.map(({ rule }) => rule);
}

describe('is attached', () => {
  test('by the first construct, once', () => {
    const stack = newStack();
    server(stack, 'A');
    server(stack, 'B');
    expect(stack.node.children.filter(({ node }) => node.id === 'PostgresBackupValidator')).toHaveLength(1);
    expect(PostgresBackupValidator.of(stack)).toBe(PostgresBackupValidator.of(stack.node.findChild('A')));
  });

  test('by hand to a stack of raw resources', () => {
    const bare = rawEstate({ server: { storageMb: 2097152 } });
    expect(synthError(bare.stack)).toBeUndefined();
    const { stack } = rawEstate({ server: { storageMb: 2097152 } });
    PostgresBackupValidator.of(stack).use({ now: NOW });
    expect(synthError(stack)).toContain('[Error at /raw/server] PGB401 server-size: ');
    expect(synthText(stack)).toBeUndefined();
  });

  test('and stays silent about what is sound', () => {
    const { stack } = rawEstate();
    PostgresBackupValidator.of(stack).use({ now: NOW, profiles: [Profile.RECOMMENDED], strict: true });
    synth(stack);
    // Notes are on what an estate has beside vault and servers.
    expect(annotations(stack).filter(({ level }) => level !== 'info')).toEqual([]);
  });
});

describe('a violation', () => {
  test('says what, where, the limit, its source and the mend', () => {
    const stack = newStack();
    server(stack, 'Orders', TOO_BIG);
    const error = synthError(stack)!;
    expect(error).toContain('Validation failed with the following errors:');
    expect(error).toMatch(
      /\[Error at \/estate\/Orders\] PGB401 server-size: .*got: 2 Ti?B.* \(azurerm_postgresql_flexible_server\.Orders_\w+\)\.\n\s+Limit: .*support matrix edition 2025-05-15; ".*", 2025-05-15, https:\/\/.*\n\s+Mend: .*acknowledge PGB401 with a reason, an owner and an expiry date/,
    );
  });

  test('is an error annotation of the construct that the author wrote', () => {
    const stack = newStack();
    server(stack, 'Sound');
    const wrong = server(stack, 'Orders', TOO_BIG);
    synthError(stack);
    expect(annotations(stack)).toEqual([
      { level: 'error', path: 'estate/Orders', text: expect.stringMatching(/^PGB401 server-size: /) },
    ]);
    expect(wrong.node.metadata).toHaveLength(1);
  });

  test('is annotated once, however often the app is synthesized, and refused each time', () => {
    const stack = newStack();
    server(stack, 'Orders', TOO_BIG);
    const errors = [synthError(stack), synthError(stack), synthError(stack)];
    expect(errors[0]).toContain('PGB401');
    expect(errors[1]).toBe(errors[0]);
    expect(errors[2]).toBe(errors[0]);
    expect(annotations(stack)).toHaveLength(1);
  });

  test('by the escape hatch is seen', () => {
    const stack = newStack();
    server(stack, 'Orders').resource.addOverride('storage_mb', 2097152);
    expect(synthError(stack)).toContain('[Error at /estate/Orders] PGB401');
  });

  test('that the escape hatch mends is gone', () => {
    const stack = newStack();
    server(stack, 'Orders', TOO_BIG).resource.addOverride('storage_mb', 131072);
    expect(synthError(stack)).toBeUndefined();
  });

  test('by an override inside of a block is seen', () => {
    const stack = newStack();
    const vault = new BackupVault(stack, 'Vault', { resourceGroupName: 'rg', location: 'westeurope' });
    new ProtectedFlexServer(stack, 'Orders', { ...PLACE, vault });
    vault.resource.addOverride('identity.type', 'UserAssigned');
    expect(synthError(stack)).toContain('[Error at /estate/Vault] PGB104');
  });
});

describe('there is no way round it', () => {
  test('skipValidation', () => {
    const stack = newStack('estate', newApp({ skipValidation: true }));
    server(stack, 'Orders', TOO_BIG);
    expect(synthError(stack)).toContain('[Error at /estate/Orders] PGB401');
    expect(synthText(stack)).toBeUndefined();
    expect(annotations(stack)).toHaveLength(1);
  });

  test('skipValidation, with what is sound', () => {
    const stack = newStack('estate', newApp({ skipValidation: true }));
    server(stack, 'Orders');
    expect(synthError(stack)).toBeUndefined();
    expect(synthText(stack)).toBeDefined();
  });

  test.each([false, true])('CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS, skipValidation %s', (skipValidation) => {
    process.env.CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS = '1';
    try {
      const stack = newStack('estate', newApp({ skipValidation }));
      server(stack, 'Orders', TOO_BIG);
      expect(synthError(stack)).toContain('PGB401');
      expect(synthText(stack)).toBeUndefined();
    } finally {
      delete process.env.CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS;
    }
  });

  test('no profile at all', () => {
    const stack = newStack();
    server(stack, 'Orders', TOO_BIG);
    PostgresBackupValidator.of(stack).use({ profiles: [] });
    expect(synthError(stack)).toContain('PGB401');
  });
});

describe('several stacks', () => {
  test.each([false, true])('show every violation at once, sorted (skipValidation %s)', (skipValidation) => {
    const app = newApp({ skipValidation });
    const [b, a] = ['b', 'a'].map((name) => newStack(name, app));
    server(b, 'Two', TOO_BIG);
    server(b, 'One', TOO_BIG);
    server(a, 'Three', TOO_BIG);
    const error = synthError(b)!;
    const paths = [...error.matchAll(/\[Error at (\S+)\] PGB401/g)].map(([, path]) => path);
    expect(paths).toEqual(['/b/One', '/b/Two', '/a/Three']);
    for (const stack of [a, b]) {
      expect(synthText(stack)).toBeUndefined();
      expect(annotations(stack).every(({ level }) => level === 'error')).toBe(true);
    }
    expect(annotations(a)).toHaveLength(1);
    expect(annotations(b)).toHaveLength(2);
  });

  test('a sound one before a wrong one is written, the wrong one is not', () => {
    const app = newApp();
    const [sound, wrong] = ['sound', 'wrong'].map((name) => newStack(name, app));
    server(sound, 'One');
    server(wrong, 'Two', TOO_BIG);
    expect(synthError(sound)).toContain('[Error at /wrong/Two] PGB401');
    expect(synthText(sound)).toBeDefined();
    expect(synthText(wrong)).toBeUndefined();
  });

  test('with one that has no validator leave it alone', () => {
    const app = newApp();
    const wrong = newStack('wrong', app);
    rawEstate({ server: { storageMb: 2097152 } }, newStack('bare', app));
    server(wrong, 'Two', TOO_BIG);
    const error = synthError(wrong)!;
    expect(error).toContain('/wrong/Two');
    expect(error).not.toContain('/bare/');
  });

  test('may be judged by different editions', () => {
    const app = newApp();
    const [v1, v2] = ['v1', 'v2'].map((name) => newStack(name, app));
    server(v2, 'Two', TOO_BIG);
    PostgresBackupValidator.of(v2).use({ edition: SupportMatrix.V2_2026_09_28 });
    server(v1, 'One', TOO_BIG);
    const error = synthError(v1)!;
    expect(error).toContain('/v1/One');
    expect(error).not.toContain('/v2/Two');
  });

  test('an aspect of a later one that breaks it is seen', () => {
    const app = newApp();
    const [first, second] = ['first', 'second'].map((name) => newStack(name, app));
    server(first, 'One');
    server(second, 'Two');
    Aspects.of(second).add({
      visit: (construct) => {
        if (construct instanceof PostgresqlFlexibleServer) construct.storageMb = 2097152;
      },
    });
    expect(synthError(first)).toContain('[Error at /second/Two] PGB401');
    expect(synthText(second)).toBeUndefined();
  });

  test('an aspect of the app that breaks all is seen', () => {
    const app = newApp();
    const stacks = ['first', 'second'].map((name) => newStack(name, app));
    for (const stack of stacks) server(stack, 'One');
    Aspects.of(app).add({
      visit: (construct) => {
        if (construct instanceof PostgresqlFlexibleServer) construct.storageMb = 2097152;
      },
    });
    for (const stack of stacks) {
      Aspects.of(stack).add({
        visit: (construct) => {
          if (construct instanceof PostgresqlFlexibleServer) construct.storageMb = 4194304;
        },
      });
    }
    expect(synthError(stacks[0])).toContain('[Error at /first/One] PGB401');
  });
});

describe('what is not known yet', () => {
  function undecided(strict: boolean): TerraformStack {
    const stack = newStack();
    server(stack, 'Orders', StorageSize.megabytes(variable(stack, 'size', 'number').numberValue));
    PostgresBackupValidator.of(stack).use({ strict });
    return stack;
  }

  test('is noted and passes', () => {
    const stack = undecided(false);
    expect(synthError(stack)).toBeUndefined();
    expect(annotations(stack)).toContainEqual({
      level: 'info',
      path: 'estate/Orders',
      text: expect.stringContaining("PGB401 server-size: `storage_mb` can't be decided yet"),
    });
  });

  test('is refused under strict', () => {
    const stack = undecided(true);
    expect(synthError(stack)).toContain('[Undecided at /estate/Orders] PGB401 server-size: ');
    expect(synthText(stack)).toBeUndefined();
    expect(annotations(stack)).toContainEqual(expect.objectContaining({ level: 'error', path: 'estate/Orders' }));
  });
});

describe('profiles', () => {
  function softDeleteOff(): TerraformStack {
    const stack = newStack();
    new DataProtectionBackupVault(stack, 'raw', {
      name: 'bv-raw',
      resourceGroupName: 'rg',
      location: 'westeurope',
      datastoreType: 'VaultStore',
      redundancy: 'GeoRedundant',
      softDelete: 'Off',
    });
    return stack;
  }

  test('the default one shows errors alone', () => {
    const stack = softDeleteOff();
    expect(rules(PostgresBackupValidator.of(stack).findings({ now: NOW }))).not.toContain('PGB502');
  });

  test('the recommended one warns, and lets it pass', () => {
    const stack = softDeleteOff();
    PostgresBackupValidator.of(stack).use({ now: NOW, profiles: [Profile.RECOMMENDED] });
    expect(synthError(stack)).toBeUndefined();
    expect(annotations(stack)).toContainEqual({
      level: 'warn',
      path: 'estate/raw',
      text: expect.stringMatching(/^PGB502 /),
    });
  });

  test('have names and say what they report', () => {
    expect(Profile.AZURE.name).toBe('azure');
    expect(Profile.RECOMMENDED.name).toBe('recommended');
    expect([Severity.ERROR, Severity.WARNING, Severity.NOTE].map((each) => Profile.AZURE.reports(each))).toEqual([
      true,
      false,
      false,
    ]);
    expect([Severity.ERROR, Severity.WARNING, Severity.NOTE].every((each) => Profile.RECOMMENDED.reports(each))).toBe(
      true,
    );
  });
});

describe('editions', () => {
  test('the chosen one judges', () => {
    const stack = newStack();
    server(stack, 'Orders', TOO_BIG);
    const validator = PostgresBackupValidator.of(stack);
    expect(validator.edition).toBe(SupportMatrix.DEFAULT);
    const of = (edition: SupportMatrix) => validator.findings({ edition }).filter(({ rule }) => rule === 'PGB401');
    expect(of(SupportMatrix.V1_2025_05_15)).toEqual([
      expect.objectContaining({ severity: 'error', edition: '2025-05-15' }),
    ]);
    expect(of(SupportMatrix.V1_2025_02_28)).toEqual([]);
    expect(of(SupportMatrix.V2_2026_09_28)).toEqual([]);
    validator.use({ edition: SupportMatrix.V2_2026_09_28 });
    expect(validator.edition).toBe(SupportMatrix.V2_2026_09_28);
    expect(synthError(stack)).toBeUndefined();
  });

  test('what is not given to `use` stays as it was', () => {
    const stack = newStack();
    const validator = PostgresBackupValidator.of(stack);
    validator.use({ edition: SupportMatrix.V2_2026_09_28 }).use({ strict: true });
    expect(validator.edition).toBe(SupportMatrix.V2_2026_09_28);
  });
});

describe('findings()', () => {
  test('changes nothing and says the same again', () => {
    const stack = newStack();
    server(stack, 'Orders', TOO_BIG);
    const validator = PostgresBackupValidator.of(stack);
    const first = validator.findings();
    expect(validator.findings()).toEqual(first);
    expect(annotations(stack)).toEqual([]);
    expect(first).toEqual([
      expect.objectContaining({
        rule: 'PGB401',
        name: 'server-size',
        severity: Severity.ERROR,
        outcome: Outcome.VIOLATED,
        path: 'estate/Orders',
        edition: '2025-05-15',
        fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/),
        acknowledgement: undefined,
      }),
    ]);
  });

  test('leaves what is written as it was', () => {
    const text = (look: boolean) => {
      const app = newApp();
      const vault = new BackupVault(newStack('central', app), 'Vault', {
        resourceGroupName: 'rg',
        location: 'westeurope',
      });
      const stack = newStack('servers', app);
      new ProtectedFlexServer(stack, 'Orders', { ...PLACE, vault });
      if (look) PostgresBackupValidator.of(stack).findings();
      synth(stack);
      return synthText(stack);
    };
    expect(text(true)).toBe(text(false));
  });

  test('are sorted by address, whatever the order of the statements', () => {
    const of = (ids: string[]) => {
      const stack = newStack();
      for (const id of ids) server(stack, id, TOO_BIG);
      return PostgresBackupValidator.of(stack).findings();
    };
    expect(of(['C', 'A', 'B'])).toEqual(of(['A', 'B', 'C']));
  });

  test('are those of the own stack', () => {
    const app = newApp();
    const [a, b] = ['a', 'b'].map((name) => newStack(name, app));
    server(a, 'One', TOO_BIG);
    server(b, 'Two');
    expect(rules(PostgresBackupValidator.of(a).findings())).toEqual(['PGB401']);
    expect(PostgresBackupValidator.of(b).findings()).toEqual([]);
  });

  test('judge by today where no day is given', () => {
    const stack = newStack();
    new ProtectedFlexServer(stack, 'Orders', PLACE);
    expect(PostgresBackupValidator.of(stack).findings()).toEqual([]);
  });
});

describe('a rule that breaks', () => {
  afterEach(() => jest.restoreAllMocks());

  test.each<[unknown, string]>([
    [new Error('no such thing'), 'no such thing'],
    ['just text', 'just text'],
  ])('is a finding that fails the run; the others go on %#', (problem, text) => {
    const stack = newStack();
    server(stack, 'Orders', TOO_BIG);
    const [broken] = RULES.filter(({ id }) => id === 'PGB101');
    jest.spyOn(broken, 'evaluate').mockImplementation(() => {
      throw problem;
    });
    const findings = PostgresBackupValidator.of(stack).findings();
    expect(rules(findings).sort()).toEqual(['PGB101', 'PGB401']);
    expect(findings.find(({ rule }) => rule === 'PGB101')).toMatchObject({
      severity: 'error',
      outcome: 'violated',
      message: `the rule must come to an end, got: ${text}`,
    });
    expect(synthError(stack)).toContain('PGB101');
    expect(stack.node.metadata).toContainEqual(expect.objectContaining({ type: '@cdktf/error' }));
  });
});

test('two apps in one process know nothing of each other', () => {
  const [wrong, sound] = [newStack(), newStack()];
  server(wrong, 'Orders', TOO_BIG);
  server(sound, 'Orders');
  expect(synthError(sound)).toBeUndefined();
  expect(synthError(wrong)).toContain('PGB401');
  expect(wrong.node.root).toBeInstanceOf(App);
});
