import { Profile, Severity } from '../../src';
import { BackupInventory } from '../../src/inventory/inventory';
import { SupportMatrix } from '../../src/matrix/support-matrix';
import { RULES } from '../../src/rules/registry';
import { compliant, Rule, undecided, violated } from '../../src/rules/rule';
import { judge, JudgeSettings, PlacedAcknowledgement } from '../../src/validation/engine';
import { allParameters } from '../../src/validation/profile-checks';
import { thrown } from '../kit';

const IDS = RULES.map(({ id }) => id);

describe('the profiles that come with the library', () => {
  test.each(Profile.all().map((profile) => [profile.name, profile] as const))(
    '%s names rules that there are, raises severities and lowers none',
    (_, profile) => {
      const { picks, raised, parameters, controls = {}, description } = profile._data;
      expect(IDS).toEqual(expect.arrayContaining([...picks, ...Object.keys(raised), ...Object.keys(controls)]));
      expect(new Set([...picks, ...Object.keys(raised)]).size).toBe(picks.length + Object.keys(raised).length);
      expect(allParameters().map(({ name }) => name)).toEqual(expect.arrayContaining(Object.keys(parameters)));
      // `Profile.of` refuses what lowers a severity.
      Profile.of('again', { rules: [...picks], severities: { ...raised }, parameters: { ...parameters } });
      expect(profile.reports(Severity.ERROR)).toBe(true);
      expect(description).not.toBe('');
    },
  );

  test('controls are of rules that the profile names, each with its source', () => {
    for (const { rules, _data } of Profile.all()) {
      for (const [rule, controls] of Object.entries(_data.controls ?? {})) {
        expect(rules).toContain(rule);
        for (const { id, title, source } of controls) {
          expect(id).toMatch(/^[A-Z]{2}-\d+$/);
          expect(title).not.toBe('');
          expect(source.url).toMatch(/^https:/);
        }
      }
    }
  });

  test('every rule that only runs where it is picked is picked by one', () => {
    const picked = new Set(Profile.all().flatMap(({ rules }) => rules));
    for (const { id, onlyWhenPicked } of RULES) if (onlyWhenPicked === true) expect(picked).toContain(id);
  });
});

describe('a profile of one’s own', () => {
  test('builds on others: what they report and raise, and the parameter that asks for most', () => {
    const strict = Profile.of('strict', {
      description: 'Ours',
      basedOn: [Profile.LONG_TERM_RETENTION, Profile.RECOMMENDED],
      rules: ['PGB411'],
      severities: { PGB502: Severity.ERROR, PGB901: Severity.WARNING },
      parameters: { 'minimum-yearly-retention': 'P5Y' },
    });
    expect(strict.description).toBe('Ours');
    expect(strict.reports(Severity.NOTE)).toBe(true);
    expect(strict.rules).toEqual(expect.arrayContaining(['PGB310', 'PGB411', 'PGB502']));
    expect(strict._data.raised.PGB901).toBe(Severity.ERROR);
    expect(strict._data.parameters).toEqual({ 'minimum-yearly-retention': 'P7Y' });
    expect(Profile.of('plain').reports(Severity.WARNING)).toBe(false);
  });

  test.each<[string, Parameters<typeof Profile.of>[1], string]>([
    ['an unknown rule', { rules: ['PGB4O1'] }, 'Mend: did you mean "PGB401"?'],
    ['a rule like none', { rules: ['something else'] }, 'the ids stand in'],
    ['a lowered severity', { severities: { PGB401: Severity.NOTE } }, 'must be at least error'],
    ['a severity of no rule', { severities: { X: Severity.NOTE } }, 'must hold ids of rules'],
    ['no severity', { severities: { PGB401: 'fatal' as Severity } }, 'must be error, warning or note'],
    ['an unknown parameter', { parameters: { minimum: 'P1Y' } }, 'must be those of rules'],
    ['a bad value', { parameters: { 'minimum-yearly-retention': 'long' } }, 'write a value such as P7Y'],
  ])('%s throws', (_, options, message) => {
    const error = thrown(() => Profile.of('ours', options));
    expect(error.code).toBe('InvalidProfile');
    expect(error.message).toContain(message);
  });
});

