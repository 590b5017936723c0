import { readFileSync } from 'fs';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import * as fc from 'fast-check';
import { parse } from 'yaml';
import { configSchema, SCHEMA_FILE } from '../../docs/generate-config-schema';
import { Configuration } from '../../src/cli/config/configuration';
import { parseConfiguration } from '../../src/cli/config/parse';
import { coverage, placedAcknowledgements } from '../../src/cli/config/placed';
import { Problem } from '../../src/cli/problem';

const WHOLE = `edition: 2025-05-15
profiles:
  - recommended
  - name: ledger
    description: What the ledger has to hold to
    basedOn: [long-term-retention]
    rules: [PGB411]
    severities: { PGB401: error, PGB502: error }
    parameters: { minimum-yearly-retention: P10Y }
acknowledgements:
  - rule: PGB504
    resource: azurerm_data_protection_backup_vault.ledger
    reason: Records must be immutable for ten years (ticket FIN-112)
    owner: finance-platform
    expires: 2027-06-30
sizes: { azurerm_postgresql_flexible_server.orders: 480 GB, module.a.server: 1.5 TB }
prices: { currency: EUR, protectedInstanceUnit: 0, storagePerGbMonth: { GeoRedundant: 0.1 } }
`;

const ajv = addFormats(new Ajv({ allErrors: true, strictTypes: false }));
const validate = ajv.compile(JSON.parse(configSchema()));

function problems(text: string): readonly string[] {
  try {
    parseConfiguration(text, 'c.yaml');
  } catch (error) {
    expect(error).toBeInstanceOf(Problem);
    return (error as Problem).lines;
  }
  return [];
}

const acknowledgement = (over: Record<string, unknown> = {}) => ({
  rule: 'PGB504',
  resource: 'a.b',
  reason: 'r',
  owner: 'o',
  expires: '2027-06-30',
  ...over,
});

