import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { App } from 'cdktf';
import fc from 'fast-check';
import { shown } from './kit';
import { assemble } from '../../../src/inventory/assemble';
import { SupportMatrix } from '../../../src/matrix/support-matrix';
import { RULES } from '../../../src/rules/registry';
import { judge } from '../../../src/validation/engine';
import { Profile } from '../../../src/validation/profile';
import { decode } from '../../../src/validation/readers/decode';
import { variablesOf } from '../../../src/validation/readers/modules';
import { InputError, readText } from '../../../src/validation/readers/read';
import { NOW } from '../../kit';
import { brokenEstate } from '../../plans/broken';
import { temporaryFolder } from '../../temporary';

const ESTATES = join(__dirname, '..', '..', 'plans', 'estates');
const estate = (file: string) => readFileSync(join(ESTATES, file), 'utf8');

/** Real plans and states, and what is made of them or of the same estates in the other forms. */
const PLANS = ['modules', 'several', 'picked', 'read', 'ways', 'changes', 'changes-state', 'broken', 'azapi'].map(
  shown,
);
const TEXTS = [...PLANS, stored(shown('changes-state')), synthesized()];
const CONFIGURATIONS = ['modules/main.tf', 'several/main.tf', 'ways/main.tf', 'azapi/main.tf'].map(estate);

/** `FUZZ=100` looks a hundred times as long. */
const TIMES = Number(process.env.FUZZ ?? 1);

jest.setTimeout(60_000 * TIMES);

function synthesized(): string {
  const app = new App({ outdir: temporaryFolder() });
  brokenEstate(app);
  app.synth();
  const [stack] = readdirSync(join(app.outdir, 'stacks'));
  return readFileSync(join(app.outdir, 'stacks', stack, 'cdk.tf.json'), 'utf8');
}

/** A state as Terraform stores it. */
function stored(state: string): string {
  const { resources } = JSON.parse(state).values.root_module;
  return JSON.stringify({
    version: 4,
    serial: 1,
    lineage: 'x',
    resources: resources.map(({ mode, type, name, index, values, depends_on }: any) => ({
      mode,
      type,
      name,
      instances: [{ index_key: index, attributes: values, dependencies: depends_on }],
    })),
  });
}

/** Reads and judges; what is refused is refused in one line, and no rule breaks. */
async function survives(text: string): Promise<'judged' | 'refused'> {
  let document;
  try {
    ({ document } = await readText('input', text));
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    // eslint-disable-next-line no-control-regex -- what would do something to a terminal
    expect(error.message).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
    return 'refused';
  }
  const { findings } = judge(assemble(document), RULES, {
    edition: SupportMatrix.DEFAULT._edition,
    profiles: [Profile.RECOMMENDED._data],
    now: NOW,
    acknowledgements: [],
  });
  expect(findings.filter(({ finding }) => finding.message.startsWith('the rule must come to an end'))).toEqual([]);
  return 'judged';
}

const anyJson = fc.jsonValue({ maxDepth: 3 });