describe('the engine', () => {
  const vault = {
    key: 'u|v',
    address: 'v',
    path: 'shop/v',
    repeated: false,
    madeName: false,
    origin: 'managed',
  } as const;
  const base = {
    decides: 'd',
    why: 'w',
    sources: [{ title: 't', url: 'https://u', date: '2026-01-01' }],
    acknowledgeable: true,
    documentation: () => ({ mend: 'm' }),
  };
  const rule = (id: string, severity: Severity, over: Partial<Rule> = {}): Rule => ({
    ...base,
    id,
    name: id.toLowerCase(),
    severity,
    evaluate: () => [violated(vault, { message: 'wrong', mend: 'mend it' })],
    ...over,
  });
  const rules = [
    rule('A', Severity.ERROR),
    rule('B', Severity.WARNING),
    rule('C', Severity.NOTE),
    rule('D', Severity.NOTE, { onlyWhenPicked: true }),
    rule('E', Severity.ERROR, { evaluate: () => [compliant(vault)] }),
  ];
  const estate = {} as BackupInventory;
  const run = (over: Partial<JudgeSettings>, of = rules) =>
    judge(estate, of, {
      edition: SupportMatrix.DEFAULT._edition,
      profiles: [Profile.AZURE._data],
      now: '2026-11-20',
      acknowledgements: [],
      ...over,
    });
  const found = (over: Partial<JudgeSettings>) =>
    run(over).findings.map(({ finding }) => `${finding.rule} ${finding.severity}`);
  const profile = (over: object) => [{ ...Profile.AZURE._data, ...over }];

  test('reports what a profile reports, and what it names', () => {
    expect(found({})).toEqual(['A error']);
    expect(found({ profiles: [Profile.RECOMMENDED._data] })).toEqual(['A error', 'B warning', 'C note']);
    expect(found({ profiles: profile({ picks: ['C'] }) })).toEqual(['A error', 'C note']);
    expect(found({ profiles: profile({ picks: ['D'] }) })).toEqual(['A error', 'D note']);
  });

  test('raises a severity and lowers none, whatever profiles come together', () => {
    expect(found({ profiles: profile({ raised: { B: 'error', A: 'note', D: 'warning' } }) })).toEqual([
      'A error',
      'B error',
      'D warning',
    ]);
    expect(
      found({ profiles: [...profile({ raised: { C: 'warning' } }), ...profile({ raised: { C: 'error' } })] }),
    ).toContain('C error');
  });

  test('runs one rule alone, whatever it weighs, or leaves one out', () => {
    expect(found({ only: new Set(['D']) })).toEqual(['D note']);
    expect(found({ skip: new Set(['A']) })).toEqual([]);
    expect(found({ only: new Set(['A', 'B']), skip: new Set(['A']) })).toEqual(['B warning']);
  });

  test('counts what was compliant, and what was looked at', () => {
    expect(run({})).toMatchObject({ compliant: 1, resources: 1 });
  });

  test('hands over the parameters that ask for most', () => {
    const seen: unknown[] = [];
    const asking = rule('A', Severity.ERROR, {
      evaluate: (_, { parameters }) => {
        seen.push(parameters);
        return [undecided(vault, 'w', 'y')];
      },
    });
    const of = (years: string) => profile({ parameters: { 'minimum-yearly-retention': years } });
    run({ profiles: [...of('P7Y'), ...of('P9Y'), ...of('P8Y')] }, [asking]);
    expect(seen).toEqual([{ 'minimum-yearly-retention': 'P9Y' }]);
  });

  const acknowledgement = (over: Partial<PlacedAcknowledgement> = {}): PlacedAcknowledgement => ({
    rule: 'A',
    reason: 'r',
    owner: 'o',
    expires: '2027-01-01',
    at: { key: 'k', resource: 'v' },
    covers: () => true,
    ...over,
  });

  test('an acknowledgement that lacks something accepts nothing, and is an error', () => {
    const { findings } = run({ acknowledgements: [acknowledgement({ flaw: 'must have a reason', owner: '' })] });
    expect(findings.map(({ finding }) => [finding.rule, finding.acknowledgement])).toEqual([
      ['A', undefined],
      ['PGB904', undefined],
    ]);
    expect(findings[1].finding.message).toBe('an acknowledgement must have a reason, got: A');
  });

  test('of a rule that is left out no acknowledgement is missing its finding', () => {
    const unused = {
      profiles: [Profile.RECOMMENDED._data],
      acknowledgements: [acknowledgement({ covers: () => false })],
    };
    expect(found(unused)).toContain('PGB904 warning');
    expect(found({ ...unused, skip: new Set(['A']) })).not.toContain('PGB904 warning');
    expect(found({ ...unused, only: new Set(['B']) })).toEqual(['B warning']);
    expect(found({ ...unused, skip: new Set(['PGB904']) })).not.toContain('PGB904 warning');
  });
});