describe('a configuration file', () => {
  test('holds what it says', () => {
    const read = parseConfiguration(WHOLE, 'c.yaml');
    expect(read).toMatchObject({
      file: 'c.yaml',
      edition: '2025-05-15',
      profiles: ['recommended', 'ledger'],
      acknowledgements: [
        {
          rule: 'PGB504',
          resource: 'azurerm_data_protection_backup_vault.ledger',
          owner: 'finance-platform',
          expires: '2027-06-30',
          line: 11,
        },
      ],
      prices: { currency: 'EUR', protectedInstanceUnit: 0, storagePerGbMonth: { GeoRedundant: 0.1 } },
    });
    expect([...read.sizes]).toEqual([
      ['azurerm_postgresql_flexible_server.orders', 480],
      ['module.a.server', 1536],
    ]);
    const ledger = read.own.get('ledger')!;
    expect(ledger.rules).toEqual(expect.arrayContaining(['PGB310', 'PGB411', 'PGB502', 'PGB901']));
    expect(ledger._data.parameters).toEqual({ 'minimum-yearly-retention': 'P10Y' });
  });

  test('may be empty, or all comments', () => {
    for (const text of ['', '\n', '# nothing yet\n', '{}']) expect(problems(text)).toEqual([]);
  });

  test('may be JSON, indented with tabs as well', () => {
    const json = JSON.stringify(parse(WHOLE), null, '\t');
    const read = parseConfiguration(json, '.azpgbackup.json');
    expect(read.profiles).toEqual(['recommended', 'ledger']);
    expect(problems('{\n\t"editoin": "2025-05-15"\n}')).toEqual([
      'c.yaml:2:2: unknown key "editoin" of the configuration: did you mean "edition"?',
    ]);
  });

  test.each<[string, string, string]>([
    [
      'an unknown key',
      'edition: 2025-05-15\nprofile: [azure]',
      '2:1: unknown key "profile" of the configuration: did you mean "profiles"?',
    ],
    [
      'a key that is like none',
      'zzzzzzzzz: 1',
      '1:1: unknown key "zzzzzzzzz" of the configuration: the keys are edition,',
    ],
    ['an unknown edition', 'edition: 2025-05-16', '1:10: edition "2025-05-16" is unknown: did you mean 2025-05-15?'],
    ['an edition that is a number', 'edition: 2025', '1:10: `edition` must be text'],
    [
      'an unknown profile',
      'profiles: [recomended]',
      '1:12: profile "recomended" is unknown: did you mean recommended?',
    ],
    ['a profile named twice', 'profiles: [azure, azure]', '1:19: profile "azure" is named twice'],
    ['profiles that are no list', 'profiles: azure', '1:11: `profiles` must be a list'],
    ['a profile without a name', 'profiles: [{ rules: [PGB401] }]', '1:12: a profile must have a `name`'],
    ['a profile of a name that is taken', 'profiles: [{ name: azure }]', '1:20: there is a profile "azure" already'],
    ['a profile with an odd name', 'profiles: [{ name: "Ä b" }]', '1:20: `name` of a profile must be lower-case'],
    [
      'an unknown key of a profile',
      'profiles: [{ name: a, rule: [] }]',
      '1:23: unknown key "rule" of a profile: did you mean "rules"?',
    ],
    [
      'an unknown rule',
      'profiles: [{ name: a, rules: [PGB999] }]',
      '1:31: `rules` must hold ids of rules, got: PGB999',
    ],
    ['a rule by its name', 'profiles: [{ name: a, rules: [server-size] }]', 'did you mean "PGB401"?'],
    [
      'a severity that is lowered',
      'profiles: [{ name: a, severities: { PGB401: note } }]',
      '1:45: the severity of PGB401 must be at least error, its own, got: note',
    ],
    ['a severity that is none', 'profiles: [{ name: a, severities: { PGB401: eror } }]', 'did you mean "error"?'],
    [
      'a severity of no rule',
      'profiles: [{ name: a, severities: { PGB4010: error } }]',
      '1:37: `severities` must hold ids of rules, got: PGB4010; did you mean "PGB401"?',
    ],
    [
      'an acknowledgement of no rule',
      'acknowledgements:\n  - rule: pgb701\n    resource: a\n    expires: 2027-02-28',
      '2:11: `rule` must be the id of a rule, got: pgb701; did you mean "PGB701"?',
    ],
    [
      'an unknown parameter',
      'profiles: [{ name: a, parameters: { minimum-yearly-retension: P7Y } }]',
      'did you mean "minimum-yearly-retention"?',
    ],
    [
      'a parameter that is no duration',
      'profiles: [{ name: a, parameters: { minimum-yearly-retention: 7 years } }]',
      '1:37: `minimum-yearly-retention` must be P<n>Y',
    ],
    [
      'a bad date',
      'acknowledgements:\n  - rule: PGB504\n    resource: a\n    reason: r\n    owner: o\n    expires: 2027-02-30',
      '6:14: `expires` must be a date as YYYY-MM-DD, got: 2027-02-30',
    ],
    [
      'a date with a time',
      'acknowledgements: [{ rule: PGB504, resource: a, expires: "2027-02-03T00:00" }]',
      '1:58: `expires` must be a date',
    ],
    [
      'an acknowledgement without a rule',
      'acknowledgements: [{ resource: a, expires: 2027-02-03 }]',
      '1:20: an acknowledgement must have `rule`',
    ],
    [
      'an acknowledgement without an end',
      'acknowledgements: [{ rule: PGB504, resource: a }]',
      '1:20: an acknowledgement must have `expires`',
    ],
    [
      'an acknowledgement of an unknown rule',
      'acknowledgements: [{ rule: PGB5O4, resource: a, expires: 2027-02-03 }]',
      '1:28: ',
    ],
    ['an acknowledgement that is text', 'acknowledgements: [PGB504]', '1:20: an acknowledgement must be a mapping'],
    ['an acknowledgement that is nothing', 'acknowledgements:\n  -\n', 'an acknowledgement must be a mapping'],
    [
      'an acknowledgement of nothing',
      'acknowledgements: [{ rule: PGB504, resource: " ", expires: 2027-02-03 }]',
      '1:46: `resource` must be',
    ],
    ['a size without a unit', 'sizes: { a: 480 }', '1:13: the size of a, such as 480 GB, must be text'],
    ['a size of an odd unit', 'sizes: { a: 480 XB }', '1:13: the size of a must be such as 480 GB'],
    ['a currency that is none', 'prices: { currency: euro }', '1:21: `currency` must be three letters'],
    ['prices without a currency', 'prices: { protectedInstanceUnit: 1 }', '1:9: `prices` must have a `currency`'],
    [
      'a negative price',
      'prices: { currency: EUR, protectedInstanceUnit: -1 }',
      '1:49: `protectedInstanceUnit` must be a number of 0 or more',
    ],
    [
      'an unknown redundancy',
      'prices: { currency: EUR, storagePerGbMonth: { GeoRedundnt: 1 } }',
      'did you mean "GeoRedundant"?',
    ],
    ['a key that is there twice', 'edition: 2025-05-15\nedition: 2025-05-15', '2:1: Map keys must be unique'],
    ['broken YAML', 'profiles: [azure\n', '2:1: '],
    ['two documents', '{}\n---\n{}', 'c.yaml:'],
    ['a list', '- azure', '1:1: the configuration must be a mapping'],
    ['a key that is a list', '? [a]\n: 1', 'a key of the configuration must be text'],
  ])('%s is an error with its place', (_, text, message) => {
    const found = problems(text);
    expect(found.length).toBeGreaterThan(0);
    expect(found.find((line) => line.includes(message))).toBeDefined();
    for (const line of found) expect(line).toMatch(/^c\.yaml:\d+:\d+: \S/);
  });

  test('two acknowledgements of one finding are an error that names the first', () => {
    const text = JSON.stringify({ acknowledgements: [acknowledgement(), acknowledgement({ owner: 'p' })] }, null, 1);
    expect(problems(text)).toEqual(['c.yaml:10:3: PGB504 is acknowledged twice for a.b: see line 3']);
  });

  test('says all that is wrong at once, in the order of the file', () => {
    expect(problems('sizes: { a: 1 }\nedition: x\nfoo: 1\n').map((line) => line.split(':')[1])).toEqual([
      '1',
      '2',
      '3',
    ]);
    const many = Array.from({ length: 30 }, (_, n) => `key${n}zzzz: 1`).join('\n');
    expect(problems(many)).toHaveLength(21);
    expect(problems(many).at(-1)).toBe('c.yaml:and 10 more');
  });

  test('an anchor stands for what it names', () => {
    const text = 'sizes: { a: &size 480 GB, b: *size }';
    expect([...parseConfiguration(text, 'c').sizes.values()]).toEqual([480, 480]);
  });

  test('names that act on a terminal are spelled out', () => {
    expect(problems('"\\e[31mred\\n::error::": 1')[0]).not.toMatch(/[\u001b\n]/);
  });
});