describe('nothing but a result or a refusal', () => {
  test('of any text', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 200 }), async (text) => void (await survives(text))),
      { numRuns: 300 * TIMES },
    );
  });

  test('of any bytes', async () => {
    const decoded = async (bytes: Uint8Array) => {
      try {
        await survives(decode('input', Buffer.from(bytes)));
      } catch (error) {
        expect(error).toBeInstanceOf(InputError);
      }
    };
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), decoded), { numRuns: 300 * TIMES });
  });

  test('of any JSON that looks like a plan or a state', async () => {
    const keys = [
      'planned_values',
      'resource_changes',
      'configuration',
      'prior_state',
      'values',
      'variables',
      'terraform',
      'resource',
    ];
    const record = fc.dictionary(fc.constantFrom(...keys), anyJson);
    await fc.assert(
      fc.asyncProperty(
        record,
        async (json) => void (await survives(JSON.stringify({ format_version: '1.2', ...json }))),
      ),
      { numRuns: 300 * TIMES },
    );
  });

  test('of a plan that is cut off: always a refusal', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...TEXTS),
        fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
        async (text, at) => {
          const whole = text.trimEnd();
          expect(await survives(whole.slice(0, Math.floor(whole.length * at)))).toBe('refused');
        },
      ),
      { numRuns: 150 * TIMES },
    );
  });

  test('of a plan with a letter changed', async () => {
    const letter = fc.constantFrom('"', '{', '}', '[', ']', ',', ':', '\\', '\u0000', '0', 'e', '$', '.', '\ud800');
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...TEXTS), fc.nat(), letter, async (text, at, by) => {
        const place = at % text.length;
        await survives(text.slice(0, place) + by + text.slice(place + 1));
      }),
      { numRuns: 200 * TIMES },
    );
  });

  test('of a plan with parts taken out, swapped or replaced', async () => {
    const mutation = fc.record({
      path: fc.array(fc.nat(), { minLength: 1, maxLength: 9 }),
      by: fc.option(anyJson),
      text: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...TEXTS),
        fc.array(mutation, { minLength: 1, maxLength: 6 }),
        async (text, mutations) => {
          const plan = JSON.parse(text);
          for (const each of mutations) {
            mutate(plan, each.path, each.text && each.by !== null ? hostile(each.by) : each.by);
          }
          await survives(JSON.stringify(plan));
        },
      ),
      { numRuns: 300 * TIMES },
    );
  });
});

describe('nothing but a result or a refusal of HCL', () => {
  const configuration = fc.constantFrom(...CONFIGURATIONS);
  const piece = fc.constantFrom(
    '"',
    '{',
    '}',
    '[',
    '(',
    '=',
    '\n',
    '\\',
    '\u0000',
    '$',
    '${',
    '%{',
    '.',
    '<<A\n',
    '/*',
    '\ud800',
    '\u202e',
  );

  test('that is cut off', async () => {
    const at = fc.double({ min: 0, max: 1, noNaN: true });
    await fc.assert(
      fc.asyncProperty(configuration, at, async (text, part) => {
        await survives(text.slice(0, Math.floor(text.length * part)));
      }),
      { numRuns: 60 * TIMES },
    );
  });

  test('with something put in', async () => {
    await fc.assert(
      fc.asyncProperty(configuration, fc.nat(), piece, async (text, at, by) => {
        const place = at % text.length;
        await survives(text.slice(0, place) + by + text.slice(place));
      }),
      { numRuns: 60 * TIMES },
    );
  });

  test('with lines that have changed their places', async () => {
    const swaps = fc.array(fc.tuple(fc.nat(), fc.nat()), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(configuration, swaps, async (text, places) => {
        const lines = text.split('\n');
        for (const [one, other] of places) {
          const [a, b] = [one % lines.length, other % lines.length];
          [lines[a], lines[b]] = [lines[b], lines[a]];
        }
        await survives(lines.join('\n'));
      }),
      { numRuns: 60 * TIMES },
    );
  });

  test('in files of variables', async () => {
    const value = fc.oneof(
      fc.jsonValue({ maxDepth: 2 }).map((json) => JSON.stringify(json)),
      fc.string(),
    );
    await fc.assert(
      fc.asyncProperty(value, async (text) => {
        const read = variablesOf('a.tfvars', `a = ${text}\n`);
        await read.catch((error: unknown) => expect(error).toBeInstanceOf(InputError));
      }),
      { numRuns: 60 * TIMES },
    );
  });
});

/** Replaces what lies at a path of positions, or takes it out. */
function mutate(json: any, [first, ...rest]: number[], by: unknown): void {
  if (typeof json !== 'object' || json === null) return;
  const keys = Object.keys(json);
  if (keys.length === 0) return;
  const key = keys[first % keys.length];
  if (rest.length > 0 && typeof json[key] === 'object' && json[key] !== null) mutate(json[key], rest, by);
  else if (by === null) delete json[key];
  else json[key] = by;
}