describe('the schema', () => {
  test('is what the rules, editions and profiles make it', () => {
    if (readFileSync(SCHEMA_FILE, 'utf8') === configSchema()) return;
    throw new Error('schema/azpgbackup.schema.json is stale: run npx tsx docs/generate-config-schema.ts');
  });

  test('takes the whole example', () => {
    expect(validate(parse(WHOLE))).toBe(true);
  });

  test.each([
    { editoin: '2025-05-15' },
    { edition: '2025-05-16' },
    { profiles: ['azure', 'azure'] },
    { profiles: [{ rules: [] }] },
    { profiles: [{ name: 'azure' }] },
    { profiles: [{ name: 'a', severities: { PGB401: 'note' } }] },
    { profiles: [{ name: 'a', parameters: { x: 'P7Y' } }] },
    { acknowledgements: [acknowledgement({ expires: '2027-02-30' })] },
    { acknowledgements: [acknowledgement({ rule: 'PGB999' })] },
    { acknowledgements: [acknowledgement({ until: '2027-02-03' })] },
    { sizes: { a: '480' } },
    { prices: { currency: 'euro' } },
  ])('refuses what the command refuses: %j', (configuration) => {
    expect(validate(configuration)).toBe(false);
    expect(problems(JSON.stringify(configuration))).not.toEqual([]);
  });

  test('asks for a reason and an owner, whose lack the command reports as a finding', () => {
    const { reason: _, ...without } = acknowledgement();
    expect(validate({ acknowledgements: [without] })).toBe(false);
    expect(problems(JSON.stringify({ acknowledgements: [without] }))).toEqual([]);
  });

  test('never takes what the command refuses', () => {
    const word = fc.constantFrom(
      'edition',
      'profiles',
      'sizes',
      'prices',
      'name',
      'rules',
      'x',
      'PGB401',
      'azure',
      '2025-05-15',
      'EUR',
      '1 GB',
    );
    const { json } = fc.letrec((tie) => ({
      json: fc.oneof(
        { depthSize: 'small' },
        word,
        fc.constantFrom(0, -1, 1.5, true, null),
        fc.array(tie('json'), { maxLength: 3 }),
        fc.dictionary(
          fc.oneof(word, fc.constantFrom('acknowledgements', 'currency', 'basedOn', 'parameters')),
          tie('json'),
          { maxKeys: 4 },
        ),
      ),
    }));
    fc.assert(
      fc.property(fc.dictionary(word, json, { maxKeys: 4 }), (configuration) => {
        // What the schema can't say: whether a profile is defined before it is named.
        fc.pre(JSON.stringify(configuration).match(/"(x|name|rules|sizes|prices|edition|profiles)"(?!:)/) === null);
        const text = JSON.stringify(configuration);
        if (validate(JSON.parse(text))) expect(problems(text)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  test('whatever text it is given, the command reads it or says what is wrong', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.string().map((text) => `profiles: ${text}`),
        ),
        (text) => {
          for (const line of problems(text)) expect(line).toMatch(/^c\.yaml:(\d+:\d+: |and )/);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('what an acknowledgement covers', () => {
  const at = (resource: string, path?: string) => ({ key: 'k', resource, path });
  test.each<[string, ReturnType<typeof at>, boolean]>([
    ['azurerm_x.a', at('azurerm_x.a'), true],
    ['azurerm_x.a', at('azurerm_x.ab'), false],
    ['azurerm_x.a', at('azurerm_x.a[0]'), true],
    ['azurerm_x.a[0]', at('azurerm_x.a[0]'), true],
    ['azurerm_x.a[0]', at('azurerm_x.a[1]'), false],
    ['module.m["eu*"].azurerm_x.a', at('module.m["eu-1"].azurerm_x.a'), true],
    ['module.m["a"].azurerm_x.a', at('module.m["a"].azurerm_x.a'), true],
    ['shop/orders', at('azurerm_x.o', 'shop/orders'), true],
    ['shop/orders', at('azurerm_x.o', 'shop/orders/Server'), true],
    ['shop/orders', at('azurerm_x.o', 'shop/orders2'), false],
    ['shop', at('azurerm_x.o', 'shop/orders'), true],
    ['*.ledger', at('azurerm_x.ledger'), true],
    ['*.ledger', at('azurerm_x.ledgers'), false],
    ['azurerm_x.ledger?', at('azurerm_x.ledgers'), true],
    ['shop/*/Server', at('azurerm_x.o', 'shop/orders/Server'), true],
    ['*', at('anything\nat all'), true],
    ['azurerm.x', at('azurermyx'), false],
  ])('%s and %j: %s', (pattern, place, covered) => {
    expect(coverage(pattern)(place)).toBe(covered);
  });

  test('nothing at all where it lacks a reason or an owner, or its rule allows none', () => {
    const configuration = (over: Record<string, unknown>): Configuration =>
      parseConfiguration(JSON.stringify({ acknowledgements: [acknowledgement(over)] }), 'c');
    const flaw = (over: Record<string, unknown>) => placedAcknowledgements(configuration(over))[0].flaw;
    expect(flaw({})).toBeUndefined();
    expect(flaw({ reason: '  ' })).toBe('must have a reason');
    expect(flaw({ owner: undefined })).toBe('must have an owner');
    expect(flaw({ rule: 'PGB902' })).toBe('must be for a rule that can be acknowledged');
  });
});