/** Texts that break what takes them for something else. */
function hostile(seed: unknown): unknown {
  const texts = [
    '${',
    '${var.x}',
    '${module.a.b[0].c["d"]}',
    'module.',
    'data.a',
    '.[].[',
    'a["\\',
    '__proto__',
    'constructor.prototype',
    '|',
    '/subscriptions//resourceGroups/',
    '\u001b[31m<script>',
    '${for a in b : a}',
    '"',
  ];
  return texts[JSON.stringify(seed).length % texts.length];
}

describe('references', () => {
  const names = fc.constantFrom('a', 'b', 'c');
  const reference = fc.oneof(
    names.map((name) => `module.${name}.out`),
    names.map((name) => `var.${name}`),
    names.map((name) => `azurerm_data_protection_backup_vault.${name}.id`),
    fc.constantFrom('local.x', 'each.value', 'each.value.id', 'count.index', 'module.a', 'path.module', 'data.a.b.c'),
  );
  const expression = fc.oneof(
    fc.array(reference, { maxLength: 3 }).map((references) => ({ references })),
    reference.map((text) => ({ constant_value: `\${${text}}`, references: [text] })),
    reference.map((text) => ({ constant_value: { a: [`x\${${text}}`] }, references: [text] })),
  );
  const moduleOf = (depth: number): fc.Arbitrary<Record<string, unknown>> =>
    fc.record({
      outputs: fc.record({ out: fc.record({ expression }) }),
      variables: fc.record({ a: fc.record({ default: fc.option(fc.string()) }, { requiredKeys: [] }) }),
      resources: fc.array(
        names.map((name) => ({ mode: 'managed', type: 'azurerm_data_protection_backup_vault', name, expressions: {} })),
        { maxLength: 2 },
      ),
      module_calls: depth === 0 ? fc.constant({}) : fc.dictionary(names, callOf(depth - 1), { maxKeys: 2 }),
    });
  const callOf = (depth: number) =>
    fc.record(
      {
        expressions: fc.dictionary(names, expression),
        module: moduleOf(depth),
        for_each_expression: expression,
        depends_on: fc.array(reference),
      },
      { requiredKeys: ['expressions', 'module'] },
    );

  test('end, wherever they lead', async () => {
    const type = 'azurerm_data_protection_backup_instance_postgresql_flexible_server';
    await fc.assert(
      fc.asyncProperty(
        moduleOf(2),
        fc.tuple(expression, expression, expression),
        fc.array(reference),
        async (root, [a, b, c], wait) => {
          const expressions = { server_id: a, vault_id: b, backup_policy_id: c };
          const config = { mode: 'managed', type, name: 'i', expressions, depends_on: wait, for_each_expression: c };
          const unknown = { server_id: true, vault_id: true, backup_policy_id: true };
          const after = { actions: ['create'], after: { name: 'i' }, after_unknown: unknown };
          const plan = {
            format_version: '1.2',
            planned_values: {},
            resource_changes: [
              { address: `${type}.i["k"]`, mode: 'managed', type, name: 'i', index: 'k', change: after },
              {
                address: `module.a["k"].${type}.i`,
                module_address: 'module.a["k"]',
                mode: 'managed',
                type,
                name: 'i',
                change: after,
              },
            ],
            configuration: { root_module: { ...root, resources: [...(root.resources as unknown[]), config] } },
          };
          expect(await survives(JSON.stringify(plan))).toBe('judged');
        },
      ),
      { numRuns: 200 * TIMES },
    );
  });

  test('of HCL end too', async () => {
    const line = fc.tuple(names, reference).map(([name, to]) => `  ${name} = ${to}`);
    const text = fc.uniqueArray(line, { maxLength: 4, selector: (each) => each[2] }).map((lines) => lines.join('\n'));
    await fc.assert(
      fc.asyncProperty(text, text, async (locals, server) => {
        const body = `locals {\n${locals}\n}\nresource "azurerm_postgresql_flexible_server" "s" {\n${server}\n  name = local.a\n}\n`;
        expect(await survives(body)).toBe('judged');
      }),
      { numRuns: 60 * TIMES },
    );
  });
});
